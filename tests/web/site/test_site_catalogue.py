"""Searching, citing, feeds: found is what is published, and others can read it."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as site
from django.test import Client
from pyshacl import validate
from pytest_django import Settings
from rdflib import DCAT, DCTERMS, OWL, RDF, Graph, URIRef

from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.pages.word_forms import searchable
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.site.models import CatalogueEntry
from web.cast import Cast
from web.site.in_public import NAME, example_release, publish

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> bool:
    return f'href="/data/{NAME}/"' in client.get(f"/data/?{query}").content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=services", "q=SERVICES+meridian", "q=migrants", "q=meridián", "q=satisf", "place=meridian", "language=en",
     "unit=person", "q=services&place=Meridian&language=en&unit=person", "goal=nonsense", "page=0", "page=x"],
)  # fmt: skip
def test_what_is_asked_for_is_found(query: str, client: Client, services: PublicRelease) -> None:
    assert found(client, query)


@pytest.mark.parametrize("query", ["q=service", "q=serviced+satisfying", "q=migrant%27s"])
def test_a_word_is_found_in_any_of_its_forms(query: str, client: Client, services: PublicRelease) -> None:
    assert found(client, query)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [("ar", "خدمات للمهاجرين", "الخدمة"), ("es", "Encuestas de satisfacción", "encuesta satisfacciones"),
     ("fr", "Enquêtes nationales", "enquete national"), ("fr", "Enquêtes nationales", "nationaux")],
)  # fmt: skip
def test_a_word_is_found_in_the_forms_of_the_language_of_the_release(
    language: str, text: str, query: str, client: Client, services: PublicRelease
) -> None:
    kept = CatalogueEntry.objects.filter(release=services)
    kept.update(text=searchable(text, language), language=language)
    assert found(client, f"q={query}")
    kept.update(text=searchable("something else", language))
    assert not found(client, f"q={query}")


@pytest.mark.parametrize(
    "query",
    ["q=volcano", "q=services+volcano", "place=Oslo", "language=fr", "unit=event", "goal=14", "q=%25", "page=2"],
)
def test_what_does_not_fit_is_not_found_and_the_page_helps(query: str, client: Client, services: PublicRelease) -> None:
    page = client.get(f"/data/?{query}")
    assert page.status_code == 200 and not found(client, query)
    assert "Show everything" in page.content.decode() or "page=" in query


def test_a_goal_finds_the_releases_that_speak_to_it(client: Client, services: PublicRelease) -> None:
    codes = {code for indicator in example_release().indicators for code in indicator.sdg}
    assert codes
    assert found(client, f"goal={sorted(codes)[0].split('.')[0]}")


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 5000, "goal=-1", "goal=99999999999999999999", "page=1e9",
                                   "language=%27%3B--", "unit=%F0%9F%9A%A2"])  # fmt: skip
def test_nonsense_is_no_defect(query: str, client: Client, services: PublicRelease) -> None:
    assert client.get(f"/data/?{query}").status_code == 200


def test_the_catalogue_follows_what_is_published_by_a_job(client: Client, village: Cast) -> None:
    first = publish(village)
    CatalogueEntry.objects.all().delete()
    enqueue("index-catalogue")
    assert work_once()
    assert found(client, "q=services")
    PublicRelease.objects.filter(id=first.id).update(state=ReleaseState.WITHDRAWN)
    assert not found(client, "q=services")  # at once, before any job
    enqueue("index-catalogue")
    assert work_once()
    assert not CatalogueEntry.objects.exists() and Job.objects.filter(state="done").count() == 2


def graph(client: Client, extension: str) -> Graph:
    formats = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
    return Graph().parse(data=client.get(f"/feeds/catalogue.{extension}").content, format=formats[extension])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # the reader of JSON-LD in rdflib itself
def test_the_catalogue_says_the_same_in_every_format(client: Client, services: PublicRelease) -> None:
    sizes = {len(graph(client, extension)) for extension in ("ttl", "jsonld", "rdf")}
    assert len(sizes) == 1 and sizes.pop() > 100


@pytest.fixture
def shapes(reference_data: Path) -> Graph:
    read = Graph()
    for name in ("shapes-mandatory", "range"):
        read.parse(reference_data.parent / "standards" / "dcat-ap" / f"dcat-ap-3.0.1-{name}.ttl")
    read.remove((None, OWL.imports, None))
    return read


def test_the_catalogue_keeps_dcat_ap(client: Client, services: PublicRelease, shapes: Graph) -> None:
    fits, _, report = validate(graph(client, "ttl"), shacl_graph=shapes)
    assert fits, report


def test_a_catalogue_without_a_title_would_be_noticed(client: Client, services: PublicRelease, shapes: Graph) -> None:
    broken = graph(client, "ttl")
    dataset = next(broken.subjects(RDF.type, DCAT.Dataset))
    broken.remove((dataset, DCTERMS.title, None))
    assert not validate(broken, shacl_graph=shapes)[0]


def test_a_withdrawal_is_told_before_the_entry_goes(client: Client, services: PublicRelease) -> None:
    services.state = ReleaseState.WITHDRAWN
    services.save()
    services.events.create(kind=EventKind.WITHDRAWN, words="Wrong.")
    told = graph(client, "ttl")
    status = URIRef("http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN")
    assert list(told.subjects(object=status))
    assert not list(told.subjects(RDF.type, DCAT.Distribution))
    assert services.headline not in " ".join(str(each) for each in told.objects())


def test_readers_of_news_get_the_newest_first(client: Client, village: Cast) -> None:
    publish(village)
    publish(village, id="tides", title="Tides & <waves>", days=3)
    feed = ElementTree.fromstring(client.get("/feeds/releases.atom").content)  # noqa: S314 (our own answer)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = [each.text for each in feed.findall("a:entry/a:title", atom)]
    assert titles[0] == "Tides & <waves>" and len(titles) == 2


def cited(client: Client, code: str) -> str:
    return client.get(f"/data/{NAME}/1/cite/{code}").content.decode()


def test_a_citation_says_who_when_what_and_where(client: Client, services: PublicRelease) -> None:
    address = f"{site.SITE_ADDRESS}/data/{NAME}/1/"
    author = example_release().attribution
    for code in ("text", "bibtex", "ris", "csl", "datacite", "cff"):
        text = cited(client, code)
        assert author in text and address in text and "2026" in text and services.title in text, code
    assert client.get(f"/data/{NAME}/1/cite/endnote").status_code == 404


def test_registries_can_read_the_record(client: Client, services: PublicRelease) -> None:
    record = json.loads(cited(client, "datacite"))
    assert record["types"]["resourceTypeGeneral"] == "Dataset"
    assert record["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert record["publisher"] == {"name": services.initiative.organisation.name}
    assert record["publicationYear"] == "2026" and "doi" not in record and "identifiers" not in record
    assert [date["dateType"] for date in record["dates"]] == ["Issued", "Collected"]
    assert all(set(creator) == {"name", "nameType"} for creator in record["creators"])
    assert record["rightsList"][0]["rightsIdentifier"] == services.licence
    item = json.loads(cited(client, "csl"))[0]
    assert item["type"] == "dataset" and item["issued"]["date-parts"] == [[2026, 3, 2]]


def test_reference_managers_can_read_the_entry(client: Client, village: Cast) -> None:
    publish(village, title="Water & 50% of {boats}", summary="One line.\nAnother line.\nER  - ")
    bibtex, ris = cited(client, "bibtex"), cited(client, "ris")
    assert r"{Water \& 50\% of \{boats\}}" in bibtex
    assert bibtex.count("{") - bibtex.count(r"\{") == bibtex.count("}") - bibtex.count(r"\}")
    lines = ris.split("\r\n")
    assert lines[0] == "TY  - DATA" and [line for line in lines if line.startswith("ER")] == ["ER  - "]


def test_programs_read_what_is_published_without_an_account(client: Client, services: PublicRelease) -> None:
    release = client.get(f"/api/v1/data/{NAME}").json()
    assert release["headline"] == services.headline and release["versions"][0]["state"] == "published"
    assert all(len(file["sha256"]) == 64 for file in release["files"])
    assert client.get("/api/v1/data").json()["releases"][0]["name"] == NAME
    initiative = client.get("/api/v1/public-initiatives/village-water").json()
    assert initiative["verdict"]["outcome"] and initiative["releases"][0]["name"] == NAME
    assert client.get("/api/v1/public-initiatives/nowhere").status_code == 404


def test_a_process_that_answers_is_alive_and_one_with_everything_is_ready(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.parametrize("lost", ["home", "worker"])
def test_whatever_is_missing_strangers_learn_only_that_it_is_not_ready(
    lost: str, client: Client, settings: Settings, tmp_path: Path
) -> None:
    if lost == "home":
        settings.HOME = tmp_path / "gone"
    else:
        job = enqueue("index-catalogue")
        Job.objects.filter(id=job.id).update(not_before="2026-01-01T00:00:00Z")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
