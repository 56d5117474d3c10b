"""What SECURITY.md says is so: its paths exist, its numbers are those of the program, its roles those of the table."""

import importlib
import re
from datetime import timedelta
from math import log2
from pathlib import Path

import pytest

from nyhavn.framework.guessing import years_of_guessing
from nyhavn.framework.roles import LEAVES_A_TRACE, roles_with
from nyhavn.web.collection import receipts

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "nyhavn"
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FLOORS = ("framework", "engine", "exchange", "chain", "web", "cli")
ATTACKERS = (
    "Stolen database",
    "Stolen backup",
    "Seized server",
    "Compelled disclosure",
    "Malicious steward",
    "Malicious office",
    "Partner with the phone",
    "Insider who knows who took part",
    "Guessing stranger",
    "Lost phone",
)
UNITS = {"Minutes": timedelta(minutes=1), "Hours": timedelta(hours=1), "Days": timedelta(days=1)}


def section(heading: str, level: str = "##") -> str:
    """What stands under a heading, up to the next one of its level or above."""
    _, _, rest = TEXT.partition(f"\n{level} {heading}\n")
    assert rest, heading
    return re.split(rf"^#{{2,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the table whose head begins with that word."""
    found = re.search(rf"^\| {head} \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", text, flags=re.MULTILINE)
    assert found, head
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[1].splitlines()]


def paths(text: str) -> list[str]:
    """Everything in code type that is a path."""
    return [path for path in re.findall(r"`([a-z_]+/[^`\s]*)`", text) if path.split("/")[0] in (*FLOORS, "tests")]


def place_of(path: str) -> Path:
    return ROOT / path if path.startswith("tests/") else PACKAGE / path


def value_of(dotted: str) -> object:
    module, _, name = dotted.partition(":")
    found: object = importlib.import_module(f"nyhavn.{module}")
    for part in name.split("."):
        found = getattr(found, part)
    return found


def in_unit(value: object, what: str) -> float:
    """A number as the row counts it: times in the unit with which it begins, seconds where the program has seconds."""
    unit = UNITS.get(what.split()[0])
    if unit is None:
        return float(str(value))
    return (value if isinstance(value, timedelta) else timedelta(seconds=float(str(value)))) / unit


def test_every_module_and_test_that_is_named_exists() -> None:
    named = paths(TEXT)
    assert len(named) > 150
    assert [path for path in named if not place_of(path).exists()] == []


def test_each_attacker_has_a_section_in_the_order_of_the_promise() -> None:
    assert re.findall(r"^### (.*)$", section("Who attacks, and what they get"), flags=re.MULTILINE) == list(ATTACKERS)


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_a_section_says_what_an_attacker_has_gets_does_not_get_and_what_remains(attacker: str) -> None:
    text = section(attacker, "###")
    places = [text.find(word) for word in ("**Has**: ", "**Gets**: ", "| Does not get |", "**Remains**: ")]
    assert -1 not in places and places == sorted(places)
    assert any(word in text for word in ("*Operator*:", "*Initiative*:"))
    for refused, held, shown in rows(text, "Does not get"):
        assert refused and paths(held)
        assert paths(shown) and all(path.startswith("tests/") and path.endswith(".py") for path in paths(shown))


@pytest.mark.parametrize("what, value, where", rows(section("The numbers"), "What"))
def test_a_number_is_the_one_in_the_program(what: str, value: str, where: str) -> None:
    assert in_unit(value_of(where.strip("`")), what) == float(value)


def test_the_entropy_that_is_stated_is_that_of_the_draw() -> None:
    assert receipts.LENGTH * log2(receipts.WORDS) == receipts.WORDS_BITS == 63
    assert receipts.DRAWN * log2(len(receipts.SIGNS)) == receipts.PAPER_BITS == 65
    assert "seven words carry 63 bits, paper 65 bits" in section("Guessing stranger", "###")


def test_numbers_in_the_text_follow_from_those_in_the_table() -> None:
    told = re.sub(r"\s+", " ", section("Guessing stranger", "###"))
    for years, codes, sources in (("10,000,000,000,000", 1, 1), ("100,000", 100_000, 1_000)):
        assert f"more than {years} years" in told
        assert years_of_guessing(codes, sources) > int(years.replace(",", ""))
    table = {where.strip("`"): value for _, value, where in rows(section("The numbers"), "What")}
    assert f"({table['web.settings:TURN_AFTER']} minutes after a withdrawal" in section("Stolen backup", "###")
    lost = re.sub(r"\s+", " ", section("Lost phone", "###"))
    assert f"({table['web.collection.form.drafts:KEPT_FOR']} minutes after the last page)" in lost
    assert f"an open visit ({table['web.receipts.sessions:KEPT_FOR']} minutes)" in lost
    assert f"or {table['web.settings:SESSION_COOKIE_AGE']} hours are over" in lost


def test_rights_are_held_by_the_roles_that_are_named_and_none_that_reaches_people_is_missing() -> None:
    told = {right: roles.split(", ") for right, roles in rows(section("Malicious steward", "###"), "Right")}
    assert told == {right.value: [role.value for role in roles_with(right)] for right in LEAVES_A_TRACE}


def test_no_promise_stands_twice() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    promises = [line for line in lines if not re.match(r"\| (Promise|Does not get) \|", line)]
    assert len(set(promises)) == len(promises)


def test_every_promise_names_what_holds_it() -> None:
    tables = re.findall(r"^\| Promise \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", TEXT, flags=re.MULTILINE)
    assert len(tables) >= 8
    for line in "".join(tables).splitlines():
        assert paths(line.split(" | ")[1]), line


def test_a_wrong_path_and_a_wrong_number_would_be_found() -> None:
    assert not place_of("web/receipts/no_such_module.py").exists()
    assert in_unit(value_of("web.receipts.sessions:KEPT_FOR"), "Minutes a visit stays open") != 16
