"""One village, one unbroken way: from an empty installation to a release that anyone can verify, in browsers alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser

from browser import village_chain as chain
from browser.installation import Installation, started
from browser.village_files import Papers, in_two_languages, of_the_tutorial
from nyhavn.web.collection.receipts import LENGTH

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow, pytest.mark.longest]
# A bar that a style sheet draws longer than its figure lies; so does a chart without bars.
BARS = """() => {
  const bars = [...document.querySelectorAll('svg rect.bar')];
  if (!bars.length) return ['no bars'];
  const drawn = bars.map(bar => [bar.getBBox().width, bar.width.baseVal.value]);
  return drawn.filter(([shown, meant]) => Math.abs(shown - meant) > 0.5).map(String);
}"""
PAPERS = {"en": of_the_tutorial, "ar": in_two_languages}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    made = started(tmp_path, NYHAVN_ANNOUNCE_DAYS="0")
    yield made
    made.stop()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_nothing_to_a_release(browser: Browser, site: Installation, tmp_path: Path, language: str) -> None:
    """The people of the village and the readers use that language; who works on it works in English."""
    papers = PAPERS[language]()
    headline = f"Do you have water at home? Yes: {percent(papers)} % of those who answered"
    village = chain.founded(browser, site, papers)
    chain.register(village)
    assert "It counts as citizen data" in chain.verdict(village)
    chain.prepare(village)
    chain.think_of_harm(village)
    chain.say_who_needs_it(village)
    code = chain.open_up(village)
    for said in papers.said:
        page = chain.contribute(village, code, language, said)
        assert len(page.locator(".headline").inner_text().split()) == LENGTH
        assert page.context.cookies() == []
        page.context.close()
    chain.plan_tables(village)
    carmen = chain.produce(village, "What stands against a release")
    assert "licence" in carmen.locator(".reasons li").first.inner_text()
    assert "State an SPDX licence" in carmen.locator(".reasons li").first.inner_text()
    chain.licence(village)
    assert headline not in chain.produce(village, "ended").locator("main").inner_text()
    chain.take_in_a_file(village)
    found = chain.produce(village, "What came out").locator("main").inner_text()
    assert headline in found, found
    chain.publish(village, chain.approve(village))
    public = chain.seen_by_everybody(village, language)
    assert headline in public.locator(".headline").first.inner_text()
    assert public.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert public.evaluate(BARS) == []
    check_for_oneself(chain.taken(public, tmp_path), site.home / "log" / "trust.pub")
    assert "Traceback" not in site.log


def percent(papers: Papers) -> int:
    """Worked out by hand: those of the file, and the three with a phone, who all have water."""
    with_water, everybody = papers.share
    return round(100 * (with_water + len(papers.said)) / (everybody + len(papers.said)))


def check_for_oneself(bundle: Path, trusted: Path) -> None:
    """The command of the page, on the machine of a reader."""
    assert verified(bundle, trusted).returncode == 0, verified(bundle, trusted).stdout
    changed = bundle.with_name("changed.zip")
    with ZipFile(bundle) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"The valley", b"The mountain"))
    assert verified(changed, trusted).returncode != 0


def verified(bundle: Path, trusted: Path) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-c", "from nyhavn.cli.start import main; main()", "verify")
    return subprocess.run([*command, str(bundle), "--key", str(trusted)], capture_output=True, text=True, check=False)
