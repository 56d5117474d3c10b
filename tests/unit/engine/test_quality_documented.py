"""What can be found is documented, and nothing else is."""

import re
from pathlib import Path

import pytest

from nyhavn.engine.quality import answer_checks, duplicates, identifying, rule_checks, shape
from nyhavn.engine.quality.declared import RUNS
from nyhavn.engine.quality.material import NOT_JUDGED
from nyhavn.framework.checks import CHECKS


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs/reference/findings.md").read_text(encoding="utf-8")


def section(page, title):
    """The text below one heading, up to the next of its level or above."""
    level, words = title.split(" ", 1)
    after = page.split(f"\n{level} {words}\n", 1)[1]
    return re.split(rf"\n#{{2,{len(level)}}} ", after)[0]


def codes_in_source():
    codes = set()
    for module in (answer_checks, duplicates, rule_checks, shape):
        source = Path(module.__file__).read_text(encoding="utf-8")
        codes |= set(re.findall(r'(?:Flag\(|Finding\(|_finding\(|check=)\s*"([a-z-]+)"', source))
    return codes


def test_every_check_of_the_instrument_and_the_file_is_on_the_page(page):
    before = page.split("## Of declared checks")[0]
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", before, flags=re.MULTILINE))
    assert documented == codes_in_source()
    assert len(documented) == 13


def test_every_kind_of_check_is_on_the_page_with_what_it_finds_and_runs(page):
    rows = re.findall(r"^\| `([a-z-]+)` \| .* \| (.*) \|$", section(page, "### The kinds"), flags=re.MULTILINE)
    said = {kind: set(re.findall(r"`([a-z-]+)`", finds)) for kind, finds in rows}
    assert said == {kind: set(known.finding) for kind, known in CHECKS.kind.items()}
    assert set(RUNS) == set(CHECKS.kind)
    assert f"`{NOT_JUDGED}`" in page


def test_findings_are_called_restricted_on_the_page_where_they_are(page):
    said = set(re.findall(r"`([a-z-]+)` \([a-z]+, restricted\)", section(page, "### The kinds")))
    kept = {code for known in CHECKS.kind.values() for code, words in known.finding.items() if words.restricted}
    assert said == kept


def test_every_parameter_is_on_the_page_with_its_default_and_source(page):
    rows = re.findall(
        r"^\| `([a-z-]+)` \| `([a-z]+)` \| (.*?) \| (.*) \|$", section(page, "### Their parameters"), flags=re.MULTILINE
    )
    assert {(kind, name): (default, source) for kind, name, default, source in rows} == {
        (kind, name): (_shown(parameter), parameter.source)
        for kind, known in CHECKS.kind.items()
        for name, parameter in known.parameter.items()
    }


def _shown(parameter):
    if parameter.default is None:
        return "needed" if parameter.required else "off"
    if isinstance(parameter.default, float):
        return f"`{parameter.default:g}`"
    return "a list" if " " in parameter.default else f"`{parameter.default}`"


@pytest.mark.parametrize(
    ("constant", "words"),
    [("FEWEST_FOR_UNIQUE", "at least 20 filled cells"), ("NEAR_UNIQUE", "at least 90 %"), ("MOST_OF", "at least half")],
)
def test_the_numbers_of_the_page_are_those_of_the_code(page, constant, words):
    assert words in " ".join(page.split())
    assert getattr(identifying, constant) == {"FEWEST_FOR_UNIQUE": 20, "NEAR_UNIQUE": 0.9, "MOST_OF": 0.5}[constant]
