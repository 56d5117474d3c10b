"""Windows of a browser, and what can be told of a page by looking at it."""

import json

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from nyhavn.web.accounts.models import User

# 400 % zoom on a window of 1280 x 1024 leaves this much (WCAG 2.2, 1.4.10 Reflow).
ZOOMED, PHONE, DESK = (320, 256), (360, 740), (1280, 1024)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Elements without faults are neither described nor sent over, which takes most of the time.
AXE, LOOKED_FOR = Axe().axe_script, {"runOnly": WCAG, "resultTypes": ["violations"]}
LOOK = f"axe.run({json.dumps(LOOKED_FOR)}).then(found => found.violations)"
PATIENCE = 120_000.0  # milliseconds, on a busy machine
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What stands beside the window, cut off for good: nothing scrolls to it.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || !box.height || e.closest('.region, .heard, .skip, svg, pre, select')) return false;
  return box.right > innerWidth + 1 || box.left < -1;
}).map(e => e.outerHTML.slice(0, 120))"""


def window(
    browser: Browser, size: tuple[int, int] = DESK, *, language: str = "en", script: bool = True, scheme: str = "light"
) -> Page:
    """A window of its own, with cookies of its own. script: axe needs it, the pages don't."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        locale=language,
        reduced_motion="reduce",  # what a page scrolls to is there at once
        color_scheme=scheme,  # type: ignore[arg-type]  # the driver wants a Literal
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def sign_in(page: Page, address: str, user: User) -> Page:
    """Let somebody be signed in there."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    return page


def broken_rules(page: Page) -> list[str]:
    """What axe finds, one line per rule and element."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate(LOOK)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page, size: tuple[int, int]) -> list[str]:
    """What makes the page scroll sideways, or stands beside the window, at that size."""
    page.wait_for_load_state()  # a click may have led to a page that is still empty
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wider = page.evaluate(WIDER)
    found = page.evaluate(CUT_OFF) + [f"{wider} pixels too wide"] * bool(wider)
    if before is not None:
        page.set_viewport_size(before)
    return list(found)
