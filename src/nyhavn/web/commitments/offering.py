"""What can be chosen when something is said after a request."""

from collections.abc import Mapping

from django.utils import timezone

from nyhavn.framework.commitments import CommitmentState, TrailStep
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.queries import trail_of
from nyhavn.web.commitments.words import STEPS
from nyhavn.web.pages.operations import Choices

LONGEST_LABEL = 100


def commitments_to_choose(on: ActionRequest) -> Mapping[str, Choices]:
    """The commitments that stand."""
    found = trail_of(on).commitments(timezone.localdate())
    stand = (one.entry for one in found if one.state is not CommitmentState.TAKEN_BACK)
    return {"about": tuple((str(one.number), f"{one.number}: {one.words[:LONGEST_LABEL]}") for one in stand)}


def entries_to_correct(on: ActionRequest, *, as_authority: bool) -> Mapping[str, Choices]:
    """What one's own side said and did not take back."""
    found = (one for one in trail_of(on).standing if one.step is not TrailStep.CORRECT)
    own = (one for one in found if one.by_authority is as_authority)
    label = "{number}: {step}, {words}"
    return {
        "about": tuple(
            (str(one.number), label.format(number=one.number, step=STEPS[one.step], words=one.words[:LONGEST_LABEL]))
            for one in own
        )
    }
