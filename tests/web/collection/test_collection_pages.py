"""Working pages of a collection: opened, handed in, declared and taken in with a browser, step by step."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nyhavn.framework.opening import Door
from nyhavn.framework.roles import RIGHTS, Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.asks import TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.collection.models import Collection, Contribution, ImportBatch
from nyhavn.web.collection.queries import material
from nyhavn.web.collection.waiting import files_waiting
from nyhavn.web.initiatives.queries import begin_at, way
from nyhavn.web.initiatives.steps import Standing
from nyhavn.web.jobs.worker import work_once
from web import files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
SignIn = Callable[[User], Client]


@pytest.fixture
def carmen(village: Cast, signed_in: SignIn) -> Client:
    """The coordinator."""
    return signed_in(village[Role.COORDINATOR])


def page(client: Client, address: str) -> str:
    return client.get(f"{HOME}/{address}").content.decode()


def test_the_page_says_what_is_missing_before_the_form_can_open(carmen: Client, village: Cast) -> None:
    shown = page(carmen, "collection/")
    assert "What is missing before the web form can open" in shown
    assert "No notice is in use today" in shown
    objects.prepared(village)
    assert "What is missing" not in page(carmen, "collection/")


def test_a_coordinator_opens_shares_and_closes(carmen: Client, village: Cast) -> None:
    objects.prepared(village)
    opened = carmen.post(f"{HOME}/do/open-collection/", {"doors": ["form", "import"]})
    assert opened["Location"] == f"{HOME}/collection/"
    found = Collection.objects.get()
    shown = page(carmen, "collection/")
    assert f"/c/{found.code}/" in shown
    assert "0 contributions came in" in shown
    picture = carmen.get(f"{HOME}/collection/address.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    poster = page(carmen, "collection/poster/")
    assert f"/c/{found.code}/" in poster
    assert "Water" not in poster
    carmen.post(f"{HOME}/do/close-collection/", {"reason": "Everybody was asked"})
    assert "Everybody was asked" in page(carmen, "collection/")
    assert carmen.get(f"{HOME}/collection/address.svg").status_code == 404


def test_whoever_does_not_work_on_the_data_sees_no_count(village: Cast, signed_in: SignIn) -> None:
    objects.contribution(objects.collection(village))
    for role in (Role.OBSERVER, Role.ASSESSOR, Role.BOARD_MEMBER, Role.APPROVER):
        shown = signed_in(village[role]).get(f"{HOME}/collection/").content.decode()
        assert "came in" not in shown
        assert "open" in shown
    assert "1 contribution came in" in signed_in(village[Role.STEWARD]).get(f"{HOME}/collection/").content.decode()


def test_a_refused_opening_shows_every_reason_on_the_form(carmen: Client, village: Cast) -> None:
    refused = carmen.post(f"{HOME}/do/open-collection/", {"doors": ["form"]})
    assert refused.status_code == 422
    assert "No questionnaire is chosen" in refused.content.decode()
    assert "No notice is in use today" in refused.content.decode()


def declared(proposed: dict[str, str]) -> dict[str, str]:
    """The form of the declaration as somebody fills it in."""
    return {
        **proposed,
        "basis-kind": "consent-record-per-person",
        "consent-0-purpose": "collection",
        "consent-0-column": "agreed",
        "consent-0-given": "yes",
        "consent-1-purpose": "published-aggregates",
        "consent-1-column": "publish",
        "consent-1-given": "yes",
        "consent-1-refused": "no",
        "notice_version": "1",
        "language": "en",
        "consented_on_column": "agreed_on",
        "contributed_on_column": "day",
        "date_format": "%Y-%m-%d",
    }


def test_a_file_goes_in_through_the_pages(carmen: Client, village: Cast) -> None:
    objects.collection(village, Door.IMPORT)
    content = files.table([files.row(), files.row(publish="no"), files.row(age="old")])
    sent = {"file": SimpleUploadedFile("village.csv", content), "delimiter": ",", "encoding": "utf-8"}
    handed = carmen.post(f"{HOME}/do/hand-in-file/", sent)
    batch = ImportBatch.objects.get()
    place = f"{HOME}/imports/{batch.uuid}"
    assert handed["Location"] == f"{place}/do/declare/"
    form = carmen.get(f"{place}/do/declare/").content.decode()
    assert "gender = gender" in form
    assert "All columns of the file (11)" in form
    columns = {"columns": "gender = gender\nage = age\nwater = water"}
    said = carmen.post(f"{place}/do/declare/", declared(columns))
    assert said.status_code == 302, said.content.decode()
    shown = page(carmen, f"imports/{batch.uuid}/")
    assert "This is not a number" in shown
    assert "These columns are not stored: agreed" in shown or "These columns are not stored:" in shown
    stays = carmen.post(f"{place}/do/take-in/", {})
    assert "1 of 3 rows have errors" in stays.content.decode()
    carmen.post(f"{place}/do/take-in/", {"leaves_out": "yes"})
    assert work_once()
    assert "village.csv" in page(carmen, "imports/")
    assert Contribution.objects.count() == 2
    assert material(village.initiative).table.column("age").to_pylist() == ["34", "34"]
    done = page(carmen, f"imports/{batch.uuid}/")
    assert "they stay out, as somebody decided" in done


def test_what_was_declared_stands_in_the_form_again(carmen: Client, village: Cast) -> None:
    objects.collection(village)
    content = files.table([files.row()])
    sent = {"file": SimpleUploadedFile("village.csv", content), "delimiter": ",", "encoding": "utf-8"}
    carmen.post(f"{HOME}/do/hand-in-file/", sent)
    place = f"{HOME}/imports/{ImportBatch.objects.get().uuid}"
    carmen.post(f"{place}/do/declare/", declared({"columns": "gender = gender"}))
    again = carmen.get(f"{place}/do/declare/").content.decode()
    assert 'value="agreed_on"' in again
    assert 'value="publish"' in again
    given_up = carmen.post(f"{place}/do/give-up/")
    assert given_up.status_code == 302
    assert "given up" in page(carmen, "imports/")


def test_a_steward_finds_a_contribution_by_words_and_sets_it_aside(village: Cast, signed_in: SignIn) -> None:
    kept = objects.contribution(objects.collection(village))
    steward = signed_in(village[Role.STEWARD])
    missed = steward.post(f"{HOME}/do/find-by-words/", {"words": "acorn actor adult"})
    assert missed.status_code == 404
    assert str(kept.uuid)[:8] in page(steward, "contributions/")
    place = f"{HOME}/contributions/{kept.uuid}"
    steward.post(f"{place}/do/set-aside/", {"reason": "Entered twice"})
    assert "Entered twice" in steward.get(f"{place}/").content.decode()
    steward.post(f"{place}/do/take-back/")
    assert "takes part in runs" in steward.get(f"{place}/").content.decode()


def test_the_steps_say_what_comes_next(village: Cast) -> None:
    def standing(code: str) -> Standing:
        return next(step.standing for step in way(village.initiative, frozenset(Right)).steps if step.code == code)

    assert standing("open-collection") is Standing.NOT_YET
    objects.prepared(village)
    assert standing("open-collection") is Standing.NEXT
    assert standing("contributions") is Standing.NOT_YET
    objects.contribution(objects.opened(village))
    assert standing("open-collection") is Standing.DONE
    assert standing("contributions") is Standing.WAITS
    assert standing("entry") is Standing.NEXT


def test_an_enumerator_begins_where_paper_is_entered(village: Cast) -> None:
    assert begin_at(village.initiative, RIGHTS[Role.ENUMERATOR]) == f"{HOME}/entry/"


def test_a_file_waits_for_whoever_handed_it_in_until_it_is_decided_about(village: Cast) -> None:
    objects.collection(village)
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(files.table([files.row()])))
    assert [item.title for item in files_waiting(by)] == ["Say what a file's columns mean"]
    assert list(files_waiting(village[Role.STEWARD])) == []
    declare(by=by, on=batch, said=files.declaration())
    assert [item.title for item in files_waiting(by)] == ["Decide about a file"]
    take_in(by=by, on=batch, said=TakingInSaid())
    assert list(files_waiting(by)) == []
