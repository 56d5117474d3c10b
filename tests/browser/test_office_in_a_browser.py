"""Households in Dhaka and water points in Malawi go into official statistics, each person at a window of their own.

Gap, agreement, package, assessment with computed evidence, questions, verdicts for two purposes, appeal, and judged
again when a new vintage appears. The data are as their producers published them.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import office_chain as chain
from browser.windows import PHONE, broken_rules, too_wide
from nyhavn.framework.fitness.answering import YES, possible
from nyhavn.framework.fitness.rule_pack import SHIPPED
from web import official_data
from web.official_data import Published

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow, pytest.mark.data, pytest.mark.longest]
STATISTICS = "SDG 6.1.1 for the national review"
CAVEAT = "It counts what people say is enough, and not whether the water is safe."
SENT_BACK = "The office has to look at who is missing."
WHY_NOT = "The office did not say which households are missing."


@dataclass(frozen=True)
class Case:
    """A data set, where its figures stand, and by which criteria it is judged."""

    data: Callable[[Path, Path], Published]
    area: str
    place: str
    counted: tuple[str, ...]
    pack: str


CASES = {
    "dhaka": Case(official_data.dhaka, "50", "Dhaka", ("enough_water", "price_satisfied"), "ons-2022"),
    "malawi": Case(official_data.malawi, "454", "southern Malawi", ("works", "water_today"), "statcan-pass-10"),
}


def best(pack: str) -> Mapping[str, str]:
    """An answer to everything that the criteria ask: yes, or the level with the most points."""
    found = {}
    levels = {
        one.code: max(one.levels, key=lambda level: level.points).code for one in SHIPPED[pack].dimensions if one.levels
    }
    for code in possible(SHIPPED[pack]):
        found[code] = levels.get(code, YES)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_release_goes_into_official_statistics(
    browser: Browser,
    address: str,
    repository: Path,
    reference_data: Path,
    tmp_path: Path,
    name: str,
    transactional_db: None,
) -> None:
    case = CASES[name]
    data = case.data(repository, reference_data)
    people = official_data.founded(data, f"{name}.example")
    official_data.taken_in(people, data, data.rows[:1000])
    first = official_data.published(people, data, case.counted, version="1")
    land = chain.country(browser, address, people, case.area, case.place)

    told = chain.gap(land, "6.1.1")
    assert data.plan["initiative"]["title"] in told

    made = chain.agreement(land, case.counted[:1], STATISTICS)
    chain.handed_over(land, made, first, STATISTICS, {case.counted[0]: "SH_H2O_SAFE"})
    package = chain.package(land, tmp_path)
    text = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.csv"))
    assert case.counted[0] in text
    assert case.counted[1] not in text
    rows = list(csv.DictReader((package / "sdmx" / "sdg.csv").read_text(encoding="utf-8").splitlines()))
    assert {(row["REF_AREA"], row["SERIES"]) for row in rows} == {(case.area, "SH_H2O_SAFE")}

    asked = chain.requested(
        land,
        first,
        (
            {"words": "A proxy for 6.1.1", "indicator": "6.1.1", "place": case.place},
            {"words": "Context of the national review"},
        ),
    )
    chain.assessed(land, chain.at_office(land, asked), case.pack, best(case.pack))
    chain.asked_back(land, asked, "Who was not asked?", "Whoever was not at home in the week of the visit.")
    because = {"because": "It speaks to a part of the indicator."}
    proxy = {**because, "outcome": "use-as-proxy-with-caveat"}
    assert "there is none that says anything" in chain.refused(land, asked, 1, proxy)
    chain.proposed(land, asked, 1, {**proxy, "caveat": CAVEAT})
    chain.proposed(land, asked, 2, {**because, "outcome": "use-as-context"})
    chain.replied_and_issued(land, asked, "We agree with the caveat.")
    public = chain.public_verdicts(land, first)
    said = public.locator("main").inner_text()
    assert CAVEAT in said
    assert "We agree with the caveat." in said
    assert "applied by The national statistics office" in said
    assert broken_rules(public) == []
    assert too_wide(public, PHONE) == []

    chain.appealed(land, asked, WHY_NOT, SENT_BACK)
    assert (
        "The office has to look at who is missing." in chain.public_verdicts(land, first).locator("main").inner_text()
    )

    official_data.taken_in(people, data, data.rows[1000:])
    second = official_data.published(people, data, case.counted, version="2")
    again = chain.do(land.carmen, asked, "reassess")
    where = chain.at_office(land, again)
    chain.assessed(land, where, case.pack, best(case.pack))
    chain.proposed(land, again, 1, {**proxy, "caveat": CAVEAT})
    chain.proposed(land, again, 2, {**because, "outcome": "use-as-context"})
    chain.replied_and_issued(land, again, "Nothing more.")
    assert CAVEAT in chain.public_verdicts(land, second).locator("main").inner_text()
    assert "version 2" in chain.public_verdicts(land, first).locator("main").inner_text().lower()
