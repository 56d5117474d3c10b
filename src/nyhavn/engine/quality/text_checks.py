"""What texts give away: numbers in words, codes in two notations, several spellings, repeated choices, risky words."""

import re
from collections.abc import Callable, Iterator, Mapping

import narwhals as nw

from nyhavn.engine.days import only_where
from nyhavn.engine.quality.flags import row_numbers
from nyhavn.engine.quality.material import Found, Material, counted, marking, raised
from nyhavn.engine.quality.passes import ROW, totals
from nyhavn.engine.quality.value_forms import EMAIL_INSIDE, NAME_INSIDE, PHONE_INSIDE
from nyhavn.engine.quality.values import HELD, collapsed, rows_where, value_totals, values_where
from nyhavn.framework.checks import Check
from nyhavn.framework.expression_values import NUMBER_PATTERN

RANGE = "^ *[0-9]+([.,][0-9]+)? *(-|–|to) *[0-9]+([.,][0-9]+)? *$"
DECIMAL_COMMA = "^ *[+-]?[0-9]+,[0-9]+ *$"
WITH_WORDS = "[A-Za-z\u00c0-\U0010ffff]"
FEWEST_OF_A_NOTATION = 2  # different values: one word among numbers is more often "other" or "don't know"
MARKS = "[ \t\r\n\u00a0.,;:!?()\"'’_/-]+"  # what does not make an answer another one
DAYS = "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"  # a day written in figures looks like a phone number
_NORMAL, _FIRST, _LAST, _SPELT = "_normal", "_first", "_last", "_spelt"


def number_as_text(material: Material, check: Check) -> Iterator[Found]:
    """Answers in a column of numbers that are none: ranges, words beside numbers, decimal commas."""
    for column in check.columns:
        text = nw.col(column)
        marked = ~text.str.contains(NUMBER_PATTERN)
        parts = (
            ("ranges", text.str.contains(RANGE)),
            ("decimal-commas", text.str.contains(DECIMAL_COMMA)),
            ("with-words", text.str.contains(WITH_WORDS) & ~text.str.contains(RANGE)),
        )
        header = (material.header(column),)
        yield marking(check, "number-as-text", header, marked, material.is_answered(column), alone=column, parts=parts)


def several_notations(material: Material, check: Check) -> Iterator[Found]:
    """The rows of the rarer notation where few different values are partly numbers and partly words."""
    for column in check.columns:
        if not _may_differ(material, column):
            continue
        answered, is_number = material.is_answered(column), nw.col(column).str.contains(NUMBER_PATTERN)
        both = (answered & is_number, answered & ~is_number)
        wanted = {column: [*map(values_where, both), *map(rows_where, both)]}
        numbers, words, number_rows, word_rows = value_totals(material.answers, wanted)[column]
        if min(numbers, words) < FEWEST_OF_A_NOTATION or numbers + words > check.number("most"):
            continue
        rarer = ~is_number if word_rows <= number_rows else is_number
        evidence = [counted("numbers", number_rows), counted("words", word_rows)]
        header = (material.header(column),)
        yield marking(check, "several-notations", header, rarer, answered, alone=column, evidence=evidence)


def _may_differ(material: Material, column: str) -> bool:
    """Whether what is known of the column leaves room for two notations; a column that is no question is looked at."""
    known = material.columns.get(column)
    return known is None or min(known.numbers, known.different - known.numbers) >= FEWEST_OF_A_NOTATION


def several_spellings(material: Material, check: Check) -> Iterator[Found]:
    """Answers of which at least one other spelling stands in the column; capitals, blanks and marks do not count."""
    for column in check.columns:
        answered = material.answers.filter(material.is_answered(column)).select(ROW, nw.col(column).alias(_SPELT))
        same = _SAME[check.text("marks")](nw.col(_SPELT)).alias(_NORMAL)
        cells = collapsed(answered, [_SPELT]).with_columns(same)
        groups = cells.group_by(_NORMAL).agg(nw.len().alias(_LAST), nw.col(HELD).sum())
        several = nw.col(_LAST) > 1
        counts = totals(
            groups,
            {
                "rows": nw.when(several).then(nw.col(HELD)).otherwise(nw.lit(0)).sum(),
                "out_of": nw.col(HELD).sum(),
                "spellings": nw.col(_LAST).sum(),
                "answers": nw.len(),
            },
        )
        if counts["rows"]:
            beside = answered.with_columns(same).with_columns(
                nw.col(_SPELT).min().over(_NORMAL).alias(_FIRST), nw.col(_SPELT).max().over(_NORMAL).alias(_LAST)
            )
            numbers = row_numbers(beside.filter(nw.col(_FIRST) != nw.col(_LAST)))
            evidence = [counted("spellings", counts["spellings"]), counted("answers", counts["answers"])]
            header, found = (material.header(column),), (counts["rows"], counts["out_of"])
            yield raised(check, "several-spellings", header, found, numbers=numbers, evidence=evidence)


def normal(text: nw.Expr) -> nw.Expr:
    """Without capitals, blanks and marks; the twin of `normal_text`."""
    return text.str.to_lowercase().str.replace_all(MARKS, "")


def _but_for_capitals(text: nw.Expr) -> nw.Expr:
    return text.str.to_lowercase().str.strip_chars()


_SAME: Mapping[str, Callable[[nw.Expr], nw.Expr]] = {"ignored": normal, "kept": _but_for_capitals}


def normal_text(text: str) -> str:
    """Without capitals, blanks and marks."""
    return re.sub(MARKS, "", text.lower())


def other_repeats_choice(material: Material, check: Check) -> Iterator[Found]:
    """Own words that equal a label or code of the list, in any language of the form, but for capitals and marks."""
    (column,) = check.columns
    question = material.instrument.question(check.text("question"))
    if question is None:
        return
    said = [text for choice in question.choices for text in (choice.code, *choice.labels.values())]
    listed = sorted({normal_text(text) for text in said} - {""})
    is_code = nw.col(column).is_in(sorted(question.codes))
    marked = normal(nw.col(column)).is_in(listed)
    if column == question.name:
        marked = marked & ~is_code
    headers = tuple(dict.fromkeys((material.header(column), material.header(question.name))))
    yield marking(check, "other-repeats-choice", headers, marked, material.is_answered(column), alone=column)


def risky_text(material: Material, check: Check) -> Iterator[Found]:
    """Free text with the form of a phone number or an e-mail address inside, or with words that lead to a name."""
    for column in check.columns:
        text = nw.col(column)
        parts = _parts(text)
        header = (material.header(column),)
        yield marking(
            check, "risky-text", header, _is_risky(text), material.is_answered(column), alone=column, parts=parts
        )


def _is_risky(text: nw.Expr) -> nw.Expr:
    """Any of the parts. Most texts have nothing that looks like one even with their days, which are costly to remove;
    only the others are looked at closely.
    """
    suspect = only_where(text.str.contains(f"{DAYS}|({PHONE_INSIDE})|{_OTHERS_INSIDE}"), text)
    return _parts(suspect)[0][1] | suspect.str.contains(_OTHERS_INSIDE)


_OTHERS_INSIDE = f"({EMAIL_INSIDE})|({NAME_INSIDE})"


def _parts(text: nw.Expr) -> tuple[tuple[str, nw.Expr], ...]:
    return (
        ("phone-numbers", text.str.replace_all(DAYS, " ").str.contains(PHONE_INSIDE)),
        ("e-mail-addresses", text.str.contains(EMAIL_INSIDE)),
        ("names", text.str.contains(NAME_INSIDE)),
    )
