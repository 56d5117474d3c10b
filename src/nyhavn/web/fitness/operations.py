"""What each side can do with an assessment, and what it can read.

Whatever only follows from answers is refused by name at every door of these: see `check_nothing_derived`.
"""

from dataclasses import replace
from typing import Any

from nyhavn.framework.fitness.answering import check_nothing_derived
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.models import User
from nyhavn.web.fitness import appeals, asks, assessing, issuing, packs, requests, shapes, showing
from nyhavn.web.fitness import subjects as at
from nyhavn.web.fitness.criterion import CRITERION, OneCriterion, answer_now, possible_answers
from nyhavn.web.fitness.models import Appeal, Assessment, IssuedVerdict, Proposal, QuestionBack
from nyhavn.web.fitness.queries import (
    computed_of,
    may_be_asked_about,
    open_purposes,
    pack_of,
    purposes_of,
    texts_for,
)
from nyhavn.web.fitness.sides import bodies_for, offices_for
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading


def _request(by: User, on: at.ProducersDesk, said: asks.AssessmentRequested) -> Done:
    made = requests.request_assessment(by=by, on=on.initiative, said=said)
    return Done("The office is asked. You may take it back.", at=at.producers_page(made), made=made.uuid)


def _take_back(by: User, on: at.Asked, said: Confirmed) -> Done:
    requests.take_back(by=by, on=on.assessment)
    return Done("The request is taken back.")


def _wish(by: User, on: at.Asked, said: Confirmed) -> Done:
    requests.wish_no_official_use(by=by, on=on.assessment)
    return Done("The office is told that no official use is wished.")


def _reassess(by: User, on: at.Asked, said: Confirmed) -> Done:
    made = requests.reassess(by=by, on=on.assessment)
    return Done("The office is asked about the newer version.", at=at.producers_page(made), made=made.uuid)


def _reply_question(by: User, on: QuestionBack, said: asks.QuestionAnswered) -> Done:
    requests.reply_question(by=by, on=on, words=said.words)
    return Done("The office reads your answer.")


def _reply(by: User, on: Proposal, said: asks.ReplySaid) -> Done:
    requests.reply(by=by, on=on, said=said)
    return Done("Your reply is on record. It stands beside the verdict.")


def _appeal(by: User, on: IssuedVerdict, said: asks.AppealSaid) -> Done:
    made = appeals.appeal(by=by, on=on, said=said)
    return Done("Your appeal is on its way. The verdict says that it is open.", made=made.uuid)


def _hand_in(by: User, on: at.CriteriaDesk, said: asks.CriteriaHandedIn) -> Done:
    made = packs.hand_in_criteria(by=by, on=on.office, file=said.file)
    return Done("The criteria are kept. They are never changed.", made=made.uuid)


def _choose(by: User, on: Assessment, said: asks.CriteriaChosen) -> Done:
    assessing.choose_criteria(by=by, on=on, criteria=said.criteria)
    return Done("The criteria are chosen. What the release says to them is computed.")


def _take_on(by: User, on: Assessment, said: Confirmed) -> Done:
    assessing.take_on(by=by, on=on)
    return Done("You assess it now.")


def _answer(by: User, on: OneCriterion, said: asks.AnswerSaid) -> Done:
    made = assessing.answer(by=by, on=on.assessment, asked=on.code, said=said)
    return Done("The answer is on record.", made=made.uuid)


def _dispute(by: User, on: Assessment, said: asks.DisputeSaid) -> Done:
    made = assessing.dispute(by=by, on=on, said=said)
    return Done("What you say stands beside the evidence.", made=made.uuid)


def _ask(by: User, on: Assessment, said: asks.QuestionSaid) -> Done:
    made = assessing.ask(by=by, on=on, words=said.words)
    return Done("Those who made the data are asked.", made=made.uuid)


def _confirm(by: User, on: Assessment, said: Confirmed) -> Done:
    made = assessing.confirm(by=by, on=on)
    return Done("You stand behind the answers as they are now.", made=made.uuid)


def _propose(by: User, on: Assessment, said: asks.VerdictProposed) -> Done:
    made = issuing.propose_verdict(by=by, on=on, said=said)
    return Done("Those who made the data are shown it, and may reply.", made=made.uuid)


def _decline(by: User, on: Assessment, said: asks.Declined) -> Done:
    made = issuing.decline(by=by, on=on, said=said)
    return Done("Those who made the data are shown it, and may reply.", made=made[0].uuid if made else None)


def _issue(by: User, on: Proposal, said: Confirmed) -> Done:
    made = issuing.issue(by=by, on=on)
    return Done("The verdict is issued. It is never changed.", made=made.uuid)


def _offer_again(by: User, on: Assessment, said: Confirmed) -> Done:
    made = requests.reassess(by=by, on=on, from_office=True)
    return Done(
        "It is begun, and the producer is told. They may take it back.", at=at.office_page(made), made=made.uuid
    )


def _decide(by: User, on: Appeal, said: asks.AppealDecided) -> Done:
    appeals.decide_appeal(by=by, on=on, said=said)
    return Done("It is decided. Both sides are told.")


def _to_ask(on: at.ProducersDesk) -> dict[str, Choices]:
    releases = tuple(
        (str(one.uuid), f"{one.title}, version {one.version}") for one in may_be_asked_about(on.initiative)
    )
    return {
        "release": releases,
        "office": tuple((one.slug, one.name) for one in offices_for(on.initiative)),
    }


def _packs(on: Assessment) -> dict[str, Choices]:
    found = showing.criteria_shown(at.CriteriaDesk(on.office)).criteria
    return {"criteria": tuple((one.id, f"{one.title}, {one.edition} ({one.office})") for one in found)}


def _pack_before(on: Assessment) -> dict[str, str]:
    pack = pack_of(on.before) if on.before else None
    return {"criteria": pack.id} if pack and pack.id in texts_for(on.office) else {}


def _evidence(on: Assessment) -> dict[str, Choices]:
    return {"code": tuple((one.code, f"{one.title}: {one.words}") for one in computed_of(on))}


def _criteria(on: Assessment) -> Choices:
    pack = pack_of(on)
    if pack is None:
        return ()
    asked = tuple((code, f"{part}: {asks}") for code, (part, asks) in showing.asks_of(pack).items())
    return (*asked, *((one.code, one.title) for one in pack.dimensions if not one.levels))


def _to_propose(on: Assessment) -> dict[str, Choices]:
    purposes = purposes_of(on)
    return {
        "purpose": tuple((str(number + 1), purposes[number].words) for number in open_purposes(on)),
        "fixes.criterion": _criteria(on),
    }


def _to_decline(on: Assessment) -> dict[str, Choices]:
    return {"criterion": _criteria(on)}


def _bodies(on: IssuedVerdict) -> dict[str, Choices]:
    return {"body": tuple((one.slug, one.name) for one in bodies_for(on.assessment))}


ASK, ASSESS = Right.ASK_FOR_ASSESSMENT, OrganisationRight.ASSESS
_OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "request-assessment",
        "Ask an office to judge a release",
        ASK,
        at.PRODUCERS_DESK,
        _request,
        asks.AssessmentRequested,
        lead="Nobody needs this for their own use of the data. The office judges for each purpose by itself, by "
        "published criteria. You may take the request back as long as nothing is issued; what is issued is public.",
        button="Ask",
        choices=_to_ask,
    ),
    Operation(
        "take-back",
        "Take the request back",
        ASK,
        at.ASKED,
        _take_back,
        lead="The office judges it no further. You can ask again at any time.",
    ),
    Operation(
        "wish-no-official-use",
        "Wish that no official use be made",
        ASK,
        at.ASKED,
        _wish,
        lead="The office may then say that the data stay evidence of the community. This cannot be taken back here.",
        button="Wish it",
    ),
    Operation(
        "reassess",
        "Ask the office about the newer version",
        ASK,
        at.ASKED,
        _reassess,
        lead="The same purposes, and the old answers as suggestions. Nothing is taken over unseen.",
        button="Ask",
    ),
    Operation(
        "reply-question",
        "Answer the office",
        ASK,
        at.QUESTION,
        _reply_question,
        asks.QuestionAnswered,
        lead="What you write is dated and stays.",
        button="Answer",
    ),
    Operation(
        "reply",
        "Reply to the verdict",
        ASK,
        at.SHOWN_PROPOSAL,
        _reply,
        asks.ReplySaid,
        lead="It is not issued yet. Say what is wrong with it, or that there is nothing to say. A reply is given once.",
        button="Reply",
    ),
    Operation(
        "appeal",
        "Appeal against the verdict",
        ASK,
        at.VERDICT,
        _appeal,
        asks.AppealSaid,
        lead="A body that belongs to neither side decides whether the verdict stands. Everybody reads the appeal.",
        button="Appeal",
        choices=_bodies,
    ),
    Operation(
        "hand-in-criteria",
        "Hand in criteria of your office",
        OrganisationRight.WRITE_RULES,
        at.CRITERIA,
        _hand_in,
        asks.CriteriaHandedIn,
        lead="An edition is never changed or deleted: what was judged by it can be judged again years later.",
        button="Hand it in",
    ),
    Operation(
        "choose-criteria",
        "Choose the criteria",
        ASSESS,
        at.ASSESSMENT,
        _choose,
        asks.CriteriaChosen,
        lead="They stay as long as this assessment does. What the release says to them is computed at once.",
        button="Choose",
        choices=_packs,
        current=_pack_before,
    ),
    Operation(
        "take-on",
        "Take the assessment on",
        ASSESS,
        at.ASSESSMENT,
        _take_on,
        lead="You say that you have no part in these data. It is on record that you assess them; your name is printed "
        "nowhere.",
    ),
    Operation(
        "answer",
        "Answer a criterion",
        ASSESS,
        CRITERION,
        _answer,
        asks.AnswerSaid,
        lead="The last answer holds, the ones before stay on record. Points and decisions follow from answers; nobody "
        "types them in.",
        button="Answer",
        choices=possible_answers,
        current=answer_now,
        template="fitness/answer.html",
    ),
    Operation(
        "dispute",
        "Dispute what was computed",
        ASSESS,
        at.ASSESSMENT,
        _dispute,
        asks.DisputeSaid,
        button="Dispute it",
        choices=_evidence,
    ),
    Operation(
        "ask",
        "Ask those who made the data",
        ASSESS,
        at.ASSESSMENT,
        _ask,
        asks.QuestionSaid,
        lead="Both sides read the question and the answer, and nobody else.",
        button="Ask",
    ),
    Operation(
        "confirm",
        "Confirm the answers",
        ASSESS,
        at.ASSESSMENT,
        _confirm,
        lead="You looked at every answer as it stands and agree. If you do not, answer the criterion yourself. A later "
        "answer ends the confirmation.",
    ),
    Operation(
        "propose-verdict",
        "Propose a verdict",
        ASSESS,
        at.ASSESSMENT,
        _propose,
        asks.VerdictProposed,
        lead="Those who made the data see it first and may reply for 14 days. It has to follow from the answers.",
        button="Show it to them",
        choices=_to_propose,
    ),
    Operation(
        "decline",
        "Decline, with a reason",
        ASSESS,
        at.ASSESSMENT,
        _decline,
        asks.Declined,
        lead="There is no other way to say no: a criterion, what is lacking, and what would mend it. Those who made "
        "the data see it first, and can appeal once it is issued.",
        button="Show it to them",
        choices=_to_decline,
    ),
    Operation(
        "issue",
        "Issue the verdict",
        ASSESS,
        at.PROPOSAL,
        _issue,
        lead="Everybody reads it, with the answers and their evidence. It is never changed.",
        button="Issue it",
    ),
    Operation(
        "reassess",
        "Begin with the newer version",
        ASSESS,
        at.ASSESSMENT,
        _offer_again,
        lead="The same purposes, and the old answers as suggestions. Nothing is taken over unseen. The producer is "
        "told and may take it back.",
        button="Begin",
    ),
    Operation(
        "decide-appeal",
        "Decide the appeal",
        OrganisationRight.HEAR_APPEALS,
        at.APPEAL,
        _decide,
        asks.AppealDecided,
        lead="Both sides and everybody read your decision and its reasons. It is never changed.",
        button="Decide",
    ),
)
OPERATIONS: tuple[Operation[Any], ...] = tuple(replace(one, check_names=check_nothing_derived) for one in _OPERATIONS)
READINGS: tuple[Reading, ...] = (
    Reading("", "Assessments", ASK, at.PRODUCERS_DESK, shapes.AssessmentsShown, showing.producers_assessments),
    Reading("", "One assessment", ASK, at.ASKED, shapes.AssessmentShown, showing.asked_shown),
    Reading(
        "", "Assessments of an office", ASSESS, at.OFFICE_DESK, shapes.AssessmentsShown, showing.office_assessments
    ),
    Reading("", "One assessment", ASSESS, at.ASSESSMENT, shapes.AssessmentShown, showing.assessment_shown),
    Reading("", "Criteria of an office", ASSESS, at.CRITERIA, shapes.CriteriaListShown, showing.criteria_shown),
    Reading("", "Appeals", OrganisationRight.HEAR_APPEALS, at.APPEALS, shapes.AppealsShown, showing.appeals_shown),
    Reading("", "One appeal", OrganisationRight.HEAR_APPEALS, at.APPEAL, shapes.AppealWhole, showing.appeal_shown),
)
