"""What everybody may see: the public pages, whole, small, and with nothing that is not published."""

import json
import re
from pathlib import Path

import html5rdf
import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.collection.community_credit import say_community_credit
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.site.catalogue import index_some
from web.cast import Cast
from web.people_in_danger import frozen
from web.site.in_public import NAME, candidate, publish

pytestmark = pytest.mark.django_db
PAGES = ("/", "/data/", f"/data/{NAME}/", f"/data/{NAME}/1/", "/initiatives/", "/initiatives/village-water/",
         f"/data/{NAME}/1/?page=2", f"/data/{NAME}/1/?page=3",
    f"/data/{NAME}/1/files/", f"/data/{NAME}/1/principles/",
         "/organisations/council-of-village-water/", "/calendar/", "/words/", "/verify/", "/i-contributed/",
         "/why-not-shown/",
         "/data/?q=nothing+like+this")  # fmt: skip
FEEDS = ("/feeds/catalogue.ttl", "/feeds/catalogue.jsonld", "/feeds/catalogue.rdf", "/feeds/releases.atom",
         "/sitemap.xml", "/robots.txt", "/api/v1/data")  # fmt: skip
STYLES = Path(__file__).parents[3] / "src/nyhavn/web"
LARGEST = 100_000


def status(client: Client, place: str) -> int:
    answer = client.get(place)
    read(answer)
    return answer.status_code


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("place", PAGES)
def test_every_page_is_whole_html_and_small(place: str, language: str, client: Client, services: PublicRelease) -> None:
    answer = client.get(place, headers={"Accept-Language": language})
    assert answer.status_code == 200
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(answer.content.decode())
    assert parser.errors == []
    ids = [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
    assert sorted(set(ids)) == sorted(ids)
    links = {each.attrib["href"][1:] for each in tree.iter("a") if each.attrib.get("href", "").startswith("#")}
    assert links <= set(ids)
    style = (STYLES / "pages/static/pages/nyhavn.css", STYLES / "site/static/site/data.css")
    assert len(answer.content) + sum(file.stat().st_size for file in style) < LARGEST


@pytest.mark.parametrize("place", [*PAGES, *FEEDS])
def test_what_is_not_published_is_seen_nowhere(place: str, client: Client, village: Cast) -> None:
    publish(village)
    candidate(village, id="secret-cove", title="Secret cove", headline="Seven of nine smugglers.")
    for state in (ReleaseState.APPROVED, ReleaseState.RETURNED, ReleaseState.ABANDONED):
        hidden = candidate(village, id=f"secret-cove-{state.value}", title="Secret cove")
        PublicRelease.objects.filter(id=hidden.id).update(state=state)
    index_some()
    page = client.get(place).content.decode()
    assert "ecret cove" not in page and "secret-cove" not in page and "smugglers" not in page


def test_an_announced_release_shows_its_date_and_nothing_of_its_results(client: Client, village: Cast) -> None:
    coming = candidate(village, id="tides", title="Tides", headline="Seven of nine.")
    today = timezone.localdate()
    PublicRelease.objects.filter(id=coming.id).update(state=ReleaseState.SCHEDULED, release_date=today)
    coming.events.create(kind=EventKind.ANNOUNCED, day=today)
    coming.events.create(kind=EventKind.RESCHEDULED, day=today, words="The board was ill.")
    for place in ("/", "/calendar/"):
        page = client.get(place).content.decode()
        assert "Tides" in page and "The board was ill." in page and "Seven of nine" not in page
    assert client.get("/data/tides/").status_code == 404
    assert client.get("/data/tides/1/files/report.json").status_code == 404


def test_an_initiative_is_found_once_it_is_listed_or_has_published(
    client: Client, village: Cast, harbour: Cast
) -> None:
    assert client.get("/initiatives/village-water/").status_code == 404
    assert client.get("/organisations/council-of-village-water/").status_code == 404
    publish(village)
    assert client.get("/initiatives/village-water/").status_code == 200
    harbour.initiative.is_listed = True
    harbour.initiative.save()
    page = client.get("/initiatives/harbour-noise/").content.decode()
    assert "Council of harbour-noise" in page and "Cannot" in page.replace("cannot", "Cannot")
    for person in (*harbour.people.values(), harbour.admin):
        assert person.email not in page and f">{person.name}<" not in page


def test_the_page_of_a_release_says_what_it_is_and_what_it_is_not(client: Client, services: PublicRelease) -> None:
    page = client.get(f"/data/{NAME}/").content.decode()
    for words in (
        "These data are invented", "Who is in these numbers, and who is not", "Ten principles, and the evidence",
        "Counts as citizen data", "How the data were made", "On what basis the data are held", "nyhavn verify",
        "release.zip", "95 % interval", services.headline,
    ):  # fmt: skip
        assert words in page, words
    assert page.count('<svg role="img"') >= 2


def test_search_engines_are_told_what_it_is(client: Client, services: PublicRelease) -> None:
    page = client.get(f"/data/{NAME}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    entry = json.loads(block[1])
    assert entry["@type"] == "Dataset" and 50 <= len(entry["description"]) <= 5000
    assert entry["license"].startswith("https://spdx.org/licenses/CC")
    assert {"contentUrl", "encodingFormat"} <= entry["distribution"][0].keys()


def test_a_title_cannot_leave_the_block_of_data(client: Client, village: Cast) -> None:
    publish(village, title="</script><script>alert(1)</script>", id="quay")
    page = client.get("/data/quay/").content.decode()
    assert "<script>alert" not in page and "\\u003c/script" in page


def test_a_withdrawn_release_keeps_its_page_with_the_reason_and_loses_everything_else(
    client: Client, services: PublicRelease
) -> None:
    home = f"/data/{NAME}/1/"
    places = ("files/report.json", "files/report.html", "files/tables/", "release.zip", "cite/bibtex", "cite/datacite")
    found = [status(client, home + place) for place in places]
    assert found == [200, 200, 404, 200, 200, 200]
    services.state, services.withdrawn_because = ReleaseState.WITHDRAWN, "A column was read twice."
    services.save()
    index_some()
    assert {status(client, home + place) for place in places} == {404}
    page = client.get(home)
    assert page.status_code == 410 and "A column was read twice." in page.content.decode()
    assert services.headline not in page.content.decode()
    assert services.title not in client.get("/data/").content.decode()
    assert services.title not in client.get("/data/?q=services").content.decode()
    assert services.headline not in client.get(f"/api/v1/data/{NAME}").content.decode()
    assert client.get(f"/api/v1/data/{NAME}").json()["files"] == []


def test_an_older_version_says_that_there_is_a_newer_one(client: Client, village: Cast) -> None:
    publish(village)
    publish(village, days=30, version="2", changes="One question was worded better.")
    old, new = (client.get(f"/data/{NAME}/{version}/").content.decode() for version in ("1", "2"))
    assert "There is a newer version" in old and "There is a newer version" not in new
    assert "One question was worded better." in new
    assert client.get(f"/data/{NAME}/").content.decode().count("Version 2, this page") == 1


def test_a_correction_stands_at_the_top_and_at_the_end(client: Client, services: PublicRelease) -> None:
    services.events.create(kind=EventKind.CORRECTED, words="The label was wrong.", figures="Table 2", day="2026-03-02")
    page = client.get(f"/data/{NAME}/").content.decode()
    assert "Something in this version was corrected." in page
    assert "The label was wrong." in page and "Table 2" in page


@pytest.mark.parametrize(
    "path",
    ["../1/report.json", "..%2f..%2fsecret-key", "%2e%2e/%2e%2e/log/trust.pub", "/etc/passwd", "tables", "log/",
     ".hidden", "report.json%00.txt", "log/../../../../log/private/key.pem", "private/findings.csv", "link.txt"],
)  # fmt: skip
def test_no_path_leads_out_of_the_release(path: str, client: Client, services: PublicRelease, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (Path(settings.RELEASES) / NAME / "1" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert status(client, f"/data/{NAME}/1/files/{path}") == 404


def read(answer: HttpResponseBase) -> bytes:
    """All of it. A file is closed by whoever reads it to its end; closing it by hand would close the database, too."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_files_are_what_they_say_and_no_page_of_ours(client: Client, services: PublicRelease) -> None:
    home = f"/data/{NAME}/1/files/"
    report = client.get(f"{home}report.html")
    assert report["Content-Type"] == "text/html; charset=utf-8"
    assert report["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    read(report)
    assert report["X-Content-Type-Options"] == "nosniff"
    folder = Path(settings.RELEASES) / NAME / "1"
    for file in folder.rglob("*"):
        if file.is_file():
            answer = client.get(f"{home}{file.relative_to(folder)}")
            assert b"".join(answer.streaming_content) == file.read_bytes()  # type: ignore[attr-defined]


def test_a_copy_that_still_holds_is_not_sent_again(client: Client, services: PublicRelease) -> None:
    for place in (f"/data/{NAME}/", f"/data/{NAME}/1/files/report.json", f"/data/{NAME}/1/release.zip"):
        status(client, place)
        first = client.get(place)
        read(first)
        again = client.get(place, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304), place
    etag = client.get(f"/data/{NAME}/")["ETag"]
    services.events.create(kind=EventKind.CORRECTED, words="The label was wrong.")
    assert client.get(f"/data/{NAME}/", headers={"If-None-Match": etag}).status_code == 200


def test_nobody_who_wished_no_name_is_named(client: Client, village: Cast) -> None:
    plan = '[release]\ncredits = [{ name = "Wren Fjord", wish = "anonymous" }, { name = "Ana", wish = "named" }]\n'
    stored = publish(village, plan=plan, attribution="Wren Fjord and Ana", summary="Wren Fjord asked the village.")
    answers = [client.get(place).content.decode() for place in (*PAGES, *FEEDS, f"/api/v1/data/{NAME}")]
    answers += [client.get(f"/data/{NAME}/1/cite/{code}").content.decode() for code in CODES]
    assert [answer for answer in answers if "Wren" in answer] == []
    assert stored.initiative.organisation.name in answers[-1]


def test_a_community_that_wishes_to_stay_unnamed_stands_on_no_page(client: Client, village: Cast) -> None:
    publish(village)
    initiative, by = village.initiative, village[Role.COORDINATOR]
    for name, state in (("soon", ReleaseState.SCHEDULED), ("gone", ReleaseState.WITHDRAWN)):
        stored = candidate(village, id=name, title="Brannoc again")
        dated = {"release_date": timezone.localdate(), "issued_at": timezone.now() if name == "gone" else None}
        PublicRelease.objects.filter(id=stored.id).update(state=state, **dated)
    named = {"title": "Water in Brannoc", "place": "Near Brannoc", "summary": "Who in BRANNOC has water?"}
    initiative.title, initiative.about = named["title"], {**initiative.about, **named, "community": "Brannoc"}
    initiative.save()
    told = {"name": "Friends of Brannoc", "about": "We are of Brannoc."}
    Organisation.objects.filter(id=village.organisation.id).update(**told)
    frozen(village, publicity="role", reason="Somebody from Brannoc is threatened.")
    places = (*PAGES, *FEEDS, "/data/gone/", "/api/v1/public-initiatives/village-water")

    def naming() -> set[str]:
        return {place for place in places if "brannoc" in client.get(place).content.decode().casefold()}

    asked = {"/calendar/", "/initiatives/", "/initiatives/village-water/", "/organisations/council-of-village-water/"}
    assert naming() >= asked | {*places[-2:]}
    say_community_credit(by=by, on=initiative, wish=Wish.ANONYMOUS, name="Brannoc", says_others=False)
    assert naming() == set()
    assert "Water in (name withheld)" in client.get("/initiatives/").content.decode()
    assert "Somebody from (name withheld) is threatened." in client.get("/initiatives/village-water/").content.decode()


CODES = ("text", "bibtex", "ris", "csl", "datacite", "cff")


def test_robots_leave_forms_and_work_alone(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /c/\n" in text and "Disallow: /work/\n" in text and "Disallow: /data/" not in text


def test_the_key_and_the_checkpoint_are_those_of_the_log(client: Client, services: PublicRelease) -> None:
    for name in ("trust.pub", "checkpoint"):
        assert client.get(f"/verify/{name}").content == (Path(settings.RELEASE_LOG) / name).read_bytes()


def test_before_the_first_release_there_is_no_key(client: Client) -> None:
    assert client.get("/verify/trust.pub").status_code == 404
    assert "there is no log and no key" in client.get("/verify/").content.decode()
