"""What the team keeps for people: help with lost codes and certificates of what was deleted, for eyes and keyboard."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from browser.test_keyboard_alone import press, tab_to
from browser.windows import DESK, PHONE, UNFOLD, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from nyhavn.web.consent.models import Notice
from nyhavn.web.lineage.models import RetentionCertificate
from nyhavn.web.receipts.models import LostCode
from web import objects
from web.cast import Cast
from web.receipt_holders import Person, holder

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water/"


@pytest.fixture
def amina(village: Cast) -> Person:
    """Amina was told that a lost code can be helped with a witness, and lost hers."""
    found = holder(objects.collection(village))
    Notice.objects.update(witnessed_path=True)
    return found


def certified(village: Cast) -> None:
    """Two months are over: in one everything was made again, in the other nothing had been made."""
    for month, outcomes in ((9, {}), (10, {"contribution": ["erased"], "release": ["stays", "superseded"]})):
        RetentionCertificate.objects.create(
            initiative=village.initiative,
            month=date(2025, month, 1),
            purpose="collection",
            notices=["1", "2"],
            size="10 to 99",
            outcomes=outcomes,
            issued_at=timezone.now(),
        )


def requests(village: Cast, amina: Person) -> None:
    """One waits, one is done, one was refused."""
    now = timezone.now()
    ended = {"ended_at": now, "contribution": objects.contribution(amina.collection).uuid}
    for values in (
        {"state": "requested", "contribution": amina.contribution.uuid},
        {"state": "done", "confirmed_at": now, "confirmed_by": village[Role.COORDINATOR], **ended},
        {"state": "refused", **ended},
    ):
        LostCode.objects.create(
            initiative=village.initiative,
            grounds=["known-to-the-team", "document-shown"],
            wish="new-code",
            asked_by=village[Role.STEWARD],
            asked_at=now,
            **values,
        )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "filled"])
def test_what_is_kept_deleted_and_lost_can_be_read_by_everybody_of_the_team(
    browser: Browser, address: str, village: Cast, amina: Person, language: str, is_empty: bool
) -> None:
    if not is_empty:
        certified(village)
        requests(village, amina)
    page = sign_in(window(browser, PHONE, language=language), address, village[Role.COORDINATOR])
    wrong = {}
    for name in ("lost-codes", "retention", "who-looked", "community-decisions"):
        page.goto(f"{address}{HOME}{name}/")
        page.evaluate(UNFOLD)
        wrong[name] = [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]
    assert not {name: faults for name, faults in wrong.items() if faults}


def test_two_people_help_with_the_keyboard_alone(browser: Browser, address: str, village: Cast, amina: Person) -> None:
    page = sign_in(window(browser, DESK), address, village[Role.STEWARD])
    page.goto(f"{address}{HOME}lost-codes/")
    tab_to(page, text="Help somebody who lost the code")
    press(page)
    tab_to(page, name="day")
    page.keyboard.type(timezone.localdate().isoformat())
    tab_to(page, name="door", value="form")
    page.keyboard.press("Space")
    tab_to(page, name="wish", value="new-code")
    page.keyboard.press("Space")
    for ground in ("knows-day-and-place", "known-to-the-team"):
        tab_to(page, name="grounds", value=ground)
        page.keyboard.press("Space")
    tab_to(page, tag="BUTTON", text="Write it down")
    press(page)
    page = sign_in(window(browser, DESK), address, village[Role.COORDINATOR])
    page.goto(f"{address}{HOME}lost-codes/")
    tab_to(page, tag="A", text=str(page.locator("main a", has_text="Be the witness").text_content()))
    press(page)
    tab_to(page, name="is_heard")
    page.keyboard.press("Space")
    tab_to(page, tag="BUTTON", text="I am the witness")
    press(page)
    assert LostCode.objects.get().state == "confirmed"
