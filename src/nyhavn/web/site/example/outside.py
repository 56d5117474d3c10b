"""Those outside who take data in, hear appeals and decide: an office, a human-rights institution, a municipality.

All are of an invented country, and say so in their names where they stand on maps and verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.framework.definition import PartyKind
from nyhavn.web.accounts.models import User
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import People, joined

OFFICE, INSTITUTION, TOWN = "statistics-veridia", "human-rights-veridia", "municipality-of-meridian"
ORGANISATIONS: Mapping[str, tuple[str, PartyKind]] = {
    OFFICE: ("Statistics Office of Veridia (invented)", PartyKind.STATISTICS_OFFICE),
    INSTITUTION: ("Human Rights Commission of Veridia (invented)", PartyKind.HUMAN_RIGHTS_INSTITUTION),
    TOWN: ("Municipality of Meridian (invented)", PartyKind.GOVERNMENT),
}

ABOUT = "It does not exist. It is here to show what such an organisation can do on this site."


@dataclass(frozen=True)
class Outside:
    """Who stands for them. office: administers it; assessor: judges there; rights: hears appeals; town: answers."""

    office: User
    assessor: User
    rights: User
    town: User

    @property
    def roles(self) -> tuple[tuple[User, str], ...]:
        """Each with what they do, for those who want to sign in."""
        return (
            (self.office, "administers the statistics office"),
            (self.assessor, "assesses at the statistics office"),
            (self.rights, "hears appeals at the human-rights institution"),
            (self.town, "answers for the municipality"),
        )


def come_in(people: People) -> Outside:
    """The operator lets each in; the administrator of the office invites an assessor."""
    office = _let_in(people, OFFICE, "selma@statistics.example", "Selma Okafor")
    do(office, "organisation.invite", {"email": "tomas@statistics.example"}, organisation=OFFICE)
    return Outside(
        office=office,
        assessor=joined("tomas@statistics.example", "Tomas Lind", people.password),
        rights=_let_in(people, INSTITUTION, "farah@rights.example", "Farah Nasser"),
        town=_let_in(people, TOWN, "hugo@town.example", "Hugo Bianchi"),
    )


def _let_in(people: People, slug: str, email: str, name: str) -> User:
    """The first administrator comes in by the link, and says on its page what it is."""
    called, kind = ORGANISATIONS[slug]
    about = {"name": called, "kind": kind.value}
    do(people.operator, "site.create-organisation", {**about, "slug": slug, "admin": email})
    admin = joined(email, name, people.password)
    do(admin, "organisation.edit", {**about, "about": ABOUT}, organisation=slug)
    return admin
