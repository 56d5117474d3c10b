"""One village, one unbroken way: from an empty installation to a release that anyone can verify, in browsers alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from browser import village_chain as chain
from browser.installation import Installation, started
from nyhavn.cli.start import main

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HEADLINE = "Do you have water at home? Yes: 67 % of those who answered"
PEOPLE = (("woman", "34"), ("man", "51"), ("woman", "27"))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    made = started(tmp_path, NYHAVN_ANNOUNCE_DAYS="0")
    yield made
    made.stop()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_nothing_to_a_release(browser: Browser, site: Installation, tmp_path: Path, language: str) -> None:
    """The people of the village and the readers use that language; who works on it works in English."""
    village = chain.founded(browser, site)
    chain.register(village)
    assert "It counts as citizen data" in chain.verdict(village)
    chain.prepare(village)
    code = chain.open_up(village)
    for gender, age in PEOPLE:
        page = chain.contribute(village, code, language, gender, age)
        assert len(page.locator(".headline").inner_text().split()) == 6
        assert page.context.cookies() == []
        page.context.close()
    chain.plan_tables(village)
    carmen = chain.produce(village, "What stands against a release")
    assert "licence" in carmen.locator(".reasons li").first.inner_text()
    assert "State an SPDX licence" in carmen.locator(".reasons li").first.inner_text()
    chain.licence(village)
    assert HEADLINE not in chain.produce(village, "ended").locator("main").inner_text()
    chain.take_in_a_file(village)
    assert HEADLINE in chain.produce(village, "What came out").locator("main").inner_text()
    chain.publish(village, chain.approve(village))
    public = chain.seen_by_everybody(village, language)
    assert HEADLINE in public.locator(".headline").first.inner_text()
    assert public.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    check_for_oneself(chain.taken(public, tmp_path), site.home / "log" / "trust.pub")
    assert "Traceback" not in site.log


def check_for_oneself(bundle: Path, trusted: Path) -> None:
    """The command of the page, on the machine of a reader."""
    verified = CliRunner().invoke(main, ["verify", str(bundle), "--key", str(trusted)])
    assert verified.exit_code == 0, verified.output
    changed = bundle.with_name("changed.zip")
    changed.write_bytes(bundle.read_bytes().replace(b"village", b"villain", 1))
    assert CliRunner().invoke(main, ["verify", str(changed), "--key", str(trusted)]).exit_code != 0
