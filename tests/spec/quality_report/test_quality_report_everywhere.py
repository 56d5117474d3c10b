"""Page, interface and command say the same about the quality of a release, and the page says it in four languages."""

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import html5rdf
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext, override
from pytest_django import Settings

from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.production import prepare_release
from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.report import quality_words
from nyhavn.exchange.report.quality_values import written
from nyhavn.framework.quality_dimensions import QualityReport
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import bundle_folder, content_of
from web.cast import cast
from web.site.in_public import EXAMPLE, NAME, publish

pytestmark = pytest.mark.django_db
PLACE = f"/data/{NAME}/1/quality/"
LARGEST = 100_000
STYLES = ("pages/static/pages/nyhavn.css", "site/static/site/data.css", "site/static/site/quality.css")


@pytest.fixture(scope="module", autouse=True)
def collected_static_files() -> None:
    """Style sheets stand where a server expects them."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)
    cache.clear()


@pytest.fixture
def services(db: None) -> PublicRelease:
    return publish(cast())


def quality_of(stored: PublicRelease) -> QualityReport:
    found = content_of(stored).quality
    assert found is not None
    return found


def texts_of(page: bytes) -> list[str]:
    found = re.split(r"<[^>]*>", page.decode())
    return [" ".join(unescape(text).split()) for text in found if text.strip()]


@pytest.mark.slow
def test_the_interface_and_the_command_give_the_same_report(
    services: PublicRelease, client: Client, tmp_path: Path
) -> None:
    by_interface = client.get(f"/api/v1/data/{NAME}/quality").json()
    plan = read_plan(EXAMPLE)
    prepared = prepare_release(plan, read_inputs(plan, places_of(EXAMPLE, None)), before=None, step=lambda *_: None)
    assert services.issued_at is not None
    log = ReleaseLog.open(tmp_path / "other-log")
    out = sign_release(prepared.release, issued_at=services.issued_at, out=tmp_path / "out", log=log).folder
    by_command = json.loads((out / "quality.json").read_bytes())
    assert by_interface == by_command
    folder = bundle_folder(services)
    assert folder is not None
    for name in ("quality.json", "quality.csv", "quality.html"):
        assert (folder / name).read_bytes() == (out / name).read_bytes()


def test_the_page_shows_every_figure_that_the_interface_gives(services: PublicRelease, client: Client) -> None:
    told = client.get(f"/api/v1/data/{NAME}/quality").json()["quality"]["figures"]
    texts = texts_of(client.get(PLACE).content)
    by_code = {figure.code: figure for figure in quality_of(services).figures}
    assert [figure["code"] for figure in told] == list(by_code)
    for figure in told:
        known = by_code[figure["code"]]
        assert (figure["value"], figure["text"], figure["why"]) == (known.value, known.text, known.why)
        assert {figure["title"], figure["formula"]} <= set(texts)
        shown = written(known.unit, known.standing, known.value, known.text).text
        assert " ".join(shown.split()) in texts
        assert not figure["why"] or figure["why"] in texts


def test_the_table_has_the_same_numbers(services: PublicRelease) -> None:
    folder = bundle_folder(services)
    assert folder is not None
    with (folder / "quality.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["code"]: row["value"] for row in csv.DictReader(stream)}
    assert {code: float(value) for code, value in rows.items() if value} == {
        figure.code: figure.value for figure in quality_of(services).figures if figure.value is not None
    }


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_the_page_is_whole_and_light_in_every_language(
    services: PublicRelease, client: Client, repository: Path, language: str
) -> None:
    answer = client.get(PLACE, headers={"Accept-Language": language})
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(answer.content.decode())
    assert parser.errors == []
    ids = [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
    assert len(set(ids)) == len(ids)
    style = sum((repository / "src/nyhavn/web" / name).stat().st_size for name in STYLES)
    assert len(answer.content) + style < LARGEST
    assert "<script" not in answer.content.decode()


def own_words() -> Iterator[str]:
    yield quality_words.QUALITY_HEADING
    yield quality_words.HOW
    for words in (quality_words.DIMENSION_TITLES, quality_words.FIGURE_TITLES, quality_words.FIGURE_FORMULAS):
        yield from words.values()


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_no_title_and_no_formula_is_left_in_english(services: PublicRelease, client: Client, language: str) -> None:
    texts = set(texts_of(client.get(PLACE, headers={"Accept-Language": language}).content))
    with override(language):
        for word in own_words():
            assert gettext(word) in texts
            assert word not in texts or gettext(word) == word


def test_the_page_of_the_release_leads_there(services: PublicRelease, client: Client) -> None:
    assert f'href="{PLACE}"' in client.get(f"/data/{NAME}/").content.decode()
    folder = bundle_folder(services)
    assert folder is not None and 'href="quality.html"' in (folder / "report.html").read_text()


def test_a_withdrawn_release_shows_no_quality_either(services: PublicRelease, client: Client) -> None:
    PublicRelease.objects.filter(id=services.id).update(state="withdrawn")
    assert client.get(PLACE).status_code == 404
    assert client.get(f"/api/v1/data/{NAME}/quality").status_code == 404


def test_a_release_of_an_older_version_has_no_such_page(services: PublicRelease, client: Client) -> None:
    content = json.loads(services.content)
    del content["quality"]
    PublicRelease.objects.filter(id=services.id).update(content=json.dumps(content))
    cache.clear()
    assert client.get(PLACE).status_code == 404
    assert client.get(f"/api/v1/data/{NAME}/quality").status_code == 404
