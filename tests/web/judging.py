"""A release on its way through an assessment, stage by stage, as the people of both sides take it there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.fitness.rule_pack import RatedDimension, RulePack
from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.fitness.workflow import RIGHT_OF_REPLY, AppealEnd
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.fitness import appeals, asks, assessing, issuing, packs, requests
from nyhavn.web.fitness.models import Appeal, Assessment, IssuedVerdict, OfficePack, Proposal, QuestionBack
from nyhavn.web.fitness.queries import newest_proposals, pack_of
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.releases.models import PublicRelease
from web.cast import Cast, person

PACK = "ons-2022"
HEADLINE = asks.PurposeSaid(words="People with water at home", indicator="6.1.1", place="The valley")
BREAKDOWN = asks.PurposeSaid(
    words="Women with water at home", indicator="6.1.1", breakdown=("SEX",), place="The valley"
)
CAVEAT = "People at work in the week are missing, so shares may be too high."


@dataclass(frozen=True)
class Office:
    """An organisation with an administrator and two members."""

    organisation: Organisation
    admin: User
    first: User
    second: User

    @property
    def slug(self) -> str:
        return self.organisation.slug


def office(slug: str = "statistics-office", kind: PartyKind = PartyKind.STATISTICS_OFFICE) -> Office:
    """A statistics office, unless said otherwise."""
    made = Organisation.objects.create(slug=slug, name=slug.replace("-", " ").capitalize(), kind=kind.value)
    people = [person(name, f"{slug}.example") for name in ("Nadia", "Noor", "Niels")]
    for user in people:
        Membership.objects.create(user=user, organisation=made, is_admin=user is people[0])
    return Office(made, *people)


def institution(slug: str = "human-rights-institution") -> Office:
    """A body outside that hears appeals."""
    return office(slug, PartyKind.HUMAN_RIGHTS_INSTITUTION)


def requested(
    village: Cast,
    release: PublicRelease,
    by: Office,
    purposes: Iterable[asks.PurposeSaid] = (HEADLINE,),
    **changes: object,
) -> Assessment:
    """The coordinator asks the office."""
    values = {"release": str(release.uuid), "office": by.slug, "purposes": tuple(purposes), **changes}
    said = asks.AssessmentRequested.model_validate(values)
    return requests.request_assessment(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def begun(on: Assessment, by: Office, criteria: str = PACK) -> Assessment:
    """The office chose criteria, and its first member took it on."""
    assessing.choose_criteria(by=by.first, on=on, criteria=criteria)
    assessing.take_on(by=by.first, on=on)
    return again(on)


def answer(on: Assessment, by: User, asked: str, says: str, **changes: object) -> None:
    """One answer that rests on a document, unless said otherwise."""
    values = {"says": says, "because": "It is written there.", "documents": ("report.html",)}
    said = asks.AnswerSaid.model_validate(values | changes)
    assessing.answer(by=by, on=on, asked=asked, said=said)


def answered(on: Assessment, by: Office, *points: int) -> Assessment:
    """Every criterion, so that the dimensions have these points: without any, as many as there are."""
    pack = pack_of(on)
    assert pack is not None
    for asked, says in with_points(pack, points or tuple(one.most or 0 for one in pack.dimensions)):
        answer(on, by.first, asked, says)
    return again(on)


def with_points(pack: RulePack, points: Iterable[int]) -> list[tuple[str, str]]:
    """What to answer so that each dimension has these points, and each gateway question a yes."""
    given = [(gate.code, "yes") for gate in pack.gates]
    for one, wanted in zip(pack.dimensions, points, strict=True):
        given += _of(one, wanted)
    return given


def _of(one: RatedDimension, wanted: int) -> list[tuple[str, str]]:
    if one.levels:
        return [(one.code, next(level.code for level in one.levels if level.points == wanted))]
    met = one.points_by_met.index(wanted) if one.points_by_met else len(one.criteria)
    return [(criterion.code, "yes" if at < met else "no") for at, criterion in enumerate(one.criteria)]


def confirmed(on: Assessment, by: Office) -> None:
    """The second member takes it on and stands behind the answers."""
    assessing.take_on(by=by.second, on=on)
    assessing.confirm(by=by.second, on=on)


def verdict_said(outcome: VerdictOutcome = VerdictOutcome.HEADLINE, **changes: object) -> asks.VerdictProposed:
    values = {"purpose": "1", "outcome": outcome, "because": "It fills a gap."}
    return asks.VerdictProposed.model_validate(values | changes)


def proposed(
    on: Assessment, by: Office, outcome: VerdictOutcome = VerdictOutcome.HEADLINE, **changes: object
) -> Proposal:
    """The first member proposes a verdict for the first purpose."""
    return issuing.propose_verdict(by=by.first, on=on, said=verdict_said(outcome, **changes))


def replied(village: Cast, on: Proposal, words: str = "") -> Proposal:
    """The coordinator says something to it, or that there is nothing."""
    said = asks.ReplySaid(has="something" if words else "nothing", words=words)
    requests.reply(by=village[Role.COORDINATOR], on=on, said=said)
    on.refresh_from_db()
    return on


def time_for_reply_is_over(on: Proposal) -> None:
    """As if it had been shown fifteen days ago."""
    Proposal.objects.filter(id=on.id).update(proposed_at=F("proposed_at") - RIGHT_OF_REPLY - timedelta(days=1))


def issued(
    village: Cast, on: Assessment, by: Office, outcome: VerdictOutcome = VerdictOutcome.HEADLINE, **changes: object
) -> IssuedVerdict:
    """Proposed, replied to, issued."""
    return issuing.issue(by=by.first, on=replied(village, proposed(on, by, outcome, **changes), "We agree."))


def judged(village: Cast, release: PublicRelease, by: Office, *points: int, **changes: object) -> IssuedVerdict:
    """All the way from the request to a verdict for one purpose."""
    on = answered(begun(requested(village, release, by), by), by, *points)
    return issued(village, on, by, **changes)  # type: ignore[arg-type]


def asked_back(on: Assessment, by: Office, words: str = "Who was not at home?") -> QuestionBack:
    return assessing.ask(by=by.first, on=on, words=words)


def answered_back(village: Cast, on: QuestionBack, words: str = "Those who work in town.") -> None:
    requests.reply_question(by=village[Role.COORDINATOR], on=on, words=words)


def appealed(village: Cast, on: IssuedVerdict, to: Office, because: str = "Methods are described.") -> Appeal:
    said = asks.AppealSaid(body=to.slug, because=because)
    return appeals.appeal(by=village[Role.COORDINATOR], on=on, said=said)


def decided(on: Appeal, by: Office, end: AppealEnd = AppealEnd.SENT_BACK) -> None:
    appeals.decide_appeal(by=by.first, on=on, said=asks.AppealDecided(end=end, reasons="The method card says so."))


def reassessed(village: Cast, on: Assessment) -> Assessment:
    """The coordinator asks about the newer version."""
    return requests.reassess(by=village[Role.COORDINATOR], on=on)


def handed_in(by: Office, content: bytes, name: str = "national.toml") -> OfficePack:
    """The administrator hands in criteria."""
    return packs.hand_in_criteria(by=by.admin, on=by.organisation, file=Upload(name=name, content=content))


def again(on: Assessment) -> Assessment:
    return Assessment.objects.select_related("release__initiative__organisation", "office", "before").get(id=on.id)


def newest_proposal(on: Assessment) -> Proposal:
    return newest_proposals(on)[0]
