"""A neighbour who has every published file of a village of forty, and of the release before, and who can subtract.

Quality report and dossier of the principles are read together: what one hides, the other must not say.

Two villages that differ in a few people must have the same report: then no rule of arithmetic tells them apart.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nyhavn.exchange.bundle.dossier import dossier_plain
from nyhavn.exchange.bundle.quality import published_quality, quality_plain
from nyhavn.exchange.report.html import principles_part
from nyhavn.exchange.report.quality_html import quality_html
from nyhavn.framework.quality_dimensions import FigureState, QualityReport, Unit
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from spec.quality_report.village_of_forty import CONSENT, NAMES, REFERENCE, Village

SAME = datetime(2026, 6, 1, tzinfo=UTC)


def seen(release: Release) -> tuple[object, ...]:
    """All that a neighbour can read about the quality of a release, and of the principles."""
    issued = replace(release, issued_at=SAME)
    published = published_quality(issued)
    assert published is not None
    said = (issued.response, issued.findings, issued.excluded)
    return quality_plain(published), quality_html(issued), said, dossier_plain(issued), principles_part(issued).content


def report(release: Release) -> QualityReport:
    assert release.quality is not None
    return release.quality


def saying_no(people: int) -> Village:
    """Forty who agree, and so many who do not."""
    return Village(40 + people, plan=CONSENT, changed={"consented": {40 + at: "no" for at in range(people)}})


ALIKE = {
    "why a few gave no answer": [Village(dk=d, declined=5 - d) for d in (1, 2, 3, 4)],
    "how many of a few left it empty": [Village(dk=10 - m, declined=6, missing=m) for m in (1, 2, 3, 4)],
    "how many did not answer, if a few": [Village(missing=m) for m in (1, 2, 3, 4)],
    "how many care for somebody, if a few": [Village(carers=c, changed={"carer_paid": {}}) for c in (1, 2, 3, 4)],
    "how many do not, if a few": [Village(carers=40 - c) for c in (1, 2, 3, 4)],
    "how many ages cannot be, if a few": [Village(old=o) for o in (0, 1, 2, 3, 4)],
    "whether a few ages lie far from the others": [
        Village(changed={"age": {at: f"{-900 - at}" for at in range(far)}}) for far in (0, 1, 2, 3, 4)
    ],
    "who was entered twice, if a few": [
        Village(changed={"age": dict.fromkeys(range(20, 20 + 2 * n, 2), "40")}) for n in (1, 2, 3, 4, 5)
    ],
    "how many said no to this use, if a few": [saying_no(no) for no in (1, 2, 3, 4)],
}


@pytest.mark.parametrize("villages", ALIKE.values(), ids=ALIKE.keys())
def test_two_villages_that_differ_in_a_few_people_have_the_same_report(villages: list[Village]) -> None:
    first, *others = [seen(village.release()) for village in villages]
    assert all(other == first for other in others)


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_a_small_group_with_a_weight_of_its_own_is_not_given_away_by_the_design_effect(small: int) -> None:
    quality = report(Village(weights={"1": 40 - small, "9": small}).release())
    assert {quality.figure(code).standing for code in ("design-effect", "effective-n")} == {FigureState.NOT_SHOWN}


def test_the_design_effect_comes_through_where_every_weight_is_that_of_many() -> None:
    quality = report(Village(weights={"1": 30, "3": 10}).release())
    assert quality.number("design-effect", Unit.RATIO) == round(40 * (30 + 90) / 60**2, 1) == 1.3
    assert quality.number("effective-n", Unit.COUNT) == round(40 / 1.3)


# --- Over time -------------------------------------------------------------------------------------------------------


def later(first: Village, seconds: list[Village]) -> list[tuple[object, ...]]:
    before = first.release()
    return [seen(second.release(before, version="2")) for second in seconds]


CHANGED_BY_FEW = {
    "a few more declined": (Village(declined=8), [Village(declined=8 + few) for few in (1, 2, 3, 4)]),
    "a few fewer declined": (Village(declined=12), [Village(declined=12 - few) for few in (1, 2, 3, 4)]),
    "a few more ages cannot be": (Village(old=8), [Village(old=8 + few) for few in (1, 2, 3, 4)]),
    "a few more said no to this use": (saying_no(6), [saying_no(6 + few) for few in (1, 2, 3, 4)]),
}


@pytest.mark.parametrize(("first", "seconds"), CHANGED_BY_FEW.values(), ids=CHANGED_BY_FEW.keys())
def test_subtracting_the_release_before_tells_nobody_how_few_changed(first: Village, seconds: list[Village]) -> None:
    one, *others = later(first, seconds)
    assert all(other == one for other in others)


def test_a_question_of_a_small_group_is_not_compared_at_all() -> None:
    """How many carers there were may be known in the village: then one whole per cent is one carer."""
    before = Village(carers=12, changed={"carer_paid": dict.fromkeys(range(6), "yes")}).release()
    after = Village(carers=12, changed={"carer_paid": dict.fromkeys(range(7), "yes")}).release(before, version="2")
    shown = {row.question: row.answered for row in before.response}
    assert shown["carer_paid"] == 0.5
    assert {row.question: row.answered for row in after.response}["carer_paid"] is None


def test_one_newcomer_stops_the_release() -> None:
    before = Village().release()
    with pytest.raises(Refusal) as caught:
        Village(people=41, changed={"water": {40: ""}}).release(before, version="2")
    assert caught.value.codes == ("changed-by-too-few",)
    assert "1 " not in str(caught.value)


def test_what_is_no_secret_comes_through() -> None:
    """The first release says it all, and the second says what changed by more than a few."""
    first = Village(dk=6, declined=8, missing=10, old=9, plan=REFERENCE)
    before = first.release()
    quality = report(before)
    assert quality.number("item-nonresponse-highest", Unit.SHARE) == pytest.approx(24 / 40)
    assert quality.number("declined", Unit.SHARE) == pytest.approx(8 / 40 / 9, abs=1e-6)
    assert quality.number("dont-know", Unit.SHARE) == pytest.approx(6 / 40 / 9, abs=1e-6)
    assert quality.number("reference-difference", Unit.POINTS) == 0
    second = replace(first, people=60, declined=15, missing=15, old=18, north=30)
    after = second.release(before, version="2")
    now = report(after)
    assert now.number("contributions", Unit.COUNT) == 60
    assert now.number("item-nonresponse-highest", Unit.SHARE) == pytest.approx(1 - round(24 / 60, 2))
    too_old = sum(int(row[NAMES.index("age")]) > 65 for row in second.rows())
    assert [finding.count for finding in after.findings if finding.check == "out-of-range"] == [f"{too_old}"]
    assert now.before is not None
    kept = now.before.figure("contributions")
    assert kept is not None and kept.value == 40
