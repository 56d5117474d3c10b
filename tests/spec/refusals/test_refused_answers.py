"""The form of contributors: answers that cannot be, fields that nobody offered, a form that somebody sends again."""

import io

import pytest
from django.test import Client

from nyhavn.web.collection.models import Collection, Contribution, Draft
from spec.refusals.saying import MARK, Summary, kept
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}
GOOD = {"gender": "woman", "age": "34", "water": "no"}
# What is answered otherwise; the question whose field says what is wrong.
ANSWERS: tuple[tuple[str, dict[str, object], str], ...] = (
    ("an age beyond the form's own limit", {"age": "200"}, "age"),
    ("an age below nothing", {"age": "-1"}, "age"),
    ("an age in words", {"age": f"thirty {MARK}"}, "age"),
    ("an age with a comma", {"age": "34,5"}, "age"),
    ("an age of forty digits", {"age": "9" * 40}, "age"),
    ("an age that is a script", {"age": f"<script>alert('{MARK}')</script>"}, "age"),
    ("no age", {"age": ""}, "age"),
    ("an answer that is not offered", {"gender": f"captain {MARK}"}, "gender"),
    ("an answer that looks like SQL", {"gender": f"woman' OR '1'='1 {MARK}"}, "gender"),
    ("two answers where there is one", {"gender": ["woman", "man"]}, "gender"),
    ("nothing at all", {"gender": "", "age": "", "water": ""}, "gender"),
)


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def asked(collection: Collection) -> Visitor:
    """Somebody who agreed and is now before the questions."""
    visitor = Visitor(Client(enforce_csrf_checks=True, raise_request_exception=False), f"/c/{collection.code}/").open()
    return visitor.press("en", "-begin").say(ALL_YES, "on")


@pytest.mark.parametrize(("fault", "otherwise", "question"), ANSWERS, ids=[one[0] for one in ANSWERS])
def test_an_answer_that_cannot_be_is_asked_again(
    asked: Visitor, lines: io.StringIO, fault: str, otherwise: dict[str, object], question: str
) -> None:
    asked.client.post(asked.path, posted(asked, {**GOOD, **otherwise}))
    asked.response = asked.client.post(asked.path, posted(asked, {**GOOD, **otherwise}))
    page = Summary(asked.html)
    assert asked.response.status_code == 422
    assert page.reasons
    assert any(question in place for place in page.places), page.places
    assert not Contribution.objects.exists()
    assert MARK not in lines.getvalue()
    assert "<script>" not in asked.html
    assert MARK not in asked.response.headers.get("Location", "")


def posted(visitor: Visitor, answers: dict[str, object]) -> dict[str, object]:
    return {**visitor.page.values, **answers, "-do": ["on"]}


def test_words_of_a_hundred_thousand_letters_are_asked_to_be_shorter(asked: Visitor, lines: io.StringIO) -> None:
    asked.press("on", gender="own_words", age="34", water="no").press("on", gender_own=MARK + "ا" * 100_000)
    assert asked.response is not None
    assert asked.response.status_code == 422
    assert Summary(asked.html).reasons
    assert MARK not in lines.getvalue()


def test_words_with_markup_are_shown_as_they_were_written(asked: Visitor) -> None:
    """The twin: nothing is refused that is only unusual."""
    asked.press("on", gender="own_words", age="34", water="no")
    asked.press("on", gender_own=f"<b onmouseover=alert(1)>{MARK}</b> Ж 👩🏽‍🌾")
    assert asked.response is not None
    assert asked.response.status_code == 200
    assert f"&lt;b onmouseover=alert(1)&gt;{MARK}&lt;/b&gt; Ж 👩🏽‍🌾" in asked.html


def test_digits_of_the_persons_own_script_are_taken(asked: Visitor) -> None:
    asked.press("on", gender="woman", age="٣٤", water="no")
    assert asked.response is not None
    assert asked.response.status_code == 200
    assert "Check your answers" in asked.text


@pytest.mark.parametrize("nul", ["\0", f"{MARK}\0", "ok\0\0"])
def test_the_character_nul_is_asked_to_be_left_out(asked: Visitor, lines: io.StringIO, nul: str) -> None:
    asked.press("on", gender="own_words", age="34", water="no").press("on", gender_own=nul)
    assert asked.response is not None
    assert asked.response.status_code == 422
    assert Summary(asked.html).reasons
    assert MARK not in lines.getvalue()


def test_a_question_that_nobody_asks_is_not_kept(asked: Visitor, lines: io.StringIO) -> None:
    given = posted(asked, {**GOOD, "password": MARK, "-is_practice": "yes", "hours": "3"})
    asked.response = asked.client.post(asked.path, given)
    assert asked.response.status_code == 200
    assert MARK not in asked.html
    assert MARK not in lines.getvalue()


@pytest.mark.parametrize(
    "change", [{"-draft": MARK}, {"-draft": ""}, {"csrfmiddlewaretoken": MARK}, {"-do": ["fly"]}, {"-page": "99"}]
)
def test_hidden_fields_that_somebody_changed_lead_to_no_contribution(
    asked: Visitor, lines: io.StringIO, change: dict[str, object]
) -> None:
    asked.response = asked.client.post(asked.path, {**posted(asked, dict(GOOD)), **change})
    assert asked.response.status_code < 500
    assert not Contribution.objects.exists()
    assert MARK not in lines.getvalue()


def test_a_form_that_is_sent_again_is_kept_once(asked: Visitor) -> None:
    asked.press("on", **GOOD).say({"-receipt": "none"}, "send")
    asked.repeat()
    assert asked.response is not None
    assert asked.response.status_code < 500
    assert Contribution.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("code", [f"{MARK}", "%00", "..%2F..", "' OR 1=1 --", "x" * 3000])
def test_an_address_that_somebody_made_up_leads_nowhere(collection: Collection, lines: io.StringIO, code: str) -> None:
    before = kept()
    answer = Client(raise_request_exception=False).get(f"/c/{code}/")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()
    assert kept() == before
    assert MARK not in lines.getvalue()
