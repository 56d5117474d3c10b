"""The receipt for programs: fields of the standard, terms of the vocabulary, a signature that anybody can check."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django import Settings

from nyhavn.cli.main import nyhavn
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.consent_receipt import CONTEXT, check_receipt
from nyhavn.web.collection import keys
from nyhavn.web.consent.models import Notice
from web.own_browser import OwnBrowser
from web.receipt_holders import Person

pytestmark = pytest.mark.django_db
TOPIC = ("water", "village", "harbour road")


def receipt(person: Person, **said: str) -> bytes:
    browser = OwnBrowser().come(person.words)
    answer = browser.client.post("/mine/receipt.json", {"-once": browser.once, **said})
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.json"'
    return answer.content


def test_the_short_receipt_says_what_was_agreed_to_and_names_no_topic(amina: Person) -> None:
    found = json.loads(receipt(amina))
    said = {one["purpose"]: one["events"][0] for one in found["purposes"]}
    assert said["collection"]["event_state"] == "dpv:ConsentGiven"
    assert said["published-aggregates"]["notice_sha256"] == amina.collection.notice.texts.get(language="en").sha256
    assert not [word for word in TOPIC if word in json.dumps(found).casefold()]


def test_the_full_receipt_holds_the_text_that_was_shown_and_who_asked(amina: Person) -> None:
    found = json.loads(receipt(amina, **{"-full": "yes"}))
    assert "We ask who has water." in json.dumps(found["notice_texts"])
    assert "Council of village-water" in found["pii_controllers"]


def test_how_long_and_for_whom_stands_in_it_as_the_notice_said(amina: Person) -> None:
    found = json.loads(receipt(amina))
    kept = {one["purpose"]: one["retention_period"] for one in found["retention_period"]}
    who = {one["purpose"]: one["recipients"] for one in found["recipient_third_parties"]}
    assert kept["collection"] == "P24M"
    assert who["collection"] == {"kinds": ["team"]}
    assert "without the code it is not possible" in found["withdrawal_method"]
    assert found["jurisdiction"] == "not stated"


def test_names_of_recipients_stand_in_the_full_receipt_alone(amina: Person) -> None:
    terms = {"purpose": "collection", "kept": "not-kept", "recipients": ["partners"], "names": "Water Office"}
    Notice.objects.update(terms=[terms], witnessed_path=True)
    short, full = json.loads(receipt(amina)), json.loads(receipt(amina, **{"-full": "yes"}))
    assert "Water Office" not in json.dumps(short)
    assert full["recipient_third_parties"][0]["recipients"]["names"] == "Water Office"
    assert full["retention_period"] == [{"purpose": "collection", "retention_period": "not-kept"}]
    assert "two people of the team" in full["withdrawal_method"]


def test_what_no_notice_said_is_not_stated(amina: Person) -> None:
    Notice.objects.update(terms=[], witnessed_path=None)
    found = json.loads(receipt(amina))
    assert (found["retention_period"], found["recipient_third_parties"]) == ("not stated", "not stated")


def test_it_has_every_mandatory_field_of_the_standard(amina: Person) -> None:
    found = json.loads(receipt(amina))
    header = {"schema_version", "record_id", "receipt_id", "pii_principal_id"}
    processing = {
        *("privacy_notice", "language", "purposes", "pii_information", "pii_controllers", "storage_locations"),
        *("retention_period", "jurisdiction", "recipient_third_parties", "withdrawal_method", "lawful_basis"),
    }
    assert header | processing <= set(found)
    event = {"event_time", "validity_duration", "entity_id", "event_type", "event_state"}
    assert all(event <= set(one) for purpose in found["purposes"] for one in purpose["events"])


def test_every_term_of_the_vocabulary_is_one_of_its_terms(amina: Person, reference_data: Path) -> None:
    with (reference_data.parent / "standards" / "dpv" / "dpv-2.3.csv").open(encoding="utf-8") as file:
        known = {row["term"] for row in csv.DictReader(file)}
    used = [name["@id"] if isinstance(name, dict) else name for name in CONTEXT.values()]
    said = [text for text in json.dumps(json.loads(receipt(amina))).split('"') if text.startswith("dpv:")]
    terms = {name.removeprefix("dpv:") for name in (*used, *said) if name.startswith("dpv:")}
    assert terms - known == set()


def test_anybody_checks_it_offline_and_a_changed_one_is_found(amina: Person, tmp_path: Path) -> None:
    kept, keys = tmp_path / "receipt.json", tmp_path / "trusted.txt"
    kept.write_bytes(receipt(amina))
    keys.write_bytes(Client().get("/verify/receipts.pub").content)
    run = CliRunner()
    good = run.invoke(nyhavn, ["verify-receipt", str(kept), "--key", str(keys)])
    assert (good.exit_code, "Unchanged since it was signed" in good.output) == (0, True)
    assert run.invoke(nyhavn, ["verify-receipt", str(kept)]).exit_code == 3
    kept.write_bytes(kept.read_bytes().replace(b"ConsentGiven", b"ConsentRefused", 1))
    bad = run.invoke(nyhavn, ["verify-receipt", str(kept), "--key", str(keys)])
    assert (bad.exit_code, "WRONG" in bad.output) == (1, True)


def test_a_signature_of_another_installation_is_not_trusted(amina: Person, settings: Settings, tmp_path: Path) -> None:
    ours = receipt(amina)
    settings.KEYS = tmp_path / "other-keys"
    settings.KEYS.mkdir(mode=0o700)
    keys.make_once(keys.own_file())
    theirs = Client().get("/verify/receipts.pub").content
    (tmp_path / "trusted.txt").write_bytes(theirs)
    (tmp_path / "receipt.json").write_bytes(ours)
    asked = ["verify-receipt", str(tmp_path / "receipt.json"), "--key", str(tmp_path / "trusted.txt")]
    assert CliRunner().invoke(nyhavn, asked).exit_code == 3


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"proof": 1}', b'{"proof": {"key": 1, "value": 2}}'])
def test_what_is_no_receipt_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        check_receipt(content)


@pytest.mark.parametrize("added", [b'"x": NaN', b'"x": "\\ud800"', b'"x": ' + b"[" * 100_000])
def test_what_no_signature_can_be_under_is_refused_and_breaks_nothing(amina: Person, added: bytes) -> None:
    content = receipt(amina).replace(b"{", b"{" + added + b",", 1)
    with pytest.raises(Unreadable):
        check_receipt(content)
