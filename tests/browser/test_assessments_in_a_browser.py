"""Pages of assessments in a real browser: with axe, on a phone, zoomed, and an answer by keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, UNFOLD, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.roles import Role
from web import judging, objects, publishing
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]


def faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.evaluate(UNFOLD)
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def test_the_pages_of_assessments(browser: Browser, address: str, village: Cast) -> None:
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    release = publishing.published(village)
    office, institution = judging.office(), judging.institution()
    on = judging.begun(judging.requested(village, release, office, (judging.HEADLINE, judging.BREAKDOWN)), office)
    judging.answered_back(village, judging.asked_back(on, office))
    judging.answered(on, office, 2, 2, 2, 1, 1)
    judging.answer(on, office.first, "relevance", "strong")
    said = judging.asks.DisputeSaid(code="figure-indicators", because="There are two in the text.")
    judging.assessing.dispute(by=office.first, on=on, said=said)
    verdict = judging.issued(village, on, office, VerdictOutcome.PROXY, caveat=judging.CAVEAT)
    appeal = judging.appealed(village, verdict, institution)
    shown = judging.proposed(on, office, VerdictOutcome.BREAKDOWN, purpose="2")
    judging.asked_back(on, office)
    ours, theirs = f"/work/initiatives/village-water/assessments/{on.uuid}/", f"/work/organisations/{office.slug}/"
    places = {
        village[Role.COORDINATOR]: (
            "/work/initiatives/village-water/assessments/",
            "/work/initiatives/village-water/assessments/do/request-assessment/",
            ours,
            f"{ours}proposals/{shown.uuid}/do/reply/",
            f"/data/{release.name}/{release.version}/verdicts/",
            f"/data/{release.name}/{release.version}/verdicts/{verdict.uuid}/",
        ),
        office.first: (
            f"{theirs}assessments/",
            f"{theirs}assessments/{on.uuid}/",
            f"{theirs}assessments/{on.uuid}/criteria/relevance/do/answer/",
            f"{theirs}assessments/{on.uuid}/do/propose-verdict/",
            f"{theirs}criteria/",
        ),
        institution.first: (
            f"/work/organisations/{institution.slug}/appeals/",
            f"/work/organisations/{institution.slug}/appeals/{appeal.uuid}/",
        ),
    }
    for user, addresses in places.items():
        page = sign_in(window(browser), address, user)
        wrong = {place: found for place in addresses if (found := faults(page, f"{address}{place}"))}
        assert wrong == {}
    arabic = window(browser, language="ar")
    for below in ("", f"{verdict.uuid}/"):
        assert faults(arabic, f"{address}/data/{release.name}/{release.version}/verdicts/{below}") == []


def test_a_criterion_is_answered_by_keyboard(browser: Browser, address: str, village: Cast) -> None:
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    office = judging.office()
    on = judging.begun(judging.requested(village, publishing.published(village), office), office)
    page = sign_in(window(browser), address, office.first)
    page.goto(f"{address}/work/organisations/{office.slug}/assessments/{on.uuid}/criteria/need/do/answer/")
    page.locator('main [name="says"]').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("There is no official figure.")
    page.locator('main [name="documents"]').focus()
    page.keyboard.type("The catalogue of the office")
    page.locator('main [name="says"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assessments/{on.uuid}/**criterion-need")
    assert "There is no official figure." in page.locator("main").inner_text()
