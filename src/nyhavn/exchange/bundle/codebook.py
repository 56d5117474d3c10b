"""The codebook: every question, choice, indicator, breakdown and category of a release, in every language it has."""

from collections.abc import Iterable, Iterator, Mapping

from nyhavn.exchange.bundle.figures import category_labels
from nyhavn.exchange.bundle.sheet import Column, Sheet
from nyhavn.framework.instrument import OfficialCoding, Question
from nyhavn.framework.release import Release
from nyhavn.framework.sdmx_codes import SDMX, dimension_called, meaning_of
from nyhavn.framework.statistics import Breakdown

CODEBOOK = "codebook.csv"
_COLUMNS = (
    Column(
        "kind",
        title="What the row describes",
        categories=tuple((kind, kind) for kind in ("question", "choice", "indicator", "breakdown", "category")),
    ),
    Column("name", title="Name", description="Of the question, indicator or breakdown."),
    Column("code", title="Code", description="Of the choice or category; empty otherwise."),
    Column("type", title="Type", description="Of the answer, or the statistic of an indicator."),
    Column("meaning", title="Meaning", description="Says which choices mean don't know or declined."),
    Column("language", title="Language of the label", description="As the questionnaire names it."),
    Column("label", title="Label"),
    Column("classification", title="Official classification", description="Stands beside our code, never instead."),
    Column("official_code", title="Code in that classification"),
    Column("official_meaning", title="What that code means", description="Codes mislead: PWD is without a disability."),
)
Row = tuple[str, str, str, str, str, str, str, str, str, str]
NO_CODE = ("", "", "")


def codebook_sheet(release: Release) -> Sheet:
    """The codebook of a release: one row a label, and one row an official code."""
    return Sheet(CODEBOOK, "Codebook", _COLUMNS, tuple(_rows(release)))


def _rows(release: Release) -> Iterator[Row]:
    for question in release.instrument.questions:
        yield from _question_rows(
            question, [one for one in release.instrument.official if one.question == question.name]
        )
    for indicator in release.indicators:
        kind = indicator.statistic.value
        yield ("indicator", indicator.id, "", kind, "", release.language, indicator.title, *NO_CODE)
        for code in indicator.sdg:
            named = ("SDG indicator", code, "")
            yield ("indicator", indicator.id, "", kind, "", release.language, indicator.title, *named)
    for breakdown in release.breakdowns:
        yield from _breakdown_rows(breakdown, release.language)


def _question_rows(question: Question, codings: Iterable[OfficialCoding]) -> Iterator[Row]:
    for language, label in _labels(question.labels):
        yield ("question", question.name, "", question.type.value, "", language, label, *NO_CODE)
    for choice in question.choices:
        meaning = _meaning(question, choice.code)
        for language, label in _labels(choice.labels):
            yield ("choice", question.name, choice.code, "", meaning, language, label, *NO_CODE)
        language, label = _labels(choice.labels)[0]
        for code in official_of(choice.code, codings):
            yield ("choice", question.name, choice.code, "", meaning, language, label, *code)


def official_of(choice: str, codings: Iterable[OfficialCoding]) -> tuple[tuple[str, str, str], ...]:
    """Classification, code and what it means, for each code that the form gives a choice."""
    given = ((one.dimension, one.codes.get(choice, "")) for one in codings)
    return tuple((f"{SDMX}{dimension}", code, meaning_of(dimension, code)) for dimension, code in given if code)


def _breakdown_rows(breakdown: Breakdown, language: str) -> Iterator[Row]:
    yield ("breakdown", breakdown.id, "", "", "", language, breakdown.title, *NO_CODE)
    official = {category.code: category.official for category in breakdown.categories}
    for code, label in category_labels(breakdown).items():
        for classification, official_code in _labels(official.get(code, {})):
            named = (classification, official_code, category_meaning(classification, official_code))
            yield ("category", breakdown.id, code, "", "", language, label, *named)


def category_meaning(classification: str, code: str) -> str:
    """What a code of a category means where its list is one of the SDG structure; "" for others."""
    dimension = dimension_called(classification)
    return meaning_of(dimension, code) if dimension else ""


def _labels(labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(labels.items()) or (("", ""),)


def _meaning(question: Question, code: str) -> str:
    if code in question.dont_know:
        return "don't know"
    return "declined to answer" if code in question.refused else ""
