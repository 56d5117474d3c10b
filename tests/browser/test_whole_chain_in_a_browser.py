"""One village, one unbroken way: from an empty installation to a release, with nothing but browsers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import village_chain as chain
from browser.installation import Installation, started

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    made = started(tmp_path, NYHAVN_ANNOUNCE_DAYS="0")
    yield made
    made.stop()


def test_from_nothing_to_a_release(browser: Browser, site: Installation) -> None:
    village = chain.founded(browser, site)
    chain.register(village)
    assert "citizen data" in chain.verdict(village)
    chain.prepare(village)
    code = chain.open_up(village)
    for language, gender, age in (("en", "woman", "34"), ("ar", "man", "51"), ("en", "woman", "27")):
        page = chain.contribute(village, code, language, gender, age)
        assert len(page.locator(".headline").inner_text().split()) == 6
        page.context.close()
    chain.plan_tables(village)
    carmen = chain.produce(village, "What stands against a release")
    print(carmen.locator("main").inner_text())
    chain.take_in_a_file(village)
