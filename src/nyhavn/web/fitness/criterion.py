"""One criterion of an assessment: where it is answered, with what was computed about it beside the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyhavn.framework.fitness.answering import possible
from nyhavn.framework.roles import OrganisationRight
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import User
from nyhavn.web.fitness.models import Assessment
from nyhavn.web.fitness.queries import pack_of, standing_answers
from nyhavn.web.fitness.shapes import CriterionShown, EvidenceShown
from nyhavn.web.fitness.showing import assessment_shown, says_of, suggested
from nyhavn.web.fitness.subjects import OF, enter_assessment, office_page
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Choices, Subject


@dataclass(frozen=True)
class OneCriterion:
    """One thing that an assessment asks. shown: with its evidence. others: evidence about the release as a whole."""

    assessment: Assessment
    shown: CriterionShown
    others: tuple[EvidenceShown, ...]

    @property
    def code(self) -> str:
        """Of the criterion."""
        return self.shown.code

    @property
    def initiative(self) -> Initiative:
        """Whose data are judged."""
        return self.assessment.release.initiative


def enter_criterion(
    user: User, right: OrganisationRight, *, organisation: str, assessment: UUID, criterion: str
) -> OneCriterion:
    """Raises Refusal."""
    found = enter_assessment(user, right, organisation=organisation, assessment=assessment)
    whole = assessment_shown(found)
    shown = next((one for one in whole.answers if one.code == criterion), None)
    if shown is None:
        raise not_found("criterion")
    return OneCriterion(found, shown, whole.others)


CRITERION = Subject(
    "criterion",
    f"{OF}/assessments/<uuid:assessment>/criteria/<slug:criterion>",
    enter_criterion,
    home=lambda on: f"{office_page(on.assessment)}#criterion-{on.code}",
)


def possible_answers(on: OneCriterion) -> dict[str, Choices]:
    """What can be answered, and computed evidence about it, and about the whole, to rest it on."""
    pack = pack_of(on.assessment)
    if pack is None:
        return {}
    words, evidence = says_of(pack)[on.code], (*on.shown.evidence, *on.others)
    return {
        "says": tuple((code, words.get(code, code)) for code in possible(pack)[on.code]),
        "computed": tuple((one.code, f"{one.title}: {one.words}") for one in evidence),
    }


def answer_now(on: OneCriterion) -> Mapping[str, Any]:
    """What stands there, or was answered about the version before: whoever presses the button has seen it."""
    standing = {one.asked: one for one in standing_answers(on.assessment)}
    found = standing.get(on.code) or suggested(on.assessment).get(on.code)
    if found is None:
        return {}
    known = {one.code for one in (*on.shown.evidence, *on.others)}
    rests: dict[str, list[str]] = {"computed": [], "document": [], "record": []}
    for piece in found.evidence:
        if piece["ground"] != "computed" or piece["reference"] in known:
            rests[piece["ground"]].append(piece["reference"])
    names = {"computed": "computed", "documents": "document", "records": "record"}
    return {"says": found.says, "because": found.because} | {name: rests[ground] for name, ground in names.items()}
