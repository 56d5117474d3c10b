"""At the moment of a withdrawal nothing public changes; whoever sees single records does see that one is gone."""

import re

import pytest
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.queries import contributions_of, material
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.releases.models import PublicRelease
from web import publishing
from web.cast import Cast
from web.withdrawing import taken_back

# Drawn anew for every answer: tokens of forms, and names of nodes that have none.
DRAWN = re.compile(rb'name="csrfmiddlewaretoken" value="[A-Za-z0-9]+"|_:N[0-9a-f]{32}')
PUBLIC = (
    "/",
    "/calendar/",
    "/verify/",
    "/verify/checkpoint",
    "/data/",
    "/initiatives/",
    "/initiatives/village-water/",
    "/feeds/releases.atom",
    "/feeds/catalogue.jsonld",
    "/sitemap.xml",
    "/api/v1/data",
    "/api/v1/initiatives/village-water",
)


@pytest.fixture
def both(ready: Cast) -> tuple[PublicRelease, PublicRelease]:
    """A published release and its next version, which is announced; both with everybody in them."""
    first = publishing.published(ready)
    stored = TablesPlan.objects.get()
    stored.content["release"]["version"] = "2"
    stored.save()
    return first, publishing.scheduled(ready)


def seen(client: Client, release: PublicRelease) -> dict[str, bytes]:
    """Everything that a stranger can open, byte by byte."""
    home = f"/data/{release.name}/{release.version}/"
    own = (home, f"{home}files/", f"{home}quality/", f"{home}release.zip", f"{home}files/report.json")
    pages = (*PUBLIC, *own, f"/data/{release.name}/", f"/api/v1{home[:-1]}", f"/api/v1/data/{release.name}")
    found = {}
    for page in pages:
        answer = client.get(page)
        streaming = getattr(answer, "streaming_content", None)
        content = b"".join(streaming) if streaming else answer.content
        lines = DRAWN.sub(b"", content).splitlines()
        # The catalogue has no order: its nodes stand by names that are drawn.
        found[page] = b"\n".join(sorted(line.rstrip(b",") for line in lines) if "catalogue" in page else lines)
        found[f"{page} status"] = str(answer.status_code).encode()
        answer.close()
    return found


@pytest.mark.django_db(transaction=True)  # a file that was sent ends its connection
def test_no_public_page_feed_or_file_changes(
    ready: Cast, both: tuple[PublicRelease, PublicRelease], client: Client
) -> None:
    before = seen(client, both[0])
    assert sum(before[name] == b"200" for name in before if name.endswith(" status")) >= 8
    taken_back(ready, Contribution.objects.earliest("id").uuid)
    at_once = seen(client, both[0])
    publishing.work()
    walked_by = seen(client, both[0])
    assert [name for name in before if not before[name] == at_once[name] == walked_by[name]] == []


def test_record_level_surfaces_lose_the_person_at_once(ready: Cast, client: Client) -> None:
    one = Contribution.objects.earliest("id").uuid
    client.force_login(ready[Role.STEWARD])
    page = "/work/initiatives/village-water/contributions/"
    assert str(one) in client.get(f"{page}{one}/").content.decode()
    taken_back(ready, one)
    assert client.get(f"{page}{one}/").status_code == 404
    assert str(one) not in client.get(page).content.decode()
    assert one not in set(contributions_of(ready.initiative).values_list("uuid", flat=True))
    assert one not in {used.uuid for used in material(ready.initiative).contributions}
