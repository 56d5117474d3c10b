"""The example goes to the office: an agreement that the community said yes to, and one package under it."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from nyhavn.framework.agreement import ResultStatus
from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.roles import Role
from nyhavn.web.agreements.handing import BUILD
from nyhavn.web.agreements.models import Agreement
from nyhavn.web.agreements.queries import newest
from nyhavn.web.site.example.hands import do, let_work, make
from nyhavn.web.site.example.outside import OFFICE, Outside
from nyhavn.web.site.example.people import NAME, People
from nyhavn.web.site.example.releasing import published

STATISTICS = "Chapter on public services in the voluntary national review (SDG 16.6.2)"
VARIABLES = ("satisfied", "got_service", "functioning", "migration", "age_group")
RUNS, CUT_OFF = timedelta(days=730), timedelta(days=365)
LAW: Mapping[str, object] = {
    "legal_basis": "Statistics Act of Veridia, section 12: data that are given freely (invented)",
    "controller": "The Statistics Office, for its copy. The federation, for everything else.",
    "status": ResultStatus.VALIDATED.value,
    "licence": "CC-BY-4.0",
}
TERMS: Mapping[str, object] = {
    "after_cut_off": "Printed tables stay. The next edition is made without the person.",
    "credit": f"{NAME}, and Association of Migrants of Meridian, by name beside each table",
    "corrections": "The federation tells the office within a week; the office corrects within a month.",
    "edits": "The office says beside the figures what it changed, and shows it to the federation first.",
    "community_first": True,
}
BODY: Mapping[str, object] = {
    "name": "Council of Users of Public Services in Meridian",
    "mandate": "Chosen by the people who came to see the results, to decide who else gets them.",
    "decides_how": "In an open meeting, by consensus. Who came from another country is heard first.",
}
MINUTES = "Minutes of the open meeting of the council, item 2. Sign language and Arabic were spoken."


def agree(people: People, outside: Outside, initiative: str, today: date) -> UUID:
    """Drafted, signed by both sides, and said yes to by the council; gives the agreement."""
    by, keys = people.coordinator, {"initiative": initiative}
    draft = {
        "recipient": OFFICE,
        "variables": VARIABLES,
        "purposes": (STATISTICS,),
        "starts": today,
        "ends": today + RUNS,
    }
    made = make(by, "initiative.draft-agreement", draft, **keys)
    do(by, "agreement.change-agreement-law", LAW, agreement=made, **keys)
    do(by, "agreement.change-agreement-people", {**TERMS, "cut_off": today + CUT_OFF}, agreement=made, **keys)
    words = newest(Agreement.objects.get(uuid=made)).fingerprint
    ours, theirs = ({"fingerprint": words, "as_role": who} for who in ("Coordinator", "Head of social statistics"))
    do(by, "agreement.sign", ours, agreement=made, **keys)
    do(outside.office, "offered-agreement.sign", theirs, agreement=made, organisation=OFFICE)
    yes = {"decision": str(_community_says_yes(people, initiative, today))}
    do(by, "agreement.link-decision", yes, agreement=made, **keys)
    return made


def _community_says_yes(people: People, initiative: str, today: date) -> UUID:
    """The council that speaks for the community is on record, and decides about this recipient."""
    by = people[Role.BOARD_MEMBER]
    body = make(by, "initiative.name-community-body", {**BODY, "mandate_from": today}, initiative=initiative)
    said = {
        "step": CommunityStep.AGREES.value,
        "purposes": (Purpose.STATISTICS_OFFICE.value,),
        "recipients": (OFFICE,),
        "starts_on": today,
        "decided_on": today,
        "minutes": MINUTES,
    }
    return make(by, "community-body.record-decision", said, initiative=initiative, body=body)


def hand_over(people: People, initiative: str, agreement: UUID) -> None:
    """The agreed tables of what is published, built as a package that the office can fetch."""
    release = published(initiative)
    said = {"release": str(release.uuid), "purpose": STATISTICS}
    keys = {"initiative": initiative, "agreement": agreement}
    let_work(BUILD, on=make(people.coordinator, "agreement.hand-over", said, **keys))
