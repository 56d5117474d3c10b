"""How many were asked to take part: from the plan into the quality report, or refused."""

import pytest

from nyhavn.framework.quality_dimensions import FigureState, Unit
from nyhavn.framework.refusal import Refusal
from spec.quality_report.village_of_forty import Village


def asked(units: int, without: int) -> Village:
    return Village(plan=f"[method.approached]\nunits = {units}\nwithout = {without}\n")


def test_what_the_plan_says_becomes_the_share_that_offices_ask_for() -> None:
    quality = asked(50, 10).release().quality
    assert quality is not None
    assert quality.number("unit-nonresponse", Unit.SHARE) == 10 / 50


def test_without_a_word_about_it_nothing_is_computed() -> None:
    quality = Village().release().quality
    assert quality is not None
    figure = quality.figure("unit-nonresponse")
    assert figure is not None and figure.standing is FigureState.NOT_COMPUTED


@pytest.mark.parametrize(("without", "is_refused"), [(50, False), (51, True)])
def test_more_than_all_cannot_have_declined(without: int, is_refused: bool) -> None:
    if not is_refused:
        assert asked(50, without).release().quality is not None
        return
    with pytest.raises(Refusal) as caught:
        asked(50, without).release()
    assert caught.value.codes == ("approached-contradict",)
