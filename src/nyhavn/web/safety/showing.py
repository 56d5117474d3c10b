"""What pages and interface show of risks, prompts and stops."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.declared import Declared
from nyhavn.framework.freezing import still_needed
from nyhavn.framework.risk import AtRisk, Level, Likelihood, Severity, StopAt, stop_reasons
from nyhavn.framework.risk_prompts import PromptKind
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.safety.models import Risk, RiskVersion
from nyhavn.web.safety.queries import (
    agreed_to_end,
    answers_of,
    freeze_of,
    last_words,
    level_on,
    prompts_for,
    register_of,
    risks_of,
    stands,
    with_role_in,
)


class SignatureShown(Declared):
    """What somebody from outside said of a version. Who it was is not shown here."""

    agrees: bool
    reason: str
    signed_at: datetime


class RiskVersionShown(Declared):
    """A risk as it stood. owner: uuid of the account that answers for it; questionnaire: number of its version."""

    number: int
    harm: str
    at_risk: AtRisk
    likelihood: Likelihood
    severity: Severity
    level: Level
    mitigation: str
    owner: UUID | None
    review_date: date
    questionnaire: int | None
    ended_because: str
    written_at: datetime
    signatures: tuple[SignatureShown, ...]


class RiskShown(Declared):
    """One risk: as it stands, whether it stops the work, and every version before, the newest first."""

    uuid: UUID
    now: RiskVersionShown
    needs_signature: bool
    is_unsigned: bool
    is_overdue: bool
    before: tuple[RiskVersionShown, ...]


class PromptShown(Declared):
    """What the data ask, and what was said to it. risk: uuid of the risk that answers it."""

    key: str
    kind: PromptKind
    about: str
    asks: str
    risk: UUID | None
    reason: str
    is_open: bool


class FreezeShown(Declared):
    """The stop that holds now. needed: what is missing for its end."""

    uuid: UUID
    frozen_at: datetime
    reason: str
    needed: str


class SafetyShown(Declared):
    """Everything on record, and what stands against opening the collection now, as sentences."""

    freeze: FreezeShown | None
    risks: tuple[RiskShown, ...]
    prompts: tuple[PromptShown, ...]
    against_opening: tuple[str, ...]


def safety_shown(initiative: Initiative) -> SafetyShown:
    """The whole register of one initiative."""
    reasons = stop_reasons(register_of(initiative), StopAt.OPENING, timezone.localdate())
    with_role = with_role_in(initiative)
    return SafetyShown(
        freeze=freeze_shown(initiative),
        risks=tuple(_shown(risk, with_role) for risk in risks_of(initiative)),
        prompts=prompts_shown(initiative),
        against_opening=tuple(reason.sentence() for reason in reasons),
    )


def freeze_shown(initiative: Initiative) -> FreezeShown | None:
    """The stop that holds now, if there is one."""
    found = freeze_of(initiative)
    if found is None:
        return None
    needed = still_needed(agreed_to_end(found))
    return FreezeShown(uuid=found.uuid, frozen_at=found.frozen_at, reason=found.reason, needed=needed)


def risk_shown(risk: Risk) -> RiskShown:
    """One risk."""
    return _shown(risks_of(risk.initiative).get(id=risk.id), with_role_in(risk.initiative))


def _shown(risk: Risk, with_role: frozenset[int]) -> RiskShown:
    """A risk that came with its versions and their signatures."""
    now = stands(risk, with_role)
    last, *older = reversed(list(risk.versions.all()))
    return RiskShown(
        uuid=risk.uuid,
        now=_version(last),
        needs_signature=now.needs_signature,
        is_unsigned=now.is_unsigned,
        is_overdue=now.is_overdue(timezone.localdate()),
        before=tuple(_version(version) for version in older),
    )


def _version(version: RiskVersion) -> RiskVersionShown:
    said = last_words(version.signatures.all())
    return RiskVersionShown(
        number=version.number,
        harm=version.harm,
        at_risk=AtRisk(version.at_risk),
        likelihood=Likelihood(version.likelihood),
        severity=Severity(version.severity),
        level=level_on(version),
        mitigation=version.mitigation,
        owner=version.owner.uuid if version.owner else None,
        review_date=version.review_date,
        questionnaire=version.questionnaire.number if version.questionnaire else None,
        ended_because=version.ended_because,
        written_at=version.written_at,
        signatures=tuple(SignatureShown(agrees=s.agrees, reason=s.reason, signed_at=s.signed_at) for s in said),
    )


def prompts_shown(initiative: Initiative) -> tuple[PromptShown, ...]:
    """What the data ask, the open ones first."""
    answers = answers_of(initiative)
    shown = []
    for prompt in prompts_for(initiative):
        answer = answers.get(prompt.key)
        shown.append(
            PromptShown(
                key=prompt.key,
                kind=prompt.kind,
                about=prompt.about,
                asks=prompt.asks,
                risk=answer.risk.uuid if answer and answer.risk else None,
                reason=answer.reason if answer else "",
                is_open=answer is None,
            )
        )
    return tuple(sorted(shown, key=lambda one: not one.is_open))
