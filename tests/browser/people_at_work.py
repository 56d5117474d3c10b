"""What people do at their windows: come in by a link, open an operation, fill in its form, press its button."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Locator, Page

from browser.installation import Installation, within
from browser.windows import window

PASSWORD = "seven boats in the harbour"
Said = str | bool | list[str] | Path | FilePayload


def joined(browser: Browser, link: str, name: str, language: str = "en") -> Page:
    """The window of somebody who took up an invitation."""
    page = window(browser, language=language, script=False)
    page.goto(link)
    page.locator('input[name="name"]').fill(name)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url("**/work/")
    return page


def fill(page: Page, said: Mapping[str, Said]) -> None:
    """Answer fields by the names under which they are sent."""
    for name, value in said.items():
        field = page.locator(f'main [name="{name}"]')
        if isinstance(value, (bool, list)):
            _tick(field, value)
        elif isinstance(value, (Path, dict)):
            field.set_input_files(value)
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def _tick(field: Locator, value: bool | list[str]) -> None:
    if isinstance(value, bool):
        field.set_checked(value)
        return
    for box in field.all():
        box.set_checked(box.get_attribute("value") in value)


def do(page: Page, where: str, operation: str, said: Mapping[str, Said] | None = None) -> str:
    """Carry out an operation; gives the address where one is afterwards."""
    page.goto(f"{where}do/{operation}/")
    fill(page, said or {})
    page.locator("main form .actions button").last.click()
    assert page.locator(".errors").count() == 0, page.locator("main").inner_text()
    assert not page.url.endswith(f"/do/{operation}/"), page.locator("main").inner_text()
    return page.url


def until(page: Page, words: str) -> None:
    """Load the page again until it says something, as a person would who waits for a job."""

    def look() -> bool:
        page.reload()
        return words in page.locator("main").inner_text()

    within(look)


def newcomer(browser: Browser, site: Installation, email: str, name: str, language: str = "en") -> Page:
    """Somebody who was sent a mail with a link, and took it up."""
    return joined(browser, site.mailed_link(email), name, language)
