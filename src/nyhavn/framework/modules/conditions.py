"""Conditions in the language of XLSForm, written by modules instead of by hand."""

from collections.abc import Iterable, Sequence


def literal(text: str) -> str:
    """A text as an expression writes it; one with both kinds of quotes is put together from parts."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = (f"'{part}'" for part in text.split("'"))
    return "concat({})".format(', "\'", '.join(parts))


def answer(question: str) -> str:
    """A question as expressions name it."""
    return "${" + question + "}"


def is_one_of(question: str, codes: Iterable[str]) -> str:
    """Whether the answer is one of these; never true if there are none."""
    return any_of([f"{answer(question)} = {literal(code)}" for code in codes]) or nobody(question)


def chosen(question: str, codes: Iterable[str]) -> str:
    """Whether one of these is among the answers that were chosen; never true if there are none."""
    return any_of([f"selected({answer(question)}, {literal(code)})" for code in codes]) or nobody(question)


def only_chosen(question: str, codes: Sequence[str]) -> str:
    """Whether something was chosen, and nothing but these."""
    if not codes:
        return nobody(question)
    if len(codes) == 1:
        return f"{chosen(question, codes)} and count-selected({answer(question)}) = 1"
    return f"{chosen(question, codes)} and {how_many([chosen(question, [code]) for code in codes])} = " + (
        f"count-selected({answer(question)})"
    )


def how_many(conditions: Iterable[str]) -> str:
    """How many of these conditions hold, as a number."""
    return "(" + " + ".join(f"if({condition}, 1, 0)" for condition in conditions) + ")"


def is_answered(question: str) -> str:
    """Whether anything was answered."""
    return f"{answer(question)} != ''"


def nobody(question: str) -> str:
    """A condition that holds for nobody. It names the question, because one that names none is the same for all."""
    return f"({answer(question)} = '' and {answer(question)} != '')"


def any_of(conditions: Iterable[str]) -> str:
    """Whether at least one holds, in brackets; "" if there are none. Empty ones are left out."""
    return _joined(" or ", conditions)


def all_of(conditions: Iterable[str]) -> str:
    """Whether all hold, in brackets; "" if there are none. Empty ones are left out."""
    return _joined(" and ", conditions)


def _joined(word: str, conditions: Iterable[str]) -> str:
    said = list(filter(None, conditions))
    return f"({word.join(said)})" if len(said) > 1 else "".join(said)
