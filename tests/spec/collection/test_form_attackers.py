"""Who could be hurt by a form: the person at home, the stranger who guesses, the seized server. Each with a twin."""

import secrets
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from logging import StreamHandler, getLogger

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import keys
from nyhavn.web.collection.actions import CODE_LENGTH, CODE_LETTERS, show_answers
from nyhavn.web.collection.form import drafts
from nyhavn.web.collection.jobs import expire_drafts
from nyhavn.web.collection.models import Collection, Contribution, Draft
from nyhavn.web.collection.queries import material, with_receipt
from nyhavn.web.collection.receipts import all_words, receipt_hash, words_for
from nyhavn.web.jobs.actions import enqueue, take
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}
TOLD = "he took the money"


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def visitor(collection: Collection) -> Visitor:
    """Somebody who is in the middle of the form and has told something."""
    visitor = Visitor(Client(enforce_csrf_checks=True), f"/c/{collection.code}/").open()
    visitor.press("en", "-begin").say(ALL_YES, "on")
    return visitor.press("on", gender="own_words", age="34", water="no").press("on", gender_own=TOLD)


def sent(visitor: Visitor, receipt: str = "none") -> Visitor:
    return visitor.say({"-receipt": receipt}, "send")


# The person at home, who looks through the telephone afterwards.


def test_no_cookie_is_ever_set(visitor: Visitor) -> None:
    sent(visitor)
    Client().get(visitor.path)
    assert not visitor.client.cookies


def test_every_page_tells_the_browser_to_keep_nothing(visitor: Visitor) -> None:
    pages = [Client().get(visitor.path), visitor.response, sent(visitor).response, Client().get("/c/away/")]
    for page in pages:
        assert page is not None
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"


def test_neither_address_nor_title_nor_first_page_names_the_topic(visitor: Visitor) -> None:
    first = Client().get(visitor.path).content.decode()
    assert "ater" not in first
    assert "village" not in first
    for page in (first, visitor.html, sent(visitor).html):
        title = page.split("<title>")[1].split("</title>")[0]
        assert title.split()[0] == "Form"


def test_the_address_never_changes_so_that_the_history_holds_one_line(visitor: Visitor) -> None:
    for page in (visitor, sent(visitor)):
        assert page.response is not None
        assert page.response.status_code == 200
        assert 'action="' not in page.html


def test_an_old_page_sent_again_shows_nothing_once_the_form_is_sent(visitor: Visitor) -> None:
    before = dict(visitor.sent)
    sent(visitor)
    again = visitor.client.post(visitor.path, before).content.decode()
    assert TOLD not in again
    assert "Your answers have arrived" in again


def test_words_are_not_shown_to_whoever_presses_again_later(visitor: Visitor) -> None:
    sent(visitor, "words")
    words = " ".join(visitor.response.context["sent"].words)  # type: ignore[union-attr]
    assert words in visitor.text
    assert words in visitor.repeat().text
    Contribution.objects.update(received_at=timezone.now() - timedelta(minutes=5))
    assert words not in visitor.repeat().text


def test_leaving_quickly_forgets_everything_and_leads_to_a_harmless_page(visitor: Visitor) -> None:
    before = dict(visitor.sent)
    visitor.press("leave")
    assert visitor.response is not None
    assert (visitor.response.status_code, visitor.response["Location"]) == (303, "/c/away/")
    assert not Draft.objects.exists()
    assert not Contribution.objects.exists()
    back = visitor.client.post(visitor.path, before)
    assert back.status_code == 410
    assert TOLD not in back.content.decode()
    away = Client().get("/c/away/").content.decode()
    assert 'http-equiv="refresh"' in away
    assert "nyhavn" not in away.casefold()


def test_a_page_left_open_is_worth_nothing_after_an_hour_and_within_it_goes_on(visitor: Visitor) -> None:
    assert TOLD in visitor.repeat().text
    Draft.objects.update(expires_at=timezone.now())
    late = visitor.client.post(visitor.path, visitor.sent)
    assert late.status_code == 410
    assert TOLD not in late.content.decode()


def test_drafts_vanish_by_themselves(visitor: Visitor) -> None:
    enqueue("collection-drafts-expire")
    lease = take()
    assert lease is not None
    expire_drafts(lease)
    assert Draft.objects.count() == 1
    Draft.objects.update(expires_at=timezone.now())
    enqueue("collection-drafts-expire")
    lease = take()
    assert lease is not None
    expire_drafts(lease)
    assert not Draft.objects.exists()


def test_fields_are_not_offered_to_the_memory_of_the_browser(visitor: Visitor) -> None:
    visitor.press("change:1")
    assert visitor.html.count('autocomplete="off"') > visitor.html.count('type="text"')


# The stranger, who guesses.


def test_there_are_too_many_addresses_to_guess(collection: Collection) -> None:
    assert len(CODE_LETTERS) ** CODE_LENGTH > 2**58
    for code in ("a" * 12, collection.code[:-1], collection.code + "a"):
        assert Client().get(f"/c/{code}/").status_code == 404


def test_a_secret_opens_one_draft_of_one_form_only(visitor: Visitor, harbour: Cast) -> None:
    other = objects.collection(harbour)
    moved = visitor.client.post(f"/c/{other.code}/", visitor.sent)
    assert moved.status_code == 410
    assert TOLD not in moved.content.decode()


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é" * 43, "A" * 5000])
def test_made_up_secrets_open_nothing(visitor: Visitor, token: str) -> None:
    page = visitor.client.post(visitor.path, {**visitor.sent, "-secret": token})
    assert page.status_code == 410
    assert TOLD not in page.content.decode()


def test_a_flood_is_slowed_down_and_a_school_that_shares_one_address_is_not(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(40):
        assert Client().post(visitor.path, {"-begin": "en"}).status_code == 200
    monkeypatch.setattr(drafts, "STARTS", 41)
    flooded = Client().post(visitor.path, {"-begin": "en"})
    assert flooded.status_code == 429
    assert "wait a minute" in flooded.content.decode()
    assert TOLD in visitor.repeat().text


def test_own_words_cannot_become_a_script(collection: Collection) -> None:
    visitor = Visitor(Client(), f"/c/{collection.code}/").open()
    visitor.press("en", "-begin").say(ALL_YES, "on").press("on", gender="own_words", age="1", water="no")
    visitor.press("on", gender_own="<script>alert(1)</script>")
    assert "<script>" not in visitor.html
    assert "&lt;script&gt;" in visitor.html
    assert visitor.response is not None
    assert "script-src 'self'" in visitor.response["Content-Security-Policy"]


# The seized server.


def everything_stored() -> str:
    """All that stands in the database, as whoever took the disk reads it."""
    connection.ensure_connection()
    dump: Iterator[str] = connection.connection.iterdump()
    return "\n".join(dump)


needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the dump of SQLite")


@needs_sqlite
def test_the_seized_database_holds_no_answer_and_no_topic_of_one_neither_sent_nor_in_progress(
    visitor: Visitor, collection: Collection
) -> None:
    assert isinstance(connection.connection, sqlite3.Connection)
    assert TOLD not in everything_stored()
    sent(visitor)
    stored = everything_stored()
    assert TOLD not in stored
    assert TOLD.encode().hex().upper() not in stored
    assert Contribution.objects.count() == 1


def test_with_all_keys_but_without_the_page_nobody_opens_a_draft(visitor: Visitor) -> None:
    draft = Draft.objects.get()
    for secret in (b"\0" * 32, draft.secret_hash.encode()[:32], bytes.fromhex(draft.secret_hash)):
        from_hash = drafts.OpenDraft(draft, secret, drafts.Visit(language="", notice=None)).token
        assert drafts.find(from_hash, by=None) is None
    assert drafts.find(visitor.sent["-secret"][0], by=None) is not None


def test_without_key_files_the_database_opens_nothing_and_a_run_refuses_instead_of_leaving_people_out(
    visitor: Visitor, village: Cast
) -> None:
    sent(visitor)
    assert material(village.initiative).table.num_rows == 1
    keys.epoch_file(village.initiative.uuid, 1).unlink()
    with pytest.raises(OutsideFault, match="A key file is not where it should be"):
        material(village.initiative)


def test_a_row_that_was_swapped_in_the_database_stops_a_run(village: Cast, collection: Collection) -> None:
    one, other = objects.contribution(collection), objects.contribution(collection)
    Contribution.objects.filter(id=one.id).update(sealed=bytes(other.sealed), wrapped_key=bytes(other.wrapped_key))
    with pytest.raises(Refusal) as refused:
        material(village.initiative)
    assert refused.value.codes == ("contribution-changed",)


def test_a_receipt_in_the_database_does_not_tell_who_took_part(visitor: Visitor, village: Cast) -> None:
    sent(visitor, "words")
    words = " ".join(visitor.response.context["sent"].words)  # type: ignore[union-attr]
    stored = Contribution.objects.get().receipt
    assert with_receipt(village.initiative, words) is not None
    keys.hash_file(village.initiative.uuid).write_bytes(secrets.token_bytes(keys.KEY_BYTES))
    assert receipt_hash(words, village.initiative.uuid) != stored


def test_words_are_easily_told_apart_and_drawn_evenly() -> None:
    words = all_words()
    assert len(set(words)) == 512
    assert not [pair for pair in zip(words, words[1:], strict=False) if pair[1].startswith(pair[0])]
    assert all(word.isascii() and word.isalpha() and len(word) > 2 for word in words)
    drawn = {word for number in range(2_000) for word in words_for(number.to_bytes(32, "big"))}
    assert len(drawn) == 512


def test_no_log_line_and_no_record_of_what_was_done_repeats_an_answer(visitor: Visitor) -> None:
    heard = StringIO()
    listener = StreamHandler(heard)
    getLogger().addHandler(listener)
    try:
        sent(visitor)
        Client().post(visitor.path, {"-secret": "x", "gender_own": TOLD})
    finally:
        getLogger().removeHandler(listener)
    assert TOLD not in heard.getvalue()
    assert TOLD not in str(list(AuditRecord.objects.values()))
    assert not AuditRecord.objects.filter(kind="contribution").exists()


# The insider, who may look at single contributions.


def test_whoever_looks_at_answers_leaves_a_trace_and_others_cannot_look(visitor: Visitor, village: Cast) -> None:
    sent(visitor)
    kept = Contribution.objects.get()
    address = f"/work/initiatives/village-water/contributions/{kept.uuid}/"
    steward = Client()
    steward.force_login(village[Role.STEWARD])
    assert TOLD not in steward.get(address).content.decode()
    shown = steward.post(f"{address}answers/")
    assert TOLD in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    seen = AuditRecord.objects.get(action="contribution-seen")
    assert (seen.by, seen.on) == (village[Role.STEWARD].uuid, kept.uuid)
    for role in set(Role) - {Role.STEWARD}:
        other = Client()
        other.force_login(village[role])
        assert other.post(f"{address}answers/").status_code == 403
    assert AuditRecord.objects.filter(action="contribution-seen").count() == 1


def test_a_look_that_failed_is_recorded_as_none(visitor: Visitor, village: Cast) -> None:
    sent(visitor)
    keys.epoch_file(village.initiative.uuid, 1).unlink()
    with pytest.raises(OutsideFault):
        show_answers(by=village[Role.STEWARD], on=Contribution.objects.get())
    assert not AuditRecord.objects.filter(action="contribution-seen").exists()


def test_a_steward_of_another_initiative_finds_nothing(visitor: Visitor, harbour: Cast) -> None:
    sent(visitor)
    steward = Client()
    steward.force_login(harbour[Role.STEWARD])
    kept = Contribution.objects.get()
    for initiative in ("village-water", "harbour-noise"):
        address = f"/work/initiatives/{initiative}/contributions/{kept.uuid}/"
        assert steward.get(address).status_code == 404
        assert steward.post(f"{address}answers/").status_code == 404
