"""Loss by group and remedies in a real browser: accessible, whole on a small phone, mirrored, and printed whole."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from nyhavn.framework.roles import Role
from nyhavn.web.production.models import Run
from web import objects
from web.cast import Cast
from web.production.seeing import HOME
from web.production.test_production_in_a_browser import (  # noqa: F401  (fixtures)
    DESK,
    PHONE,
    address,
    broken_rules,
    browser,
    opened,
)
from web.production.test_production_remedies import UNSAFE, compared, small  # noqa: F401  (fixtures)

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
BARS = "document.querySelectorAll('figure svg rect, figure svg text')"
OUTSIDE = f"""[...{BARS}].filter(mark => {{
  const at = mark.getBoundingClientRect(), around = mark.closest('svg').getBoundingClientRect();
  return around.width > 0 && (at.left < around.left - 1.5 || at.right > around.right + 1.5);
}}).length"""


@pytest.fixture
def refused(small: Cast) -> Run:  # noqa: F811
    """A run that protection refused, with remedies compared: every part of the page is there."""
    objects.tables(small, UNSAFE)
    run = objects.run(small)
    compared(small, run)
    return run


@pytest.fixture
def judged(small: Cast) -> Run:  # noqa: F811
    run = objects.run(small)
    compared(small, run)
    return run


def shown(browser: Browser, address: str, cast: Cast, run: Run, size: tuple[int, int], scheme: str = "light") -> Page:  # noqa: F811
    page = opened(browser, address, cast[Role.COORDINATOR], size, scheme)
    page.goto(f"{address}{HOME}runs/{run.uuid}/")
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["refused", "judged"])
def test_no_accessibility_rule_is_broken_and_nothing_is_cut_off(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    small: Cast,  # noqa: F811
    which: str,
    scheme: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    page = shown(browser, address, small, request.getfixturevalue(which), PHONE, scheme)
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert page.evaluate(OUTSIDE) == 0


def test_every_picture_has_its_name_and_says_which_people_disappear(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    small: Cast,  # noqa: F811
    refused: Run,
) -> None:
    page = shown(browser, address, small, refused, DESK)
    pictures = page.get_by_role("img")
    assert pictures.count() == 2 + len(page.locator("details figure").all())
    assert page.get_by_role("img", name="Risk beside use, for every choice of tables").count() == 1
    assert page.get_by_role("img", name="Figures by group, as planned").count() == 1
    assert page.get_by_role("img", name="Figures by group under remedy 1").count() == 1
    table = page.get_by_role("region", name="Figures shown, of those planned, by group")
    assert table.get_by_role("columnheader", name="As planned").count() == 1
    assert table.get_by_role("rowheader", name="Gender: In own words").count() == 1


def test_read_from_right_to_left_no_bar_leaves_its_picture(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    small: Cast,  # noqa: F811
    judged: Run,
) -> None:
    page = shown(browser, address, small, judged, PHONE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(OUTSIDE) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_on_paper_every_picture_is_there(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    small: Cast,  # noqa: F811
    judged: Run,
) -> None:
    page = opened(browser, address, small[Role.COORDINATOR], DESK)
    page.goto(f"{address}{HOME}runs/{judged.uuid}/")
    page.emulate_media(media="print")
    heights = [one.evaluate("svg => svg.getBoundingClientRect().height") for one in page.locator("figure svg").all()]
    assert len(heights) > 2 and min(heights) > 50
