"""One release, three ways: by page, by interface, by command. They differ in the moment and the signature alone."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nyhavn.exchange.bundle.layout import EVIDENCE
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.web.production.models import FindingDecision, FoundProblem, TablesPlan
from nyhavn.web.releases.queries import bundle_folder, content_of
from spec.one_release.doors import ByInterface, ByPage, Way
from spec.one_release.releasing import (
    content,
    exported,
    produced,
    produced_by_command,
    published,
    shown,
    signed_like,
    with_days,
)
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "initiatives/village-water"
# The moment of issue stands in these, or the key, or a hash of one of them.
TIME_OR_SIGNATURE = {
    "README.txt",
    "report.html",
    "report.json",
    "quality.json",
    "datapackage.json",
    "dossier.json",
    *EVIDENCE,
}
AWKWARD = ('She said "no", twice', "two\nlines", "بكلماتي، أنا", "=1+1", "0012", "NA")
SAID = [
    (
        HOME,
        "add-breakdown",
        {
            "id": "gender",
            "title": "Gender (as people describe it)",
            "question": "gender",
            "categories": [
                {"code": "woman", "label": "Woman"},
                {"code": "man", "label": "Man"},
                {"code": "own", "label": "In own words", "answers": ["own_words"]},
            ],
            "note": "The groups were agreed in the village.",
        },
    ),
    (
        HOME,
        "add-breakdown",
        {
            "id": "age",
            "title": "Age",
            "categories": [
                {"code": "under_40", "label": "Under 40", "when": "${age} < 40"},
                {"code": "40+", "label": "40 and over", "when": "${age} >= 40"},
            ],
        },
    ),
    (
        HOME,
        "add-indicator",
        {
            "id": "water",
            "title": "People with water at home",
            "statistic": "proportion",
            "numerator": "${water} = 'yes'",
            "unit": "of those who answered",
            "by": ["gender", "age"],
            "sdg": ["6.1.1"],
            "sensitive": False,
        },
    ),
    (
        HOME,
        "add-indicator",
        {
            "id": "hours",
            "title": "Hours with water",
            "statistic": "mean",
            "value": "hours",
            "universe": "${water} = 'yes'",
            "unit": "hours",
            "by": ["age"],
        },
    ),
    (
        HOME,
        "add-identity",
        {
            "question": "gender",
            "topic": "gender",
            "decline": ["no_answer"],
            "own_words_question": "gender_own",
            "agreed_by": "Meeting of the village",
            "agreed_date": "2026-01-10",
            "mapping": [{"classification": "IAEG-SDGs:CL_SEX", "codes": {"woman": "F", "man": "M"}}],
        },
    ),
    (
        HOME,
        "add-rule",
        {
            "id": "young-with-well",
            "says": "Nobody of this age was asked.",
            "must_hold": "${age} < 55",
            "severity": "serious",
        },
    ),
    (
        f"{HOME}/breakdowns/age",
        "compare",
        {"source": "Census 2023", "totals": {"under_40": "120", "40+": "80.5"}},
    ),
    (HOME, "say-keys", {"keys": ["age"]}),
    (HOME, "set-protection", {"threshold": 4, "protect_nonresponse": False}),
    (
        HOME,
        "set-release",
        {
            "id": "village-water-2026",
            "version": "1",
            "kinds": ["open-aggregates"],
            "licence": "CC-BY-4.0",
            "attribution": "The village",
            "citation": "Village, 2026.",
            "credits": [{"name": "The neighbours", "wish": "collective"}],
            "changes": "",
        },
    ),
]


@pytest.fixture
def collected(village: Cast) -> Cast:
    """Sixty contributions: some in own words, one that refused, one set aside."""
    collection = objects.collection(village)
    objects.contributions(collection, 40)
    for number in range(18):
        own = AWKWARD[number % len(AWKWARD)]
        objects.contribution(
            collection, {"gender": "own_words", "gender_own": own, "age": str(30 + number), "water": "no"}
        )
    refused = objects.YES | {Purpose.PUBLISHED_AGGREGATES: ConsentState.REFUSED}
    objects.contribution(collection, consent=refused)
    aside = objects.contribution(collection)
    aside.set_aside = "A test by the coordinator."
    aside.save()
    return village


def say_everything(way: Way, village: Cast) -> None:
    """All tables anew, said that way."""
    TablesPlan.objects.all().delete()
    for route, name, said in SAID:
        way.do(village[Role.COORDINATOR], route, name, said)


def test_page_interface_and_command_make_the_same_release(collected: Cast, tmp_path: Path) -> None:
    say_everything(ByPage(), collected)
    by_page, export = produced(ByPage(), collected), exported(ByPage(), collected)
    stored = TablesPlan.objects.get().content
    say_everything(ByInterface(), collected)
    assert TablesPlan.objects.get().content == stored
    by_interface = produced(ByInterface(), collected)
    assert exported(ByInterface(), collected) == export

    by_command = produced_by_command(export, tmp_path)
    expected = content(by_command)
    assert {"report.html", "report.json", "MANIFEST.sha256", "tables/water.by.gender.csv"} <= set(expected)
    assert by_page.participants == "58"
    for name, release in (("page", by_page), ("interface", by_interface)):
        found = content(signed_like(release, by_command, tmp_path / name))
        assert found == expected, [path for path in expected if expected[path] != found.get(path)]


@pytest.mark.parametrize("way", [ByPage(), ByInterface()], ids=["page", "interface"])
def test_what_is_published_is_what_the_command_makes_but_for_time_and_signature(
    collected: Cast, tmp_path: Path, way: Way
) -> None:
    """The whole way to the public, by page and by interface, with the days that were set on it."""
    say_everything(way, collected)
    produced(way, collected)
    seen = shown(way, collected)
    export = exported(way, collected)
    release = published(way, collected, seen)
    known = content_of(release).independence
    by_command = produced_by_command(with_days(export, release.returned_on, known), tmp_path)
    folder = bundle_folder(release)
    assert folder is not None
    on_site, expected = content(folder), content(by_command)
    # Only the site knows who wishes to be named. That hash is always there, so that it tells nothing.
    assert on_site.keys() == {*expected, "credit.sha256"}
    assert {name for name in expected if on_site[name] != expected[name]} <= TIME_OR_SIGNATURE
    again = content(signed_like(replace(content_of(release), credit=None), by_command, tmp_path / "again"))
    assert again == expected, [name for name in expected if again.get(name) != expected[name]]


def test_what_a_steward_decided_is_the_same_by_command(collected: Cast, tmp_path: Path) -> None:
    """A serious finding that was looked into counts as answered in all three."""
    say_everything(ByPage(), collected)
    undecided = produced(ByPage(), collected)
    serious = FoundProblem.objects.get(severity="serious")
    said = {"reason": "They are the elders of the village."}
    ByInterface().do(collected[Role.STEWARD], f"{HOME}/findings/{serious.uuid}", "keep", said)
    assert FindingDecision.objects.get().contributions == serious.contributions
    decided = produced(ByInterface(), collected)
    assert answer_to_serious(undecided) == "evidence against"
    assert answer_to_serious(decided) == "evidence found"
    by_command = produced_by_command(exported(ByPage(), collected), tmp_path)
    assert content(signed_like(decided, by_command, tmp_path / "page")) == content(by_command)


def answer_to_serious(release: Release) -> str:
    """What the records show about serious findings."""
    return next(s.state.value for p in release.principles for s in p.safeguards if s.code == "serious-findings")


def test_the_export_says_what_is_inside_and_holds_no_more_than_takes_part(collected: Cast) -> None:
    say_everything(ByPage(), collected)
    with zipfile.ZipFile(io.BytesIO(exported(ByPage(), collected))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"README.txt", "plan.toml", "water.xlsx", "contributions.csv"}
    assert "It can identify people." in files["README.txt"].decode()
    rows = list(csv.DictReader(io.StringIO(files["contributions.csv"].decode(), newline="")))
    assert len(rows) == 59
    assert {row["gender_own"] for row in rows} >= set(AWKWARD)
    assert all(not {"uuid", "name", "email"} & {header.casefold() for header in row} for row in rows)
