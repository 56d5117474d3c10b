"""What an office uploads of a country comes out on page, in file and interface as a second query finds it."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nyhavn.web.gaps.models import Source
from spec.gaps.test_spec_gaps_of_the_uk import admitted, shown
from web import gap_sources

pytestmark = [pytest.mark.data, pytest.mark.django_db]
COUNTS = {
    "looked_at": 88,
    "with_figures": 74,
    "headline": 8,
    "not_statistical": 6,
    "named": 25,
    "other": 223,
}


@pytest.fixture
def uploaded(reference_data: Path) -> Path:
    """The folder as a zip file, sent through the page by the office's administrator, and read by its job."""
    folder = reference_data / "reference_uk_sdg"
    by = gap_sources.office()
    sent = {
        "file": SimpleUploadedFile("uk.zip", gap_sources.zipped_folder(folder)),
        "format": "open-sdg",
        "area": "826",
        "place": "United Kingdom",
        "name": "UK SDG data",
        "licence": "OGL-UK-3.0",
        "snapshot_on": "2025-09-24",
    }
    browser = Client()
    browser.force_login(by.admin)
    answer = browser.post("/work/organisations/statistics-office/do/hand-in-series/", sent)
    assert answer.status_code == 302, answer.content
    gap_sources.read(Source.objects.get())
    assert b"Indicators: 88" in browser.get(answer["Location"]).content
    return folder


def test_page_interface_and_file_agree_with_a_second_query(uploaded: Path, client: Client, repository: Path) -> None:
    told = client.get("/api/v1/gaps/826").json()
    assert {name: told["counts"][name] for name in COUNTS} == COUNTS
    page = client.get("/gaps/?place=826")
    assert len(page.content) < 100_000
    on_page = dict(re.findall(r'data-count="([a-z-]+)">(\d+)<', page.content.decode()))
    assert {name.replace("-", "_"): int(value) for name, value in on_page.items()} == COUNTS
    by_hand(uploaded, repository, told["fields"])
    rows = list(csv.DictReader(client.get("/gaps/gaps.csv?place=826").content.decode().splitlines()))
    assert Counter(row["rank"] for row in rows) == Counter(one["rank"] or "" for one in told["fields"])


def by_hand(folder: Path, repository: Path, fields: list[dict[str, str]]) -> None:
    """The fields of the interface against the files, read once more by plain means."""
    broken_down, with_figures, not_statistical = shown(folder)
    everything = {path.stem[len("indicator_") :].replace("-", ".") for path in folder.glob("indicator_*.csv")}
    headline = {one["indicator"] for one in fields if one["rank"] == "headline without data"}
    assert headline == everything - with_figures - not_statistical
    published = {(one["indicator"], one["group"]) for one in fields if one["group"] and one["state"] == "published"}
    assert published == broken_down
    lacking = {(one["indicator"], one["group"]) for one in fields if one["rank"] and one["group"]}
    wanted = {one for one in admitted(repository) if one[0] in everything - not_statistical} - broken_down
    assert wanted <= lacking
    ranks = {one["rank"] for one in fields if (one["indicator"], one["group"]) in lacking - wanted}
    assert ranks == {"breakdown named in the title"}, "what no series admits is a gap only where the title names it"


def test_every_page_of_the_country_is_light(uploaded: Path, client: Client) -> None:
    goals = {one["goal"] for one in client.get("/api/v1/gaps/826").json()["fields"]}
    addresses = [f"/gaps/?place=826&goal={goal}" for goal in sorted(goals)]
    addresses += [f"/gaps/?place=826&group={group}" for group in ("sex", "disability", "indigenous-identity")]
    for address in (*addresses, "/gaps/?place=826&page=2", "/gaps/826/4.5.1/disability/"):
        for language in ("en", "ar"):
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200
            assert len(answer.content) < 100_000, (address, len(answer.content))
