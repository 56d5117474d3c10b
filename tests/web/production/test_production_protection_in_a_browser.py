"""The way through protection, in a browser and in plain words: from tables to what is at risk, what helps, and signing.

Who walks it presses only what the pages offer, and reads no number of a rule.
"""

import re

import pytest
from playwright.sync_api import Browser, Page

from nyhavn.framework.roles import Role
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import PublicRelease
from web import publishing
from web.cast import Cast
from web.production.seeing import HOME, candidate
from web.production.test_production_groupings import elders  # noqa: F401  (fixtures)
from web.production.test_production_in_a_browser import (  # noqa: F401  (fixtures)
    DESK,
    PHONE,
    address,
    broken_rules,
    browser,
    opened,
)

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def press(page: Page, link: str, **said: str) -> None:
    """Follow what the page offers, fill in what it asks, and press its button."""
    page.get_by_role("link", name=re.compile(f"^{link}")).first.click()
    for label, text in said.items():
        page.get_by_label(label.replace("_", " "), exact=True).first.fill(text)
    page.locator("main form button[type=submit], main form button:not([type])").last.click()


def work() -> None:
    while work_once():
        pass


def sound(page: Page) -> None:
    """Accessible, with every fold open, and nothing cut off."""
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_somebody_without_training_finds_the_way_from_tables_to_signing(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    elders: Cast,  # noqa: F811
) -> None:
    carmen = opened(browser, address, elders[Role.COORDINATOR], PHONE)

    # Choose tables: what is shown by which groups, and what the community agreed on.
    carmen.goto(f"{address}{HOME}tables/")
    sound(carmen)
    carmen.goto(f"{address}{HOME}breakdowns/old/do/agree-grouping/")
    sound(carmen)
    said = {"id": "two_ages", "agreed_by": "Assembly of elders", "agreed_date": "2026-03-01"}
    for name, text in said.items():
        carmen.locator(f"[name={name}]").fill(text)
    carmen.locator("[name=category-1-label]").fill("40 and over")
    carmen.locator("[name=category-1-of]").fill("old\nvery_old")
    for part in ("label", "of"):
        carmen.locator(f"[name=category-2-{part}]").fill("")
    carmen.get_by_role("button", name="Save").click()
    assert "Assembly of elders" in carmen.locator("main").inner_text()

    # See what is at risk, and who disappears.
    carmen.goto(f"{address}{HOME}runs/")
    press(carmen, "Start")
    work()
    first = Run.objects.latest("number")
    where = f"{address}{HOME}runs/{first.uuid}/"
    steward = opened(browser, address, elders[Role.STEWARD], DESK)
    steward.goto(where)
    assert "would rest on so few people that they can be guessed" in steward.locator("main").inner_text()
    sound(steward)
    carmen.goto(where)
    vanishing = carmen.locator("main").inner_text()
    assert "Nothing at all would be said about:" in vanishing and "Age: 90 or more" in vanishing

    # Choose a remedy by what it loses, and for whom.
    press(carmen, "Compare what loses less")
    work()
    carmen.goto(where)
    sound(carmen)
    compared = carmen.locator("main").inner_text()
    assert "Seen only together with others:" in compared and "Risk beside use" in compared
    assert carmen.get_by_role("img", name="Risk beside use, for every choice of tables").count() == 1
    assert carmen.get_by_role("region", name="Risk beside use, for every choice of tables").count() == 1
    sound(carmen)

    # The community chose; the next run shows its elders together.
    carmen.goto(f"{address}{HOME}breakdowns/old/do/choose-grouping/")
    carmen.locator("[name=chosen_by]").fill("Assembly of elders")
    carmen.locator("[name=chosen_date]").fill("2026-04-02")
    carmen.get_by_label("Under 40; 40 and over").check()
    sound(carmen)
    carmen.get_by_role("button", name="Use them").click()
    assert "used in the next run" in carmen.locator("main").inner_text()
    carmen.goto(f"{address}{HOME}runs/")
    press(carmen, "Start")
    work()
    second = Run.objects.latest("number")
    assert second.number == first.number + 1
    assert "old+very_old" in {
        code for table in candidate(second).tables for f in table.figures for code in f.categories
    }
    carmen.goto(f"{address}{HOME}runs/{second.uuid}/")
    assert "Age: 90 or more" not in carmen.locator("main").inner_text()

    # Sign: somebody else than who made it.
    approver = opened(browser, address, elders[Role.APPROVER], PHONE)
    approver.goto(f"{address}{HOME}releases/")
    approver.locator("main a[href*='/releases/']").first.click()
    sound(approver)
    release = approver.url
    publishing.weighed(elders, PublicRelease.objects.get(uuid=release.rstrip("/").rpartition("/")[2]))
    approver.goto(f"{release}do/approve/")
    approver.locator("[name=has_read]").check()
    approver.locator("main form button").last.click()
    assert "pproved" in approver.locator("main").inner_text()
    carmen.goto(release)
    assert carmen.get_by_role("link", name=re.compile("^Approve")).count() == 0
