"""Writing into the register: risks and their versions, signatures, answers to prompts, reviews."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework import risk as rules
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.subjects import questionnaire_in
from nyhavn.web.safety.asks import HarmReviewSaid, PromptsAnswered, RiskEnded, RiskSaid, SignatureSaid
from nyhavn.web.safety.models import HarmReview, PromptAnswer, Risk, RiskSignature, RiskVersion
from nyhavn.web.safety.queries import is_outside_of, level_on, newest, prompts_for


@transaction.atomic
def write_risk(*, by: User, on: Initiative, said: RiskSaid) -> Risk:
    """Put a new danger on record. Raises Refusal: risk-review-in-past, risk-owner-unknown."""
    made = Risk.objects.create(initiative=on)
    version = _add(made, 1, by, said)
    _trace("risk-written", by, made, version)
    return made


@transaction.atomic
def rewrite_risk(*, by: User, on: Risk, said: RiskSaid) -> RiskVersion:
    """Write it anew: what was signed before does not count for it. Raises Refusal, also "risk-already-ended"."""
    before = _held(on)
    version = _add(on, before.number + 1, by, said)
    _trace("risk-written-anew", by, on, version)
    return version


@transaction.atomic
def end_risk(*, by: User, on: Risk, said: RiskEnded) -> RiskVersion:
    """Say that it cannot happen any more. What once was high is to be signed even so. Raises "risk-already-ended"."""
    before = _held(on)
    version = RiskVersion.objects.create(
        risk=on,
        number=before.number + 1,
        questionnaire=before.questionnaire,
        harm=before.harm,
        at_risk=before.at_risk,
        likelihood=before.likelihood,
        severity=before.severity,
        mitigation=before.mitigation,
        owner=before.owner,
        review_date=before.review_date,
        ended_because=said.reason,
        written_by=by,
    )
    _trace("risk-ended", by, on, version)
    return version


@transaction.atomic
def sign_risk(*, by: User, on: Risk, said: SignatureSaid) -> RiskSignature:
    """Agree with a version, or say no to it. Raises Refusal: risk-version-changed, those of `check_may_sign`, and that
    of whoever has an interest."""
    check_guards(Act.SIGN_RISK, on.initiative, by=by, about=on)
    version = _newest_held(on)
    if said.number != version.number:
        what = f"The entry is at version {version.number} now."
        do = "Read it again, and give the number of the version that you read."
        raise refusal("risk-version-changed", what, where="number", do=do)
    rules.check_may_sign(
        outside=is_outside_of(by, on.initiative), wrote_it=version.written_by == by, owns_it=version.owner == by
    )
    made = RiskSignature.objects.create(
        version=version, signer=by, agrees=said.agrees == "yes", reason=said.reason, publicity=said.publicity.value
    )
    _trace("risk-signed" if made.agrees else "risk-refused", by, on, version)
    return made


@transaction.atomic
def answer_prompts(*, by: User, on: Initiative, said: PromptsAnswered) -> None:
    """Answer what the data ask. Raises Refusal: prompt-unknown, prompt-needs-one-answer."""
    known = {prompt.key for prompt in prompts_for(on)}
    if not known.issuperset(said.prompts):
        what = "One of these is not asked by the questionnaire or the plan as they are now."
        raise refusal("prompt-unknown", what, where="prompts", do="Choose from those that are shown.")
    if bool(said.risk) is bool(said.reason):
        what = "Choose a risk, or write why there is no danger; one of the two."
        raise refusal("prompt-needs-one-answer", what, where="reason", do="Fill in one, and leave the other empty.")
    found = _risk_named(on, said.risk) if said.risk else None
    for prompt in said.prompts:
        PromptAnswer.objects.create(initiative=on, prompt=prompt, risk=found, reason=said.reason, answered_by=by)
    facts: dict[str, Fact] = {"prompts": len(said.prompts), "dismissed": found is None}
    record("prompts-answered", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)


@transaction.atomic
def review_harm(*, by: User, on: Initiative, run: UUID, starter: UUID | None, said: HarmReviewSaid) -> HarmReview:
    """Weigh benefit and harm of what a run came to. starter: who started it. Raises "harm-review-by-starter", and the
    refusal of whoever has an interest."""
    check_guards(Act.WEIGH_HARM, on, by=by, about=run)
    rules.check_may_review(by=by.uuid, starter=starter)
    made = HarmReview.objects.create(
        initiative=on,
        run=run,
        benefit=said.benefit,
        harm=said.harm,
        may_go=said.may_go == "yes",
        publicity=said.publicity.value,
        reviewed_by=by,
    )
    record("harm-reviewed", by=by, kind="run", on=run, scope=on.uuid, facts={"may go": made.may_go})
    return made


def _risk_named(on: Initiative, uuid: str) -> Risk:
    found = next((risk for risk in on.risks.all() if str(risk.uuid) == uuid), None)
    if found is None or newest(found).ended_because:
        what = "This is no risk of the register that can still happen."
        raise refusal("prompt-unknown", what, where="risk", do="Choose one of those that are shown.")
    return found


def _newest_held(on: Risk) -> RiskVersion:
    """The version that holds, with the risk locked until the end of the transaction."""
    Risk.objects.select_for_update().get(id=on.id)
    return RiskVersion.objects.select_related("owner", "written_by", "questionnaire").filter(risk=on).latest("number")


def _held(on: Risk) -> RiskVersion:
    before = _newest_held(on)
    if before.ended_because:
        do = "Write a new risk if the danger is back."
        raise refusal("risk-already-ended", "This risk was ended.", do=do)
    return before


def _add(risk: Risk, number: int, by: User, said: RiskSaid) -> RiskVersion:
    rules.check_review_date(said.review_date, timezone.localdate())
    questionnaire = questionnaire_in(risk.initiative, UUID(said.questionnaire)) if said.questionnaire else None
    kept = said.model_dump(mode="json", exclude={"owner", "questionnaire", "review_date"})
    return RiskVersion.objects.create(
        risk=risk,
        number=number,
        owner=_owner(risk.initiative, said.owner),
        questionnaire=questionnaire,
        review_date=said.review_date,
        written_by=by,
        **kept,
    )


def _owner(initiative: Initiative, uuid: str) -> User:
    """An account with a role here. Raises Refusal "risk-owner-unknown"."""
    here = User.objects.filter(roles__initiative=initiative).distinct()
    found = next((user for user in here if str(user.uuid) == uuid), None)
    if found is None:
        do = "Choose somebody with a role, or give this person one first."
        raise refusal("risk-owner-unknown", "This person has no role here.", where="owner", do=do)
    return found


def _trace(action: str, by: User, on: Risk, version: RiskVersion) -> None:
    """The record: codes and numbers, no words."""
    facts: dict[str, Fact] = {"version": version.number, "level": level_on(version).value}
    record(action, by=by, kind="risk", on=on.uuid, scope=on.initiative.uuid, facts=facts)
