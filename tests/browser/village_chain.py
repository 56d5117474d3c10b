"""The village's way from nothing to a release: each step as somebody takes it in a browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Page

from browser.installation import Installation
from browser.people_at_work import Said, do, fill, joined, newcomer, until
from browser.village_files import Papers
from browser.windows import PHONE, window
from web import objects

OPERATOR, CARMEN, AINO = "olga@site.example", "carmen@village.example", "aino@village.example"
REGISTRATION: Mapping[str, Said] = {
    "id": "village-water",
    "about-title": "Water in our village",
    "about-type": "survey-of-households",
    "about-community": "The village",
    "about-place": "The valley",
    "about-summary": "The village asks who has water.",
    "interests-parties_are": "none",
    "interests-interests_are": "none",
    "initiation-started_by": "The council of the village",
}
EVIDENCE: Mapping[str, Said] = {
    "level": "4",
    "claimed_by": "The council of the village",
    "evidence-0-kind": "workshop-minutes",
    "evidence-0-date": "2026-03-04",
    "evidence-0-attested_by": "The school of the valley",
    "evidence-0-document": "Minutes of 4 March",
}
CARD: Mapping[str, Mapping[str, Said]] = {
    "say-selection": {
        "population": "Everybody in the village",
        "target": "participants",
        "selection": "volunteer",
        "words": "Anybody who wants to.",
    },
    "say-asking": {"mode": "On the web, by phone", "nobody_asks": True},
    "say-pretest": {"pretest": "Ten neighbours tried it."},
    "say-error-sources": {"error_sources": "People without a phone are missed."},
}


@dataclass
class Village:
    """carmen: coordinates. aino: approves, and speaks for the community. home, organisation: addresses."""

    browser: Browser
    site: Installation
    carmen: Page
    aino: Page
    organisation: str
    papers: Papers
    home: str = ""


def founded(browser: Browser, site: Installation, papers: Papers) -> Village:
    """The operator lets an organisation in; its administrator comes, and invites a second person."""
    olga = joined(browser, site.link_for_operator(OPERATOR), "Olga")
    new = {"slug": "village-council", "name": "Council of the village", "kind": "community", "admin": CARMEN}
    do(olga, f"{site.address}/work/site/", "create-organisation", new)
    olga.context.close()
    carmen = newcomer(browser, site, CARMEN, "Carmen")
    organisation = f"{site.address}/work/organisations/village-council/"
    do(carmen, organisation, "invite", {"email": AINO})
    return Village(browser, site, carmen, newcomer(browser, site, AINO, "Aino"), organisation, papers)


def register(village: Village) -> None:
    village.home = do(village.carmen, village.organisation, "register", REGISTRATION)
    person = village.carmen
    for role in ("approver", "board-member"):
        person.goto(f"{village.home}do/give-role/")
        aino = person.locator("main label, main option").filter(has_text="Aino").first
        value = aino.get_attribute("value") or person.locator(f"#{aino.get_attribute('for')}").get_attribute("value")
        do(person, village.home, "give-role", {"person": str(value), "role": role})


def verdict(village: Village) -> str:
    """What is said of who decides; gives the sentence of the verdict."""
    for stage in ("design", "collection"):
        do(village.carmen, village.home, f"participation-{stage}", EVIDENCE)
    village.carmen.goto(f"{village.home}participation/")
    return village.carmen.locator("main").inner_text()


def prepare(village: Village) -> None:
    """Questionnaire, method card, notice in both languages."""
    carmen, home = village.carmen, village.home
    do(carmen, home, "upload-questionnaire", {"file": village.papers.questionnaire})
    for operation, said in CARD.items():
        do(carmen, home, operation, said)
    carmen.goto(f"{home}do/choose-questionnaire/")
    carmen.locator('main [name="questionnaire"]').first.check()
    carmen.locator("main form .actions button").last.click()
    purposes = [purpose.value for purpose in objects.PURPOSES]
    notice = do(carmen, home, "draft-notice", {"version": "1", "purposes": purposes, "contact": "Harbour Road 3"})
    for language, words in (("en", objects.ENGLISH), ("ar", objects.ARABIC)):
        asked = {f"questions-{key.replace('-', '_')}": text for key, text in objects.QUESTIONS[language].items()}
        do(carmen, notice, "add-text", {"language": language, **words, **asked})
    terms = {
        f"terms-{number}-{name}": said
        for number, purpose in enumerate(purposes)
        for name, said in (("purpose", purpose), ("kept", "months"), ("months", "24"), ("recipients", ["team"]))
    }
    do(carmen, notice, "say-terms", {"witnessed_path": False, **terms})
    do(carmen, notice, "put-in-use", {"valid_from": timezone.localdate().isoformat()})


def think_of_harm(village: Village) -> None:
    """What the questionnaire asks about is answered before anybody is asked."""
    carmen = village.carmen
    carmen.goto(f"{village.home}do/answer-prompts/")
    for box in carmen.locator('main [name="prompts"]').all():
        box.check()
    carmen.locator('main [name="reason"]').fill("The assembly looked at it and fears nothing here.")
    carmen.locator("main form .actions button").last.click()


def say_who_needs_it(village: Village) -> None:
    """Somebody needs to know it, before anybody is asked."""
    said = {"words": "Who has water?", "raised_by": "The clinic", "raised_on": "2025-01-07", "minutes": "A letter"}
    do(village.carmen, village.home, "raise-need", {**said, "questions": ["everything"]})


def open_up(village: Village) -> str:
    """The collection opens; gives the address of the form."""
    do(village.carmen, village.home, "open-collection", {"doors": ["form", "import"]})
    village.carmen.goto(f"{village.home}collection/")
    return str(village.carmen.locator("main").inner_text().split("/c/")[1].split("/")[0])


def contribute(village: Village, code: str, language: str, answers: Sequence[Mapping[str, str]]) -> Page:
    """Somebody contributes on a phone, without an account and without a script. answers: page by page."""
    page = window(village.browser, PHONE, language=language, script=False)
    page.goto(f"{village.site.address}/c/{code}/")
    press(page, language, "-begin")
    press(page, "on")
    for purpose in objects.PURPOSES:
        page.locator(f"#consent-{purpose.value}-yes").check()
        press(page, "on")
    for asked in answers:
        fill(page, asked)
        press(page, "on")
    page.locator("#receipt-words").check()
    press(page, "send")
    return page


def press(page: Page, value: str, name: str = "-do") -> None:
    page.locator(f'button[name="{name}"][value="{value}"]').first.click()


def plan_tables(village: Village) -> None:
    """From the questions, with clicks: groups by gender, the share with water; no licence yet."""
    carmen, home = village.carmen, village.home
    do(carmen, f"{home}questions/gender/", "make-groups")
    share: Mapping[str, Said] = {"answers": ["yes"], "unit": "of those who answered", "by": ["gender"]}
    do(carmen, f"{home}questions/water/", "count-share", share)
    do(carmen, home, "set-protection", {"threshold": "5"})
    do(carmen, home, "set-release", {"id": "village-water-2026", "kinds": ["open-aggregates"]})


def produce(village: Village, ends_with: str) -> Page:
    """A run, until it has ended as expected."""
    village.carmen.goto(do(village.carmen, village.home, "produce"))
    until(village.carmen, ends_with)
    return village.carmen


def take_in_a_file(village: Village) -> None:
    """Hand in, say what the columns mean, look, take in."""
    carmen, papers = village.carmen, village.papers
    batch = do(carmen, village.home, "hand-in-file", {"file": papers.answers}).removesuffix("do/declare/")
    do(carmen, batch, "declare", papers.meaning)
    assert f"All {papers.rows} rows are in order" in carmen.locator("body").inner_text()
    do(carmen, batch, "take-in")
    until(carmen, f"Taken in\n{papers.rows}")


def licence(village: Village) -> None:
    """What was missing: the licence that the producers chose."""
    said: Mapping[str, Said] = {"id": "village-water-2026", "kinds": ["open-aggregates"], "licence": "CC-BY-4.0"}
    do(village.carmen, village.home, "set-release", said)


def approve(village: Village) -> str:
    """Aino reads the report, approves, and says that the village saw it first; gives where the release is."""
    aino = village.aino
    aino.goto(f"{village.home}releases/")
    aino.locator("main a[href*='/releases/']").first.click()
    release = aino.url
    own: Mapping[str, Said] = {"kind": "none", "since": timezone.localdate().isoformat()}
    do(aino, village.home, "declare-own-interest", own)
    weighed = {"benefit": "The well is repaired.", "harm": "Nobody sees one.", "may_go": "yes", "publicity": "not"}
    do(aino, release, "review-harm", weighed)
    do(aino, release, "approve", {"has_read": True})
    aino.goto(f"{release}community/")
    assert aino.locator("h1").count() == 1
    seen: Mapping[str, Said] = {"returned_on": timezone.localdate().isoformat(), "ways": ["meeting"]}
    do(aino, release, "return-results", seen)
    told = {"outcome": "describes-us", "who": "The gathering", "said_on": timezone.localdate().isoformat()}
    do(aino, release, "record-validation", told)
    return release


def publish(village: Village, release: str) -> None:
    """Carmen sets the date of today; the worker does the rest."""
    do(village.carmen, release, "schedule", {"day": timezone.localdate().isoformat()})
    until(village.carmen, "published")


def seen_by_everybody(village: Village, language: str) -> Page:
    """The public page as a stranger reads it, found from the front page."""
    page = window(village.browser, language=language, script=False)
    page.goto(f"{village.site.address}/")
    page.locator("main a[href*='/data/village-water-2026']").first.click()
    return page


def taken(page: Page, folder: Path) -> Path:
    """All files in one, as the button of the page gives it."""
    with page.expect_download() as download:
        page.locator("a[href$='release.zip']").first.click()
    place = folder / "release.zip"
    download.value.save_as(place)
    return place
