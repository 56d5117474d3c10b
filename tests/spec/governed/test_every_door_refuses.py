"""Stop rule, locked date, veto, conflict of interest, missing need, missing method card: no door lets any of them by.

Each is met by a page, the interface, the command and a background job, with one code and one sentence, and changes
nothing. Each has its twin: with the reason taken away, the same door lets the same work through.
"""

from pathlib import Path

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.production.exporting import export_plan
from spec.governed.doors import Entrance, everything, pressed
from spec.governed.reasons import REASONS
from web import publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("door", Entrance)
@pytest.mark.parametrize("name", REASONS)
def test_a_door_refuses_with_the_one_sentence_and_opens_once_the_reason_is_gone(
    ready: Cast, tmp_path: Path, name: str, door: Entrance
) -> None:
    reason = REASONS[name]
    attempt = reason.meets(door, ready, tmp_path)
    before = everything(tmp_path)
    told = attempt.tries()
    assert reason.code in told
    assert reason.sentence in told
    assert everything(tmp_path) == before
    attempt.lifts()
    lifted = everything(tmp_path)
    assert attempt.tries() == ""
    assert everything(tmp_path) != lifted


@pytest.mark.parametrize("door", [Entrance.PAGE, Entrance.INTERFACE])
def test_of_a_version_whose_day_is_announced_nobody_takes_a_plan_out_that_could_go_out_before_it(
    ready: Cast, door: Entrance
) -> None:
    """Twin: before the announcement the same person takes the same plan out, which the tests above do."""
    publishing.scheduled(ready)
    told = pressed(door, ready[Role.STEWARD], "do/export-plan", {"is_kept_safe": True})
    assert "is announced or published already" in told
    with pytest.raises(Refusal) as refused:
        export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert refused.value.codes == ("release-version-already-issued",)
