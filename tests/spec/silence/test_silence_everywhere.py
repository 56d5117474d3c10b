"""At the moment of a withdrawal nothing changes for the public and the community, byte by byte, at any address.

The addresses are read from the site, so that no new page can forget it. The twin: every surface that shows single
contributions does change.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.http import HttpResponseBase
from django.test import Client

from nyhavn.framework.roles import Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.pages.access import Audience
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import place_of
from nyhavn.web.site.doors import Door, Kind, doors
from web import objects, publishing
from web.cast import Cast
from web.withdrawing import taken_back

pytestmark = pytest.mark.django_db(transaction=True)
PART = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
# Drawn anew for every answer: tokens of forms, and names of styles that a page allows.
DRAWN = re.compile(rb'name="csrfmiddlewaretoken" value="[A-Za-z0-9]+"|nonce="[^"]+"')
READ = (Kind.PAGE, Kind.READING, Kind.PUBLIC_READING)
# What a page of who looked shows is that this test looked; a form has a secret of its own each time it is opened.
MOVES_BY_ITSELF = re.compile(r"/who-looked/|/looks|^/c/")
EVERYTHING_ELSE = "api/v1/^.*$"


@pytest.fixture
def published(village: Cast) -> PublicRelease:
    """A published release of forty people."""
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return publishing.published(village)


def values(village: Cast, release: PublicRelease) -> dict[str, tuple[str, ...]]:
    """What may stand in the parts of an address, by name; an address with another part is not one of a thing here."""
    folder, initiative = place_of(release), village.initiative
    files = tuple(str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        "initiative": (initiative.slug,),
        "organisation": (village.organisation.slug,),
        "name": (release.name,),
        "version": (release.version,),
        "path": files,
        "format": ("bibtex", "ris", "csl", "datacite", "cff", "text"),
        "extension": ("jsonld", "ttl", "rdf"),
        "language": ("en", "ar"),
        "code": (initiative.collections.get().code, "contribution-changed"),
        "questionnaire": (str(initiative.questionnaires.get().uuid),),
        "notice": (str(initiative.notices.get().uuid),),
        "run": tuple(str(run.uuid) for run in initiative.runs.all()),
        "release": (str(release.uuid),),
        "what": ("contribution", "export"),
        "contribution": (str(Contribution.objects.earliest("id").uuid),),
    }


def addresses(door: Door, known: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The address with every thing that is there."""
    names = PART.findall(door.address)
    for chosen in product(*(known.get(name, ()) for name in names)):
        parts = iter(chosen)
        yield "/" + PART.sub(lambda _, parts=parts: next(parts), door.address)  # type: ignore[misc]


def content_of(answer: HttpResponseBase) -> bytes:
    streaming = getattr(answer, "streaming_content", None)
    content: bytes = b"".join(streaming) if streaming else answer.content  # type: ignore[attr-defined]
    answer.close()
    return content


def seen(client: Client, some: list[Door], known: dict[str, tuple[str, ...]]) -> dict[str, tuple[int, bytes]]:
    """Every answer at these addresses."""
    found = {}
    for address in (one for door in some for one in addresses(door, known)):
        answer = client.get(address)
        lines = DRAWN.sub(b"", content_of(answer)).splitlines()
        # The catalogue has no order: its nodes stand by names that are drawn.
        is_drawn = "catalogue" in address
        text = b"\n".join(sorted(line.rstrip(b",;.") for line in lines) if is_drawn else lines)
        found[address] = (answer.status_code, text)
    return found


def changed(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def check_silent(client: Client, some: list[Door], village: Cast, release: PublicRelease, fewest: int) -> None:
    """Nothing moves with the act, nor after the walk, but what moves whenever it is looked at."""
    known = values(village, release)
    seen(client, some, known)
    first, before = seen(client, some, known), seen(client, some, known)
    moving = changed(first, before)
    assert [address for address in moving if not MOVES_BY_ITSELF.search(address)] == []
    assert sum(status == 200 for status, _ in before.values()) > fewest
    one = Contribution.objects.earliest("id").uuid
    taken_back(village, one)
    assert [one for one in changed(before, seen(client, some, known)) if not MOVES_BY_ITSELF.search(one)] == []
    while work_once():
        pass
    assert [one for one in changed(before, seen(client, some, known)) if not MOVES_BY_ITSELF.search(one)] == []


def of_everybody() -> list[Door]:
    """What needs no account."""
    public = (Audience.PUBLIC, Audience.CONTRIBUTOR)
    closed = [door for door in doors() if door.kind is Kind.PAGE and door.audience not in public]
    return [
        d for d in doors() if d.kind in READ and d not in closed and d.right is None and d.address != EVERYTHING_ELSE
    ]


def of_members() -> list[Door]:
    """What needs an account, or a role, and shows no single contribution."""
    return [door for door in doors() if door.kind in READ and door not in of_everybody()]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_nothing_public_changes(village: Cast, published: PublicRelease) -> None:
    check_silent(Client(), of_everybody(), village, published, fewest=40)


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.OBSERVER, Role.APPROVER])
def test_nothing_changes_for_members_who_see_no_single_contribution(
    village: Cast, published: PublicRelease, role: Role
) -> None:
    check_silent(signed_in(village[role]), of_members(), village, published, fewest=5)


def test_every_surface_of_single_contributions_changes(village: Cast, published: PublicRelease) -> None:
    stored = TablesPlan.objects.get()
    stored.content["release"]["version"] = "2"
    stored.save()
    known, client = values(village, published), signed_in(village[Role.STEWARD])
    single = [
        d for d in doors() if d.kind in READ and d.right is Right.SEE_CONTRIBUTIONS and "answers" not in d.address
    ]
    assert len(single) >= 3
    before = seen(client, single, known)
    exported = export_plan(by=village[Role.STEWARD], on=village.initiative).content
    taken_back(village, Contribution.objects.earliest("id").uuid)
    after = seen(client, single, known)
    pages = [address for address in before if not address.startswith("/api/")]
    assert [address for address in pages if address not in changed(before, after)] == []
    assert export_plan(by=village[Role.STEWARD], on=village.initiative).content != exported
