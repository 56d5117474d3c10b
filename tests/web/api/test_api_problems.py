"""Whatever a program does wrong, it is told in a problem document what was wrong, where, and what to do."""

import json
import logging
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client

from nyhavn.framework.explanations import explanations
from nyhavn.web.site.api import made_api
from nyhavn.web.site.api_problems import Problem
from nyhavn.web.site.api_schema import described
from web.api.conftest import Program
from web.api.made_up_interface import MADE, OPERATIONS, QUAY
from web.cast import Cast

pytestmark = pytest.mark.django_db
SECRET_WORDS = "Rosa has no water"
BERTH = UUID(int=3)
ADD = "languages/do/add"  # an operation that everybody with an account may do


def problem_in(answer: object) -> Problem:
    assert answer["Content-Type"] == "application/problem+json"  # type: ignore[index]
    found = Problem.model_validate_json(answer.content)  # type: ignore[attr-defined]
    assert found.status == answer.status_code  # type: ignore[attr-defined]
    for reason in found.reasons:
        assert reason.code in explanations()
    assert found.type.endswith(f"/refusals/{found.reasons[0].code}/")
    assert SECRET_WORDS not in answer.content.decode()  # type: ignore[attr-defined]
    return found


def codes(answer: object) -> list[str]:
    return [reason.code for reason in problem_in(answer).reasons]


def test_a_stranger_is_asked_for_a_key(client: Client) -> None:
    answer = client.get("/api/v1/me/keys")
    assert (answer.status_code, codes(answer)) == (401, ["sign-in-needed"])


@pytest.mark.parametrize("address", ["nothing", "me/keys/", "me/keys/not-a-uuid/do/revoke", "", "initiatives/a%00b"])
def test_an_address_that_does_not_exist(strangers: Program, address: str) -> None:
    answer = strangers.get(address)
    assert (answer.status_code, codes(answer)) == (404, ["not-found"])


def test_a_method_that_is_not_offered(strangers: Program) -> None:
    answer = strangers.post("me/keys")
    assert (answer.status_code, answer["Allow"], codes(answer)) == (405, "GET", ["method-not-offered"])


@pytest.mark.parametrize(
    "said",
    [
        b"{",
        b"\xff",
        '{"code": "qu"}'.encode("utf-16"),
        b'{"code": "qu", "code": "ay"}',
        b'{"code": NaN}',
        b'{"code": 1e999}',
        b"[" * 100_000,
        b'{"code": "\\ud800"}',
        b'{"code": "a\\u0000b"}',
        b'{"code": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_that_everybody_reads_alike(strangers: Program, said: bytes) -> None:
    answer = strangers.post(ADD, said)
    assert (answer.status_code, codes(answer)) == (400, ["request-unreadable"])


def test_something_that_is_not_called_json(strangers: Program) -> None:
    answer = strangers.post(ADD, "code=qu", "application/x-www-form-urlencoded")
    assert (answer.status_code, codes(answer)) == (415, ["json-needed"])


def test_every_mistake_is_named_with_its_place_and_nothing_that_was_said_comes_back(strangers: Program) -> None:
    said = {"code": SECRET_WORDS * 9, "own_name": 7, "direction": SECRET_WORDS, "more": SECRET_WORDS}
    answer = strangers.post(ADD, json.dumps(said))
    assert answer.status_code == 422
    assert [(reason.code, reason.where) for reason in problem_in(answer).reasons] == [
        ("entry-too-long", "/code"),
        ("entry-wrong-kind", "/own_name"),
        ("entry-not-in-list", "/direction"),
        ("entry-unknown", "/more"),
    ]


def test_a_number_written_as_a_text_is_not_taken_for_a_number(strangers: Program) -> None:
    answer = strangers.post(ADD, '{"code": 12, "own_name": "x", "direction": "ltr"}')
    assert [reason.where for reason in problem_in(answer).reasons] == ["/code"]


def test_nothing_at_all_is_answered_with_what_is_missing(strangers: Program) -> None:
    answer = strangers.post(ADD)
    assert [(reason.code, reason.where) for reason in problem_in(answer).reasons] == [
        ("entry-missing", "/code"),
        ("entry-missing", "/own_name"),
        ("entry-missing", "/direction"),
    ]


def test_a_rule_that_refuses_speaks_the_same_words_as_on_the_page(strangers: Program) -> None:
    said = '{"code": "es", "own_name": "Castellano", "direction": "ltr"}'
    answer = strangers.post(ADD, said)
    assert (answer.status_code, codes(answer)) == (409, ["language-already-there"])


def test_who_has_no_right_learns_nothing_from_what_they_send(strangers: Program, village: Cast) -> None:
    answer = strangers.post(f"initiatives/{village.initiative.slug}/do/edit", b"{")
    assert (answer.status_code, codes(answer)) == (404, ["not-found"])


def test_what_is_too_large_is_refused_before_it_is_read(strangers: Program, settings: object) -> None:
    settings.UPLOAD_LARGEST, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000  # type: ignore[attr-defined]
    answer = strangers.post(ADD, b" " * 3000)
    assert (answer.status_code, codes(answer)) == (413, ["upload-too-large"])


def test_too_many_requests_are_told_when_to_come_back(client: Client, strangers: Program, settings: object) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 3  # type: ignore[attr-defined]
    statuses = [client.get("/api/v1/me/keys").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    answer = client.get("/api/v1/me/keys", headers={"authorization": "Bearer guessed"})
    assert codes(answer) == ["too-many-tries"]
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert strangers.get("me/keys").status_code == 200  # whoever has a key is not held up by those who have none


@pytest.mark.urls("web.api.made_up_interface")
def test_a_fault_of_the_outside_world_may_be_tried_again(strangers: Program) -> None:
    answer = strangers.post(f"quays/new/{BERTH}/high/do/sink")
    assert (answer.status_code, codes(answer)) == (503, ["no-room"])


@pytest.mark.urls("web.api.made_up_interface")
def test_a_defect_is_noted_for_the_operator_and_told_without_its_words(
    strangers: Program, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = strangers.post(f"quays/new/{BERTH}/high/do/leak")
    assert (answer.status_code, codes(answer)) == (500, ["defect"])
    assert [record.levelname for record in caplog.records if "defect behind" in record.getMessage()] == ["ERROR"]


@pytest.mark.urls("web.api.made_up_interface")
def test_what_is_done_is_told_with_all_that_was_made(strangers: Program) -> None:
    answer = strangers.post(f"quays/new/{BERTH}/high/do/moor")
    assert answer.json() == {
        "message": f"Moored quay='new' berth=UUID('{BERTH}') tide='high'",
        "made": str(MADE),
        "at": "/work/",
        "shown_once": "the code word",
        "file": {"name": "log.txt", "media_type": "text/plain", "content_base64": "bW9vcmVk"},
    }


@pytest.mark.urls("web.api.made_up_interface")
def test_what_everybody_may_read_needs_no_key(client: Client) -> None:
    assert client.get("/api/v1/boats/Ida/3").json() == {"name": "Ida", "number": 3}
    assert codes(client.get("/api/v1/boats/ghost/3")) == ["not-found"]
    assert client.get("/api/v1/boats/Ida/3", headers={"authorization": "Bearer x"}).status_code == 200


def test_two_endpoints_never_share_an_id() -> None:
    with pytest.raises(RuntimeError, match="quay.sink"):
        described(made_api((*OPERATIONS, replace(OPERATIONS[0], on=replace(QUAY, route="elsewhere"))), (), ()), ())


@pytest.mark.urls("web.api.made_up_interface")
def test_a_file_may_be_larger_than_what_people_type(strangers: Program, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]  # the limit of a form
    answer = strangers.post(f"quays/new/{BERTH}/high/do/moor", b" " * 5000 + b"{}")
    assert answer.status_code == 200
