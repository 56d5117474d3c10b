"""What can be done by those who ask: write, bring, record what one outside said, say what came of it."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.commitments import actions, asks, saying, showing
from nyhavn.web.commitments.models import ActionRequest, RequestDraft
from nyhavn.web.commitments.offering import commitments_to_choose, entries_to_correct
from nyhavn.web.commitments.queries import authorities_for
from nyhavn.web.commitments.subjects import DRAFT, REQUEST, decisions_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading
from nyhavn.web.releases.models import PublicRelease

LONGEST_LABEL = 120
ON_RECORD = "It is on record. Nothing of it changes; what was wrong is corrected beside it."


def _write(by: User, on: Initiative, said: asks.RequestSaid) -> Done:
    made = actions.write_draft(by=by, on=on, said=said)
    return Done(
        "It is written down. Bring it to the authority when it is ready.", at=decisions_home(on), made=made.uuid
    )


def _change(by: User, on: RequestDraft, said: asks.RequestSaid) -> Done:
    actions.change_draft(by=by, on=on, said=said)
    return Done("It has changed.")


def _drop(by: User, on: RequestDraft, said: Confirmed) -> Done:
    home = decisions_home(on.initiative)
    actions.drop_draft(by=by, on=on)
    return Done("The draft is gone.", at=home)


def _bring(by: User, on: RequestDraft, said: asks.BroughtSaid) -> Done:
    made = actions.bring(by=by, on=on, said=said)
    return Done(f"Request {made.number} is on record.", at=decisions_home(made.initiative), made=made.uuid)


def _answer(by: User, on: ActionRequest, said: asks.AnswerRecorded) -> Done:
    return Done(ON_RECORD, made=saying.record_answer(by=by, on=on, said=said).uuid)


def _commitment(by: User, on: ActionRequest, said: asks.CommitmentRecorded) -> Done:
    return Done(ON_RECORD, made=saying.record_commitment(by=by, on=on, said=said).uuid)


def _action(by: User, on: ActionRequest, said: asks.ActionRecorded) -> Done:
    return Done(ON_RECORD, made=saying.record_action(by=by, on=on, said=said).uuid)


def _see(by: User, on: ActionRequest, said: asks.SeenSaid) -> Done:
    return Done(ON_RECORD, made=saying.see(by=by, on=on, said=said).uuid)


def _correct(by: User, on: ActionRequest, said: asks.CorrectionSaid) -> Done:
    return Done(ON_RECORD, made=saying.correct(by=by, on=on, said=said, as_authority=False).uuid)


def _to_ask(on: Initiative) -> Mapping[str, Choices]:
    needs = NeedRaised.objects.filter(initiative=on, taken_back_on=None).order_by("number")
    out = PublicRelease.objects.filter(initiative=on, state=ReleaseState.PUBLISHED).defer("content")
    return {
        "authority": tuple((str(one.uuid), one.name) for one in authorities_for(on)),
        "need": tuple((str(one.uuid), f"{one.number}: {one.words[:LONGEST_LABEL]}") for one in needs),
        "release": tuple((str(one.uuid), f"{one.title}, version {one.version}") for one in out),
    }


def _draft_now(on: RequestDraft) -> Mapping[str, Any]:
    return {
        "authority": str(on.authority.uuid) if on.authority else "",
        "authority_name": "" if on.authority else on.authority_name,
        "how": on.how,
        "need": str(on.need.uuid) if on.need else "",
        "release": str(on.release.uuid) if on.release else "",
        "asked_for": on.asked_for,
        "answer_by": on.answer_by,
    }


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "write-request",
        "Write a request to an authority",
        Right.ASK_FOR_ACTION,
        INITIATIVE,
        _write,
        asks=asks.RequestSaid,
        lead="Who should decide what, and on which ground. Nobody outside reads it before you bring it.",
        button="Write it down",
        choices=_to_ask,
    ),
    Operation(
        "change",
        "Change this draft",
        Right.ASK_FOR_ACTION,
        DRAFT,
        _change,
        asks=asks.RequestSaid,
        button="Save",
        current=_draft_now,
        choices=lambda on: _to_ask(on.initiative),
    ),
    Operation(
        "bring",
        "Bring it to the authority",
        Right.ASK_FOR_ACTION,
        DRAFT,
        _bring,
        asks=asks.BroughtSaid,
        lead="From now on it cannot be changed. An authority with a page here gets a mail and answers itself. Once "
        "your initiative is public, everybody reads the request and what follows.",
        button="Bring it",
    ),
    Operation(
        "drop",
        "Throw this draft away",
        Right.ASK_FOR_ACTION,
        DRAFT,
        _drop,
        lead="Nobody outside has read it. Its words are gone afterwards.",
        button="Throw it away",
    ),
    Operation(
        "record-answer",
        "Record the answer of the authority",
        Right.ASK_FOR_ACTION,
        REQUEST,
        _answer,
        asks=asks.AnswerRecorded,
        lead="Only for an authority without a page here. It is marked “recorded by the initiative”, with its source.",
        button="Put it on record",
    ),
    Operation(
        "record-commitment",
        "Record what the authority committed itself to",
        Right.ASK_FOR_ACTION,
        REQUEST,
        _commitment,
        asks=asks.CommitmentRecorded,
        lead="Only for an authority without a page here. It is marked “recorded by the initiative”, with its source.",
        button="Put it on record",
    ),
    Operation(
        "record-action",
        "Record what the authority did",
        Right.ASK_FOR_ACTION,
        REQUEST,
        _action,
        asks=asks.ActionRecorded,
        lead="Only for an authority without a page here. It is marked “recorded by the initiative”, with its source.",
        button="Put it on record",
        choices=commitments_to_choose,
    ),
    Operation(
        "say-what-happened",
        "Say whether it happened",
        Right.ASK_FOR_ACTION,
        REQUEST,
        _see,
        asks=asks.SeenSaid,
        lead="As the community sees it. What the authority says stays beside it.",
        button="Put it on record",
        choices=commitments_to_choose,
    ),
    Operation(
        "correct",
        "Correct what you recorded",
        Right.ASK_FOR_ACTION,
        REQUEST,
        _correct,
        asks=asks.CorrectionSaid,
        lead="What was said stays to be read, and this beside it.",
        button="Put the correction on record",
        choices=lambda on: entries_to_correct(on, as_authority=False),
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "decisions",
        "What authorities were asked, and what came of it",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        showing.DecisionsShown,
        showing.decisions_shown,
    ),
    Reading(
        "decisions/drafts",
        "Requests that were not brought yet",
        Right.ASK_FOR_ACTION,
        INITIATIVE,
        showing.DraftsShown,
        showing.drafts_shown,
    ),
)
