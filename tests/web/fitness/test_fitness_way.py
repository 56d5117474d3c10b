"""An assessment from the request to the verdict and beyond: what each side does, and what stays on record."""

import pytest

from nyhavn.chain.fitness_evidence import NO_REPORT
from nyhavn.framework.fitness.issued import recompute
from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.fitness.workflow import AssessmentState, Turn
from nyhavn.web.fitness.queries import computed_of, issued_of, standing_of
from nyhavn.web.fitness.showing import verdict_shown
from nyhavn.web.releases.models import PublicRelease
from web import judging
from web.cast import Cast
from web.judging import Office

pytestmark = pytest.mark.django_db


def test_a_release_goes_all_the_way(village: Cast, release: PublicRelease, office: Office, institution: Office) -> None:
    asked = judging.requested(village, release, office, (judging.HEADLINE, judging.BREAKDOWN))
    assert standing_of(asked).turn.who is Turn.OFFICE
    asked = judging.begun(asked, office)
    evidence = {one.code: one.words for one in computed_of(asked)}
    assert evidence["figure-indicators"] == "1."
    assert "agrees" in evidence["community-view"]
    assert NO_REPORT not in evidence.values()
    back = judging.asked_back(asked, office)
    assert standing_of(asked).turn.who is Turn.PRODUCER
    judging.answered_back(village, back)
    asked = judging.answered(asked, office, 2, 2, 2, 1, 1)
    first = judging.issued(village, asked, office)
    assert judging.again(asked).state == AssessmentState.ASSESSING
    second = judging.issued(village, asked, office, VerdictOutcome.PROXY, purpose="2", caveat=judging.CAVEAT)
    assert judging.again(asked).state == AssessmentState.ISSUED
    kept = issued_of(first)
    assert "The mean is 1.6, over 1.5." in kept.report
    assert kept.verdict.by == ("Statistics office",)
    assert recompute(kept).is_same
    appeal = judging.appealed(village, second, institution)
    assert verdict_shown(second).appeals[0].end is None
    judging.decided(appeal, institution)
    assert judging.again(asked).state == AssessmentState.ASSESSING
    third = judging.issued(village, judging.again(asked), office, VerdictOutcome.BREAKDOWN, purpose="2")
    assert verdict_shown(second).is_replaced
    assert verdict_shown(second).was_sent_back
    assert not verdict_shown(third).is_replaced
