"""What can be found is documented, and nothing else is."""

import re
from pathlib import Path

import pytest

from nyhavn.engine.quality import answer_checks, duplicates, identifying, rule_checks, shape


def _codes_in_source():
    codes = set()
    for module in (answer_checks, duplicates, rule_checks, shape):
        source = Path(module.__file__).read_text(encoding="utf-8")
        codes |= set(re.findall(r'(?:Flag\(|Finding\(|_finding\(|check=)\s*"([a-z-]+)"', source))
    return codes


def test_every_check_is_on_the_page_about_findings(repository):
    page = (repository / "docs/reference/findings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", page, flags=re.MULTILINE))
    assert documented == _codes_in_source()
    assert len(documented) == 13


@pytest.mark.parametrize(
    ("constant", "words"),
    [("FEWEST_FOR_UNIQUE", "at least 20 filled cells"), ("NEAR_UNIQUE", "at least 90 %"), ("MOST_OF", "at least half")],
)
def test_the_numbers_of_the_page_are_those_of_the_code(repository, constant, words):
    page = " ".join((repository / "docs/reference/findings.md").read_text(encoding="utf-8").split())
    assert words in page
    assert getattr(identifying, constant) == {"FEWEST_FOR_UNIQUE": 20, "NEAR_UNIQUE": 0.9, "MOST_OF": 0.5}[constant]
