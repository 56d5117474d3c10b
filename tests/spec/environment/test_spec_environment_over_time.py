"""Two dates of one place: only what still asks the same is compared, and the rest is listed with its reason."""

from datetime import timedelta

import pytest

from nyhavn.framework.environment import ENVIRONMENT, LEVELS, Dimension, Silence
from nyhavn.framework.environment_assessment import Voice
from nyhavn.framework.environment_over_time import Change, ChangeRow, NotCompared, OverTime, change, over_time
from nyhavn.framework.environment_packs import CountryPack, in_country
from nyhavn.framework.environment_positions import Position
from nyhavn.framework.environment_reading import Readable
from nyhavn.framework.refusal import Refusal
from spec.environment.env_world import CITIZENS, CLOSES, OFFICE, RIGHTS, VOICES, entry, opened, with_edition

BEFORE = {
    "id": "ground-2024",
    "opens_at": CLOSES - timedelta(days=800),
    "first_closes_at": CLOSES - timedelta(days=720),
}
SENT_THEN = CLOSES - timedelta(days=750)
NEXT = {"law": "Ask for a law.", "practice": "Try it.", "funding": "Find money."}


def then(*entries: object, **changes: object) -> Readable:
    return opened((one.model_copy(update={"received_at": SENT_THEN}) for one in entries), **(BEFORE | changes))  # type: ignore[attr-defined]


def pack(**changes: object) -> CountryPack:
    said = {"id": "zz", "version": "2", "follows": "1", "letters": "ZZ", "by": "The forum of ZZ"}
    return CountryPack.model_validate(said | changes)


def rows(found: OverTime, code: str, voice: str) -> dict[Dimension, ChangeRow]:
    return {one.dimension: one for one in found.rows if (one.statement.code, one.voice) == (code, voice)}


def test_each_group_is_compared_with_itself_in_each_dimension() -> None:
    found = over_time(
        then(entry(OFFICE, "TR1", "none partial multi-year"), entry(CITIZENS, "TR1", "none none none")),
        opened((entry(OFFICE, "TR1", "in-force partial one-off"), entry(CITIZENS, "TR1", "none dont-know none"))),
    )
    office, citizens = rows(found, "TR1", OFFICE), rows(found, "TR1", CITIZENS)
    assert [one.change for one in office.values()] == [Change.MORE, Change.SAME, Change.LESS]
    assert [one.change for one in citizens.values()] == [Change.SAME, Change.CANNOT_TELL, Change.SAME]
    assert (office[Dimension.LAW].was.said, office[Dimension.LAW].now.said) == (("none",), ("in-force",))


@pytest.mark.parametrize("dimension", Dimension)
def test_more_and_less_are_told_from_the_order_of_levels_and_from_nothing_else(dimension: Dimension) -> None:
    levels = LEVELS[dimension]
    for before in levels:
        for after in levels:
            place = levels.index(after) - levels.index(before)
            expected = {True: Change.MORE, False: Change.LESS}[place > 0] if place else Change.SAME
            assert change(Position((before,)), Position((after,)), dimension) is expected
        for silence in (*Silence, "few-or-none"):
            assert change(Position((before,)), Position((str(silence),)), dimension) is Change.CANNOT_TELL
            assert change(Position((str(silence),)), Position((before,)), dimension) is Change.CANNOT_TELL
        assert change(Position((levels[0], levels[1])), Position((before,)), dimension) is Change.CANNOT_TELL


def test_what_a_country_changed_in_between_is_listed_and_not_compared() -> None:
    changed = pack(
        reword=[
            {"code": "TR1", "says": "People hear what came of their answers."},
            {
                "code": "TR2",
                "says": "Complaints are free of charge.",
                "meaning": "zz-2",
                "because": "Fees were raised.",
            },
        ],
        drop=[{"code": "HC2", "because": "There is no such office here."}],
        add=[{"code": "TR-ZZ1", "element": "trust", "says": "Elders are heard.", "proof": "Minutes.", "next": NEXT}],
    )
    edition = in_country(ENVIRONMENT, changed)
    found = over_time(then(entry(OFFICE, "TR1", "none")), opened((entry(OFFICE, "TR1", "draft"),), edition=edition))
    assert dict(found.not_compared) == {
        "HC2": NotCompared.ONLY_EARLIER,
        "TR-ZZ1": NotCompared.ONLY_LATER,
        "TR2": NotCompared.OTHER_MEANING,
    }
    assert found.is_reworded == ("TR1",)
    assert rows(found, "TR1", OFFICE)[Dimension.LAW].change is Change.MORE
    assert not {"HC2", "TR-ZZ1", "TR2"} & {one.statement.code for one in found.rows}


def test_twin_with_the_same_edition_everything_is_compared() -> None:
    found = over_time(then(), opened(()))
    assert (found.not_compared, found.is_reworded) == ((), ())
    assert len({one.statement.code for one in found.rows}) == len(ENVIRONMENT.statements)


def test_a_newer_edition_that_follows_is_compared_by_code_and_meaning() -> None:
    statements = [
        one.model_copy(update={"meaning": "2"}) if one.code == "FU1" else one for one in ENVIRONMENT.statements
    ]
    found = over_time(then(), opened((), edition=with_edition(version="2", statements=statements[1:])))
    assert dict(found.not_compared) == {"WS1": NotCompared.ONLY_EARLIER, "FU1": NotCompared.OTHER_MEANING}


def test_groups_that_were_read_at_one_date_only_are_listed() -> None:
    alone = Voice(groups=(CITIZENS,), organisations=frozenset({"wells"}))
    found = over_time(then(voices=(VOICES[0], alone)), opened(()))
    assert (found.voices_earlier, found.voices_later) == ((), (CITIZENS, RIGHTS))
    assert {one.voice for one in found.rows} == {OFFICE}


def test_two_places_are_never_put_beside_each_other() -> None:
    with pytest.raises(Refusal) as refused:
        over_time(then(place="YY"), opened(()))
    assert refused.value.codes == ("environment-other-place",)


def test_the_earlier_one_comes_first() -> None:
    for pair in ((opened(()), then()), (opened(()), opened(()))):
        with pytest.raises(Refusal) as refused:
            over_time(*pair)
        assert refused.value.codes == ("environment-dates-out-of-order",)
