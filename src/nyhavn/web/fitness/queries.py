"""Reading assessments as the rules read them."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.chain.fitness_evidence import computed_evidence
from nyhavn.framework.fitness.answering import Answer, AnswerEvidence, Computed, Dispute
from nyhavn.framework.fitness.issued import ComputedThen, Issued, as_computed
from nyhavn.framework.fitness.rule_pack import SHIPPED_TEXTS, RulePack, rule_pack
from nyhavn.framework.fitness.verdict import OfficialPurpose
from nyhavn.framework.fitness.workflow import AppealEnd, AssessmentState, SeenBy, Standing, may_issue_from
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.fitness.models import (
    AnswerGiven,
    Appeal,
    Assessment,
    Assessor,
    DisputeRaised,
    IssuedVerdict,
    Proposal,
)
from nyhavn.web.fitness.reading_releases import release_as_shown
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.queries import level_of
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.queries import risks_as_they_stand

SHIPPED_FILE = "{id}.toml"
UNDER_WAY = (AssessmentState.REQUESTED.value, AssessmentState.ASSESSING.value)


def assessments() -> QuerySet[Assessment]:
    """All, with what is nearly always needed."""
    return Assessment.objects.select_related("release__initiative__organisation", "office", "before")


def of_initiative(initiative: Initiative) -> QuerySet[Assessment]:
    """Those that an initiative asked for, the newest first."""
    return assessments().filter(release__initiative=initiative)


def of_office(office: Organisation) -> QuerySet[Assessment]:
    """Those that an office was asked for, the newest first."""
    return assessments().filter(office=office)


def may_be_asked_about(initiative: Initiative) -> QuerySet[PublicRelease]:
    """Published versions of an initiative, the newest first."""
    return initiative.releases.filter(state=ReleaseState.PUBLISHED).order_by("-issued_at", "-id")


def is_open_to_all(release: PublicRelease) -> bool:
    """Whether everybody may read its results."""
    return level_of(release.initiative, Material.RESULTS) is AccessLevel.OPEN


def newer_than(release: PublicRelease) -> PublicRelease | None:
    """The published version, where it is another one than this; None if there is none."""
    found = PublicRelease.objects.filter(initiative=release.initiative, name=release.name, state=ReleaseState.PUBLISHED)
    return found.exclude(id=release.id).filter(issued_at__gt=release.issued_at).order_by("-issued_at", "-id").first()


def is_high_risk(initiative: Initiative) -> bool:
    """Whether a risk on its register is high, or once was, and can still happen: then two people assess."""
    return any(risk.needs_signature and not risk.is_ended for risk in risks_as_they_stand(initiative))


def purposes_of(assessment: Assessment) -> tuple[OfficialPurpose, ...]:
    """What the release would be used for."""
    return tuple(OfficialPurpose.model_validate(one) for one in assessment.purposes)


def texts_for(office: Organisation) -> dict[str, str]:
    """Texts of all criteria that an office can apply, by their id: those that it handed in, and those shipped."""
    return dict(SHIPPED_TEXTS) | {one.pack: one.text for one in office.rule_packs.order_by("id")}


def pack_of(assessment: Assessment) -> RulePack | None:
    """The criteria that were chosen; None where none are yet."""
    return rule_pack(assessment.pack_text, where="criteria") if assessment.pack_text else None


def computed_now(release: PublicRelease, pack: RulePack) -> tuple[Computed, ...]:
    """What the release says to the criteria, as strangers read it."""
    return computed_evidence(pack, release_as_shown(release), digest=digest_of(release))


def digest_of(release: PublicRelease) -> str:
    """By which a release is told from every other: SHA-256 over its content as it was signed."""
    return sha256(release.content.encode()).hexdigest()


def computed_of(assessment: Assessment) -> tuple[Computed, ...]:
    """What was computed when the criteria were chosen."""
    return as_computed(tuple(ComputedThen.model_validate(one) for one in assessment.computed))


def standing_answers(assessment: Assessment) -> tuple[AnswerGiven, ...]:
    """The answer that holds for each criterion, in the order of the criteria."""
    last = {one.asked: one for one in assessment.answers.select_related("given_by").order_by("id")}
    pack = pack_of(assessment)
    return tuple(last[asked] for asked in (pack.asked if pack else ()) if asked in last)


def answers_of(assessment: Assessment) -> tuple[Answer, ...]:
    """The same as the rules read them. Who answered is told by number."""
    numbers = assessor_numbers(assessment)
    return tuple(answer_of(one, numbers) for one in standing_answers(assessment))


def answer_of(one: AnswerGiven, numbers: dict[int, str]) -> Answer:
    """One answer."""
    return Answer(
        asked=one.asked,
        says=one.says,
        because=one.because,
        assessor=numbers[one.given_by_id],
        on=timezone.localdate(one.given_at),
        evidence=tuple(AnswerEvidence.model_validate(piece) for piece in one.evidence),
    )


def assessor_numbers(assessment: Assessment) -> dict[int, str]:
    """What each assessor is called: a number. Names of people stand in nothing that is shown."""
    found = assessment.assessors.order_by("id").values_list("id", flat=True)
    return {id_: f"Assessor {number}" for number, id_ in enumerate(found, start=1)}


def standing_disputes(assessment: Assessment) -> tuple[DisputeRaised, ...]:
    """The last reason about each piece of evidence that is disputed."""
    return tuple({one.code: one for one in assessment.disputes.order_by("id")}.values())


def disputes_of(assessment: Assessment) -> tuple[Dispute, ...]:
    """The same as the rules read them."""
    numbers = assessor_numbers(assessment)
    return tuple(
        Dispute(
            code=one.code,
            because=one.because,
            assessor=numbers[one.raised_by_id],
            on=timezone.localdate(one.raised_at),
        )
        for one in standing_disputes(assessment)
    )


def seen_by(assessment: Assessment) -> tuple[SeenBy, ...]:
    """For each answer that stands who gave it, and who confirmed all of them since the last one."""
    last = assessment.answers.order_by("id").last()
    holds = assessment.confirmations.filter(last_answer=last) if last else assessment.confirmations.none()
    who = frozenset(holds.values_list("confirmed_by_id", flat=True))
    return tuple(SeenBy(one.given_by_id, who) for one in standing_answers(assessment))


def people_behind(assessment: Assessment) -> frozenset[object]:
    """Assessors who gave answers that stand, or confirmed them."""
    found = seen_by(assessment)
    return frozenset().union(*({one.given_by, *one.confirmed_by} for one in found))


def assessor_of(assessment: Assessment, user_id: int) -> Assessor | None:
    """Somebody as assessor; None if they have not taken it on."""
    return assessment.assessors.filter(user_id=user_id).first()


def newest_proposals(assessment: Assessment) -> tuple[Proposal, ...]:
    """The newest proposal for each purpose, in the order of the purposes."""
    last = {one.purpose: one for one in assessment.proposals.select_related("issued").order_by("id")}
    return tuple(last[number] for number in sorted(last))


def newest_verdict(assessment: Assessment, purpose: int) -> IssuedVerdict | None:
    """The verdict that was issued last for a purpose."""
    return assessment.verdicts.filter(purpose=purpose).order_by("id").last()


def was_sent_back(verdict: IssuedVerdict) -> bool:
    """Whether an appeal sent it back to the office."""
    return verdict.appeals.filter(end=AppealEnd.SENT_BACK.value).exists()


def is_settled(assessment: Assessment, purpose: int) -> bool:
    """Whether there is a verdict for a purpose that no appeal sent back."""
    found = newest_verdict(assessment, purpose)
    return found is not None and not was_sent_back(found)


def open_purposes(assessment: Assessment) -> tuple[int, ...]:
    """Numbers of the purposes that still want a verdict."""
    return tuple(number for number in range(len(assessment.purposes)) if not is_settled(assessment, number))


def is_issued(proposal: Proposal) -> bool:
    """Whether the verdict went out."""
    return IssuedVerdict.objects.filter(proposal=proposal).exists()


def changed_since(proposal: Proposal) -> bool:
    """Whether answers or disputes changed since the producer was shown it."""
    assessment = proposal.assessment
    last = assessment.answers.order_by("id").last(), assessment.disputes.order_by("id").last()
    return (last[0].id if last[0] else None, last[1].id if last[1] else None) != (
        proposal.last_answer_id,
        proposal.last_dispute_id,
    )


def standing_of(assessment: Assessment, now: datetime | None = None) -> Standing:
    """What it waits for."""
    moment = now or timezone.now()
    shown = [one for one in newest_proposals(assessment) if not is_issued(one) and not changed_since(one)]
    ripe = [one for one in shown if one.replied_at or moment >= may_issue_from(one.proposed_at)]
    return Standing(
        state=AssessmentState(assessment.state),
        has_assessor=assessment.assessors.exists(),
        unanswered=assessment.questions.filter(answered_at=None).count(),
        unreplied=len(shown) - len(ripe),
        replied=len(ripe),
    )


def appeal_open_at(assessment: Assessment) -> str:
    """The body that has an appeal about one of its verdicts before it now; "" if none has."""
    found = Appeal.objects.filter(verdict__assessment=assessment, end="").select_related("body").first()
    return found.body.name if found else ""


def issued_of(verdict: IssuedVerdict) -> Issued:
    """What was issued."""
    return Issued.model_validate_json(verdict.content)


def verdicts_of(releases: Iterable[PublicRelease]) -> QuerySet[IssuedVerdict]:
    """Everything that was issued about these versions, the newest first."""
    found = IssuedVerdict.objects.filter(assessment__release__in=list(releases))
    return found.select_related("assessment__release__initiative__organisation", "assessment__office").order_by("-id")


def has_verdicts(release: PublicRelease) -> bool:
    """Whether anything was issued about a version."""
    return IssuedVerdict.objects.filter(assessment__release=release).exists()
