"""This release beside the one before: what was asked, counted and described in the same way, and where it breaks."""

import re
from dataclasses import replace

import pytest

from nyhavn.exchange.report.quality_html import quality_html
from nyhavn.framework.quality_dimensions import FigureState, QualityReport, Unit
from nyhavn.framework.quality_rules import breaks_between
from nyhavn.framework.release import Release
from spec.bad_input.village import METHOD
from spec.quality_report.village_of_forty import Village

SPRING = f"{METHOD}collected_from = 2026-03-01\ncollected_to = 2026-03-31\n"
AUTUMN = SPRING.replace("-03-", "-10-").replace("10-31", "10-30")
MANY = {"people": 60, "north": 30}


def report(release: Release) -> QualityReport:
    assert release.quality is not None
    return release.quality


@pytest.fixture(scope="module")
def spring() -> Release:
    return Village(plan=SPRING).release()


def test_the_same_questions_of_another_time_make_a_series(spring: Release) -> None:
    autumn = Village(plan=AUTUMN, **MANY).release(spring, version="2")
    again = Village(plan=AUTUMN.replace("-10-", "-11-"), people=80, north=40).release(autumn, version="3")
    assert [report(r).number("comparable-releases", Unit.COUNT) for r in (spring, autumn, again)] == [1, 2, 3]
    assert report(again).breaks == ()
    kept = [report(again).number(code, Unit.SHARE) for code in ("questions-kept", "indicators-kept", "breakdowns-kept")]
    assert kept == [1, 1, 1]
    assert report(autumn).figure("time-lag").ess == "TP1"


def test_a_new_version_about_the_same_days_corrects_and_adds_no_time(spring: Release) -> None:
    more = Village(plan=SPRING, **MANY, changed={"water": dict.fromkeys(range(40, 46), "yes")})
    corrected = report(more.release(spring, version="2"))
    assert corrected.number("comparable-releases", Unit.COUNT) == 1
    total, north, south = (33 / 60) / (20 / 40) - 1, 0.0, (18 / 30) / (10 / 20) - 1
    by_place_and_alone = [north, south, total, total]
    assert corrected.number("revision", Unit.SHARE) == pytest.approx(sum(by_place_and_alone) / 4, abs=1e-6)
    assert corrected.figure("time-lag").ess == ""


def test_a_break_is_named_and_begins_the_series_anew(spring: Release) -> None:
    changed = Village(plan=AUTUMN.replace("At the door", "By telephone"), **MANY).release(spring, version="2")
    assert [(one.part, one.name) for one in report(changed).breaks] == [("method", "mode")]
    assert report(changed).number("comparable-releases", Unit.COUNT) == 1
    page = (quality_html(changed) or b"").decode()
    assert "How answers were taken: not said in the same words as before." in page
    assert "This release beside the one before" in page
    assert re.search(r"<td><bdi>40</bdi></td>\s*<td><bdi>60</bdi></td>", page)


def changed_question(release: Release, **fields: object) -> Release:
    first, *rest = release.instrument.questions
    questions = (replace(first, **fields), *rest)  # type: ignore[arg-type]  # fields of a Question
    return replace(release, instrument=replace(release.instrument, questions=questions))


def changed_indicator(release: Release, **fields: object) -> Release:
    indicators = tuple(one.model_copy(update=fields) for one in release.indicators)
    return replace(release, indicators=indicators)


def changed_breakdown(release: Release, **fields: object) -> Release:
    return replace(release, breakdowns=tuple(one.model_copy(update=fields) for one in release.breakdowns))


FAULTS = {
    "question reworded": (lambda r: changed_question(r, labels={"en": "Where is your home?"}), ("question", "place")),
    "question asked of others": (lambda r: changed_question(r, relevant="${age} > 30"), ("question", "place")),
    "question gone": (
        lambda r: replace(r, instrument=replace(r.instrument, questions=r.instrument.questions[1:])),
        ("question", "place"),
    ),
    "indicator counted otherwise": (
        lambda r: changed_indicator(r, numerator="${water} = 'no'"), ("indicator", "water")),
    "indicator gone": (lambda r: replace(r, indicators=()), ("indicator", "water")),
    "groups made up otherwise": (
        lambda r: changed_breakdown(r, categories=r.breakdowns[0].categories[:1]), ("breakdown", "place")),
    "breakdown gone": (lambda r: replace(r, breakdowns=()), ("breakdown", "place")),
    "another target": (
        lambda r: replace(r, method=replace(r.method, target="enumerated-units")), ("method", "target")),
    "another selection": (
        lambda r: replace(r, method=replace(r.method, selection="snowball")), ("method", "selection")),
    "another unit": (lambda r: replace(r, unit="person"), ("method", "unit")),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_break_alone_is_found(spring: Release, name: str) -> None:
    change, expected = FAULTS[name]
    before = changed_question(spring, labels={"en": "Where do you live?"}) if name == "question reworded" else spring
    assert [(one.part, one.name) for one in breaks_between(before, change(before))] == [expected]


def test_what_is_new_or_only_spelled_otherwise_is_no_break(spring: Release) -> None:
    numerator = spring.indicators[0].numerator.replace(" = ", "  =  ")
    assert breaks_between(spring, changed_indicator(spring, numerator=numerator)) == ()
    newer = replace(spring.instrument.questions[0], name="new", column="new")
    grown = replace(spring.instrument, questions=(*spring.instrument.questions, newer))
    assert breaks_between(spring, replace(spring, instrument=grown)) == ()


def test_a_release_before_without_such_a_report_is_compared_and_shows_no_figures(spring: Release) -> None:
    after = Village(plan=AUTUMN, **MANY).release(replace(spring, quality=None), version="2")
    assert report(after).before is None
    assert report(after).number("breaks", Unit.COUNT) == 0
    assert "there is nothing to set beside this one" in (quality_html(after) or b"").decode()


def test_what_the_release_before_showed_is_kept_beside(spring: Release) -> None:
    before = report(Village(plan=AUTUMN, **MANY).release(spring, version="2")).before
    assert before is not None and (before.release, before.version) == (spring.id, spring.version)
    shown = {figure.code for figure in before.figures if figure.standing is FigureState.COMPUTED}
    assert shown == {figure.code for figure in report(spring).figures if figure.standing is FigureState.COMPUTED}
