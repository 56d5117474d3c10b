"""A release that was written as JSON comes back as the same release, or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.exchange.bundle.canonical import Unreadable, readable_json
from nyhavn.exchange.bundle.content import release_from_json, release_json, write_content
from nyhavn.exchange.report.html import report_html
from nyhavn.framework.definition import Outcome, StageStanding, StageVerdict, Verdict
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.principles import EvidenceState, PrincipleEvidence, SafeguardEvidence
from nyhavn.framework.release import (
    CoverageRow,
    MethodCard,
    Party,
    ProtectionStatement,
    PublicFinding,
    Release,
    ResponseRow,
)
from nyhavn.framework.statistics import (
    Breakdown,
    Category,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)
from spec.bundle.small_release import small_release

WORDS = st.text(max_size=8)
MANY = st.lists(WORDS, max_size=2).map(tuple)
LABELS = st.dictionaries(WORDS, WORDS, max_size=2)
SHARE = st.none() | st.floats(allow_nan=False, allow_infinity=False)
COUNT = st.none() | st.integers(0, 2**40)
DAY = st.none() | st.dates()


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None, one or two of a kind."""
    return st.lists(one, max_size=2).map(tuple)


CHOICES = several(st.builds(Choice, WORDS, LABELS))
QUESTIONS = several(
    st.builds(
        Question, WORDS, WORDS, st.sampled_from(AnswerType), LABELS, CHOICES, WORDS, WORDS, WORDS, st.booleans(),
        MANY, MANY, WORDS, MANY, WORDS, st.booleans(),
    )
)  # fmt: skip
CATEGORIES = several(
    st.builds(Category, code=st.just("n_1"), label=WORDS, when=WORDS, answers=MANY, official=LABELS)
)  # fmt: skip
FIGURES = several(
    st.builds(Figure, MANY, st.sampled_from(CellStatus), COUNT, COUNT, SHARE, SHARE, SHARE, SHARE)
)  # fmt: skip
STAGES = st.builds(StageVerdict, WORDS, COUNT, st.sampled_from(StageStanding), WORDS, MANY)
SAFEGUARDS = several(st.builds(SafeguardEvidence, WORDS, WORDS, MANY, st.sampled_from(EvidenceState), MANY, MANY))
OUTCOMES = st.sampled_from(Outcome)
RELEASES = st.builds(
    replace,
    st.builds(small_release),
    title=WORDS,
    issued_at=st.datetimes(timezones=st.just(UTC)),
    synthetic=st.booleans(),
    parties=several(st.builds(Party, WORDS, WORDS, WORDS, WORDS)),
    interests=MANY,
    verdict=st.builds(
        Verdict, OUTCOMES, WORDS, WORDS, several(STAGES), STAGES, MANY, WORDS, st.none() | OUTCOMES
    ),
    method=st.builds(
        MethodCard, WORDS, WORDS, WORDS, WORDS, DAY, DAY, WORDS, WORDS, WORDS, WORDS, WORDS
    ),
    instrument=st.builds(Instrument, WORDS, WORDS, WORDS, QUESTIONS, MANY, WORDS, WORDS, WORDS, MANY),
    indicators=several(
        st.builds(
            Indicator, id=st.just("a"), title=WORDS, statistic=st.sampled_from(Statistic), by=several(MANY), sdg=MANY,
            sensitive=st.booleans(),
        )
    ),
    breakdowns=several(st.builds(Breakdown, id=st.just("b"), title=WORDS, question=WORDS, categories=CATEGORIES)),
    tables=several(st.builds(StatisticalTable, WORDS, WORDS, MANY, FIGURES)),
    response=several(st.builds(ResponseRow, WORDS, WORDS, SHARE, SHARE, SHARE, SHARE)),
    findings=several(st.builds(PublicFinding, WORDS, WORDS, MANY, WORDS, WORDS)),
    coverage=several(st.builds(CoverageRow, WORDS, WORDS, WORDS, SHARE, SHARE)),
    protection=st.builds(ProtectionStatement, st.booleans(), MANY, st.integers(), st.integers(), WORDS, WORDS),
    principles=several(st.builds(PrincipleEvidence, st.integers(1, 10), WORDS, WORDS, SAFEGUARDS, WORDS, MANY)),
)  # fmt: skip


@given(RELEASES)
def test_every_release_comes_back_equal_and_is_written_with_the_same_bytes(release: Release) -> None:
    data = release_json(release)
    again = release_from_json(data)
    assert again == release
    assert release_json(again) == data, "the order of labels is kept too"


def test_a_label_that_stands_in_for_another_language_is_the_same_one_after_keeping() -> None:
    """Spanish stands before Arabic in the form; the alphabet would put the question to a Kurdish reader in Arabic."""
    water = replace(small_release().instrument.questions[0], labels={"es": "Agua", "ar": "ماء"})
    release = replace(small_release(), instrument=replace(small_release().instrument, questions=(water,)))
    again = release_from_json(release_json(release))
    assert again.instrument.questions[0].label("ku") == water.label("ku") == "Agua"


def test_the_published_json_can_be_read_back_as_well(tmp_path: Path) -> None:
    write_content(small_release(), tmp_path / "release", report_html=b"")
    assert release_from_json((tmp_path / "release" / "report.json").read_bytes()) == small_release()


def test_what_comes_back_has_the_same_kinds_of_values() -> None:
    """An enumeration is not its text, a tuple is not a list, and a missing number is not a zero."""
    again = release_from_json(release_json(small_release()))
    assert again.tables[1].figures[1].status is CellStatus.SUPPRESSED
    assert again.tables[1].figures[1].n is None
    assert type(again.tables) is type(again.indicators[0].sdg) is tuple
    assert again.verdict.outcome is Outcome.COUNTS
    assert again.method.collected_to is None
    assert (again.issued_at, again.issued_at.utcoffset()) == (small_release().issued_at, UTC.utcoffset(None))
    assert again.instrument.questions[0].labels == small_release().instrument.questions[0].labels


def test_the_report_of_a_release_that_came_back_is_the_same_page() -> None:
    release = small_release()
    assert report_html(release_from_json(release_json(release))) == report_html(release)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The small release as JSON with one change."""
    content = json.loads(release_json(small_release()))
    change(content)
    return readable_json(content)


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a value is missing": lambda r: r.pop("licence"),
    "a name that nobody knows": lambda r: r.update(note="x"),
    "a name that nobody knows, deep inside": lambda r: r["tables"][1]["figures"][0].update(note="x"),
    "a number as text": lambda r: r["tables"][0]["figures"][0].update(n="61"),
    "a text as number": lambda r: r.update(version=1),
    "a status that does not exist": lambda r: r["tables"][0]["figures"][0].update(status="open"),
    "a yes that is a word": lambda r: r.update(synthetic="yes"),
    "no zone in a moment": lambda r: r.update(issued_at="2026-11-20"),
    "an id that no indicator may have": lambda r: r["indicators"][0].update(id="Water!"),
    "nothing at all": lambda r: r.clear(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_what_is_no_release_is_not_read(fault: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Unreadable) as unreadable:
        release_from_json(changed(fault))
    assert "This version" in f"{unreadable.value}" or "this version" in f"{unreadable.value}"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        release_from_json(data)


def test_a_release_of_an_older_version_is_read_where_what_came_since_has_a_default() -> None:
    assert release_from_json(changed(lambda r: r.pop("previous"))) == small_release()
