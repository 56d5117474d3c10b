"""The way of a release into official statistics: each step as somebody takes it in a browser of their own."""

import hashlib
import re
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Page

from browser.people_at_work import Said, do, fill
from browser.windows import sign_in, window
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.releases.models import PublicRelease
from web import agreeing, board, gap_sources
from web.cast import Cast, person
from web.publishing import work

OFFICE, BODY = "national-statistics", "rights-commission"


@dataclass
class Country:
    """Who works where. area: M49 code. place: of the figures. people: who made the data; the others judge them."""

    browser: Browser
    address: str
    people: Cast
    area: str
    place: str
    office: agreeing.Office
    commissioner: User
    windows: dict[str, Page] = field(default_factory=dict)

    def at(self, user: User) -> Page:
        """The window of somebody who is signed in."""
        if user.email not in self.windows:
            self.windows[user.email] = sign_in(window(self.browser, script=False), self.address, user)
        return self.windows[user.email]

    @property
    def carmen(self) -> Page:
        """Who coordinates the initiative."""
        return self.at(self.people[Role.COORDINATOR])

    @property
    def home(self) -> str:
        """The initiative."""
        return f"{self.address}/work/initiatives/{self.people.initiative.slug}/"

    def organisation(self, slug: str) -> str:
        return f"{self.address}/work/organisations/{slug}/"


def country(browser: Browser, address: str, people: Cast, area: str, place: str) -> Country:
    """A statistics office and a human-rights institution, each with people of its own."""
    office = agreeing.office(OFFICE, "The national statistics office")
    body = Organisation.objects.create(slug=BODY, name="The rights commission", kind="human-rights-institution")
    commissioner = person("Hana", "rights.example")
    Membership.objects.create(user=commissioner, organisation=body, is_admin=True)
    gap_sources.may_stand_there(people)
    return Country(browser, address, people, area, place, office, commissioner)


def gap(land: Country, indicator: str) -> str:
    """The office hands in a platform without that figure, the initiative opts in; gives what a stranger reads."""
    files = {f"indicator_{indicator.replace('.', '-')}.csv": "Year,Value\n"}
    said: Mapping[str, Said] = {
        "file": {"name": "platform.zip", "mimeType": "application/zip", "buffer": gap_sources.zipped(files)},
        "format": "open-sdg",
        "area": land.area,
        "place": land.place,
        "name": "National SDG platform",
        "licence": "CC-BY-4.0",
        "snapshot_on": timezone.localdate().isoformat(),
    }
    do(land.at(land.office.admin), land.organisation(OFFICE), "hand-in-series", said)
    work()
    do(land.carmen, land.home, "show-on-gap-map", {"area": land.area, "coverage": "part"})
    stranger = window(land.browser, script=False)
    stranger.goto(f"{land.address}/gaps/?place={land.area}")
    stranger.locator(f"main a[href*='/gaps/{land.area}/{indicator}/']").first.click()
    return stranger.locator("main").inner_text()


def agreement(land: Country, variables: Sequence[str], statistics: str) -> str:
    """Drafted, agreed to by the community, signed by both; gives where it stands for those who made the data."""
    today = timezone.localdate()
    said: Mapping[str, Said] = {
        "recipient": OFFICE,
        "handed": "protected-aggregates",
        "variables": "\n".join(variables),
        "purposes": statistics,
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=700)).isoformat(),
    }
    made = do(land.carmen, land.home, "draft-agreement", said)
    law = {name: str(value) for name, value in agreeing.LAW.items()}
    do(land.carmen, made, "change-agreement-law", law)
    people = {**agreeing.PEOPLE, "community_first": "True", "cut_off": (today + timedelta(days=90)).isoformat()}
    do(land.carmen, made, "change-agreement-people", {name: str(value) for name, value in people.items()})
    _community_says_yes(land)
    land.carmen.goto(f"{made}do/link-decision/")
    land.carmen.locator('main [name="decision"]').first.check()
    land.carmen.locator("main form .actions button").last.click()
    _signs(land.carmen, made, "Whoever coordinates it")
    theirs = f"{land.organisation(OFFICE)}agreements/{made.rstrip('/').rpartition('/')[2]}/"
    _signs(land.at(land.office.admin), theirs, "Head of social statistics")
    return made


def _community_says_yes(land: Country) -> None:
    body = board.named(land.people)
    today = timezone.localdate().isoformat()
    said: Mapping[str, Said] = {
        "step": "agrees",
        "purposes": ["statistics-office"],
        "recipients": OFFICE,
        "starts_on": today,
        "decided_on": today,
        "minutes": "Minutes of the assembly, item 3",
    }
    boris = land.at(land.people[Role.BOARD_MEMBER])
    do(boris, f"{land.home}community-bodies/{body.uuid}/", "record-decision", said)


def _signs(page: Page, where: str, as_role: str) -> None:
    """Reads the words, and says yes to them."""
    page.goto(where)
    page.goto(f"{where}do/sign/")
    box = page.locator('main [name="fingerprint"]').first
    if box.get_attribute("type") in ("radio", "checkbox"):
        box.check()
    page.locator('main [name="as_role"]').fill(as_role)
    page.locator("main form .actions button").last.click()
    assert page.locator(".errors").count() == 0, page.locator("main").inner_text()


def handed_over(land: Country, made: str, release: PublicRelease, statistics: str, series: Mapping[str, str]) -> None:
    """The coordinator hands a release over; a worker builds the package."""
    said: dict[str, Said] = {
        "release": str(release.uuid),
        "handed": "protected-aggregates",
        "purpose": statistics,
        "area": land.area,
        "about": f"Those of {land.place} who were asked",
    }
    for number, (indicator, code) in enumerate(series.items()):
        said |= {f"series-{number}-indicator": indicator, f"series-{number}-series": code}
    do(land.carmen, made, "hand-over", said)
    work()


def package(land: Country, folder: Path) -> Path:
    """What the office saves, unpacked with a program of everybody, and checked with another one."""
    nadia = land.at(land.office.admin)
    nadia.goto(f"{land.organisation(OFFICE)}received/")
    nadia.locator("main ul a[href*='/received/']").first.click()
    with nadia.expect_download() as download:
        nadia.locator("main form[action$='/file/'] button").click()
    place = folder / "package.zip"
    download.value.save_as(place)
    assert hashlib.sha256(place.read_bytes()).hexdigest() in nadia.locator("main").inner_text()
    with zipfile.ZipFile(place) as opened:
        opened.extractall(folder / "package")
    found = next((folder / "package").rglob("SHA256SUMS")).parent
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=found, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return found


def requested(land: Country, release: PublicRelease, purposes: Sequence[Mapping[str, str]]) -> str:
    """The coordinator asks the office; gives where the producer sees it."""
    said: dict[str, Said] = {"release": str(release.uuid), "office": OFFICE}
    for number, purpose in enumerate(purposes):
        said |= {f"purposes-{number}-{name}": value for name, value in purpose.items()}
    return do(land.carmen, land.home + "assessments/", "request-assessment", said)


def at_office(land: Country, asked: str) -> str:
    """Where the office sees the same assessment."""
    return f"{land.organisation(OFFICE)}assessments/{asked.rstrip('/').rpartition('/')[2]}/"


def assessed(land: Country, where: str, pack: str, answers: Mapping[str, str]) -> None:
    """An assessor takes it on, by those criteria, and answers each; what was computed carries the answer."""
    noor = land.at(land.office.member)
    do(noor, where, "choose-criteria", {"criteria": pack})
    do(noor, where, "take-on")
    for code, says in answers.items():
        noor.goto(f"{where}criteria/{code}/do/answer/")
        computed = noor.locator('main [name="computed"]')
        said: dict[str, Said] = {"says": says, "because": "The record says so, and we looked at it."}
        if computed.count():
            said["computed"] = [str(computed.first.get_attribute("value"))]
        else:
            said["documents"] = "The method card of the release"
        do(noor, f"{where}criteria/{code}/", "answer", said)


def asked_back(land: Country, asked: str, question: str, answer: str) -> None:
    """A question of the assessor, and what the producer says to it."""
    noor, where = land.at(land.office.member), at_office(land, asked)
    do(noor, where, "ask", {"words": question})
    land.carmen.goto(asked)
    assert question in land.carmen.locator("main").inner_text()
    land.carmen.locator("main a[href$='/do/reply-question/']").first.click()
    land.carmen.locator('main [name="words"]').fill(answer)
    land.carmen.locator("main form .actions button").last.click()
    noor.goto(where)
    assert answer in noor.locator("main").inner_text()


def proposed(land: Country, asked: str, purpose: int, said: Mapping[str, Said]) -> None:
    """A verdict, shown to the producer first."""
    do(land.at(land.office.member), at_office(land, asked), "propose-verdict", {"purpose": str(purpose), **said})


def refused(land: Country, asked: str, purpose: int, said: Mapping[str, Said]) -> str:
    """What the assessor is told who proposes something that does not go."""
    noor, where = land.at(land.office.member), at_office(land, asked)
    noor.goto(f"{where}do/propose-verdict/")
    from_page(noor, {"purpose": str(purpose), **said})
    assert "/do/propose-verdict/" in noor.url
    return noor.locator("main").inner_text()


def from_page(page: Page, said: Mapping[str, Said]) -> None:
    """Fill in and press, whatever comes of it."""
    fill(page, said)
    page.locator("main form .actions button").last.click()


def replied_and_issued(land: Country, asked: str, words: str) -> None:
    """The producer replies to every verdict that is shown; the office issues them."""
    land.carmen.goto(asked)
    while land.carmen.locator("main a[href$='/do/reply/']").count():
        land.carmen.locator("main a[href$='/do/reply/']").first.click()
        from_page(land.carmen, {"has": "something", "words": words})
        land.carmen.goto(asked)
    noor, where = land.at(land.office.member), at_office(land, asked)
    noor.goto(where)
    while noor.locator("main a[href$='/do/issue/']").count():
        noor.locator("main a[href$='/do/issue/']").first.click()
        noor.locator("main form .actions button").last.click()
        noor.goto(where)


def appealed(land: Country, asked: str, words: str, reasons: str) -> None:
    """The producer appeals against the last verdict; the commission sends it back."""
    land.carmen.goto(asked)
    land.carmen.locator("main a[href$='/do/appeal/']").last.click()
    from_page(land.carmen, {"body": BODY, "because": words})
    hana = land.at(land.commissioner)
    hana.goto(f"{land.organisation(BODY)}appeals/")
    hana.locator("main a[href*='/appeals/']").first.click()
    assert words in hana.locator("main").inner_text()
    hana.locator("main a[href$='/do/decide-appeal/']").first.click()
    from_page(hana, {"end": "sent-back", "reasons": reasons})


def public_verdicts(land: Country, release: PublicRelease, language: str = "en") -> Page:
    """The page that everybody reads."""
    page = window(land.browser, language=language)
    page.goto(f"{land.address}/data/{release.name}/{release.version}/")
    page.locator("main a[href$='/verdicts/']").first.click()
    return page


def numbers_in(text: str) -> list[str]:
    """Figures as they are written."""
    return re.findall(r"\d+(?:\.\d+)?", text)
