"""Reading the register, the prompts, and what is stopped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from nyhavn.framework.freezing import Agreed
from nyhavn.framework.risk import (
    HarmReviewed,
    Level,
    Likelihood,
    Register,
    RiskStands,
    Severity,
    is_outside,
    level_of,
)
from nyhavn.framework.risk_prompts import Prompt, open_prompts, prompts_of
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form
from nyhavn.web.safety.declared_identity import declared_identity
from nyhavn.web.safety.models import Freeze, HarmReview, PromptAnswer, Risk, RiskSignature, RiskVersion


def is_outside_of(user: User, initiative: Initiative) -> bool:
    """Whether somebody stands outside the team and outside the organisation behind the initiative."""
    is_member = initiative.organisation.memberships.filter(user=user).exists()
    return is_outside(roles_in(user, initiative), is_member=is_member)


def risks_of(initiative: Initiative) -> QuerySet[Risk]:
    """All risks with their versions, the newest last, and the signatures of each."""
    related = RiskVersion.objects.select_related("owner", "questionnaire").prefetch_related("signatures__signer")
    return Risk.objects.filter(initiative=initiative).prefetch_related(
        Prefetch("versions", queryset=related.order_by("number"))
    )


def newest(risk: Risk) -> RiskVersion:
    """How the risk stands now."""
    return list(risk.versions.all())[-1]


def level_on(version: RiskVersion) -> Level:
    """The level of a version, from the table."""
    return level_of(Likelihood(version.likelihood), Severity(version.severity))


def last_words(signatures: Iterable[RiskSignature]) -> Sequence[RiskSignature]:
    """The last word of each person. Accounts that are gone are people of their own."""
    last: dict[object, RiskSignature] = {}
    for one in signatures:
        last[one.signer_id or f"gone {one.id}"] = one
    return tuple(last.values())


def stands(risk: Risk, with_role: frozenset[int]) -> RiskStands:
    """A risk as the rule reads it. with_role: ids of accounts that have a role here."""
    version = newest(risk)
    said = last_words(version.signatures.all())
    return RiskStands(
        level=level_on(version),
        was_high=any(level_on(one) is Level.HIGH for one in risk.versions.all()),
        review_date=version.review_date,
        has_owner=version.owner_id in with_role,
        agree=sum(one.agrees for one in said),
        refuse=sum(not one.agrees for one in said),
        is_ended=bool(version.ended_because),
    )


def risks_as_they_stand(initiative: Initiative) -> tuple[RiskStands, ...]:
    """All risks, as the rule reads them."""
    with_role = with_role_in(initiative)
    return tuple(stands(risk, with_role) for risk in risks_of(initiative))


def with_role_in(initiative: Initiative) -> frozenset[int]:
    """The ids of accounts that have a role here."""
    return frozenset(initiative.roles.values_list("user_id", flat=True))


def register_of(initiative: Initiative) -> Register:
    """Everything on record, as the rule reads it."""
    waiting = open_prompts(prompts_for(initiative), answers_of(initiative).keys())
    return Register(risks_as_they_stand(initiative), tuple(prompt.key for prompt in waiting))


def prompts_for(initiative: Initiative) -> tuple[Prompt, ...]:
    """What the questionnaire on the method card and the words about the initiative ask."""
    questionnaire = current_questionnaire(initiative)
    is_there = questionnaire is not None and questionnaire.dropped_on is None
    instrument = questionnaire_form(questionnaire).instrument if questionnaire and is_there else None
    places = [str(initiative.about.get(part, "")) for part in ("community", "place")]
    return prompts_of(instrument, declared_identity=declared_identity(initiative), places=places)


def answers_of(initiative: Initiative) -> Mapping[str, PromptAnswer]:
    """The last answer to each prompt. A risk that has ended answers nothing any more."""
    found = PromptAnswer.objects.filter(initiative=initiative).select_related("risk").order_by("id")
    last = {one.prompt: one for one in found}
    ended = {risk.id for risk in risks_of(initiative) if newest(risk).ended_because}
    return {prompt: one for prompt, one in last.items() if one.risk_id not in ended}


def register_changed(initiative: Initiative) -> datetime | None:
    """When somebody last wrote into the register; None if nobody did."""
    found = RiskVersion.objects.filter(risk__initiative=initiative).order_by("-written_at")
    return found.values_list("written_at", flat=True).first()


def freeze_of(initiative: Initiative, *, lock: bool = False) -> Freeze | None:
    """The stop that holds now, if there is one."""
    found = Freeze.objects.filter(initiative=initiative, ended_at=None)
    return (found.select_for_update() if lock else found).first()


def agreed_to_end(freeze: Freeze) -> tuple[Agreed, ...]:
    """Who agreed so far that it may end."""
    rows = freeze.agreements.select_related("agreed_by")
    return tuple(Agreed(row.agreed_by.uuid if row.agreed_by else None, row.is_outside) for row in rows)


def reviews_of(run: UUID) -> tuple[HarmReviewed, ...]:
    """What was said about benefit and harm of what a run came to."""
    rows = HarmReview.objects.filter(run=run).select_related("reviewed_by").order_by("id")
    return tuple(
        HarmReviewed(row.reviewed_by.uuid if row.reviewed_by else None, row.reviewed_at, row.may_go) for row in rows
    )
