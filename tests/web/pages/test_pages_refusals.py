"""Every way a request can end badly is a page that says what to do, and says nothing of what was sent."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from nyhavn.framework.explanations import explanations
from nyhavn.framework.refusal import OutsideFault, Reason, refusal
from nyhavn.web.pages import refusals
from nyhavn.web.pages.access import DenyByDefault
from nyhavn.web.pages.refused import STATUS, problem_document, refused_page, status_of
from web.pages.survey import GOOD

pytestmark = pytest.mark.django_db


def test_an_address_that_does_not_exist_leads_back(visitor: Client) -> None:
    answer = visitor.get("/nowhere/")
    assert answer.status_code == 404
    assert "Check the address, or start from the front page." in answer.text
    assert '<a href="/">' in answer.text


def test_a_defect_is_our_fault_and_shows_no_trace(visitor: Client) -> None:
    answer = visitor.get("/broken/code-5/?who=Wren+Fjord")
    assert answer.status_code == 500
    assert "This is our fault, not yours." in answer.text
    for private in ("Wren", "RuntimeError", "Traceback", ".py"):
        assert private not in answer.text


def test_a_defect_has_its_page_even_when_the_database_is_gone(survey_site: None) -> None:
    class Gone:
        @property
        def is_authenticated(self) -> bool:
            raise DatabaseError("the connection of Wren is closed")

    request = RequestFactory().get("/work/")
    request.user = Gone()  # type: ignore[assignment]  # an account whose row cannot be read
    answer = refusals.defect(request)
    assert (answer.status_code, "This is our fault, not yours." in answer.text) == (500, True)
    with pytest.raises(DatabaseError):
        refusals.not_found(request, Exception())


def test_a_form_without_its_secret_says_what_to_do(survey_site: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", GOOD)
    assert answer.status_code == 403
    assert "load the page again" in answer.text
    assert "Boats of the fjord" not in answer.text


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("not-found", 404),
        ("not-allowed", 403),
        ("sign-in-needed", 401),
        ("upload-too-large", 413),
        ("too-many-tries", 429),
        ("release-out-of-turn", 409),
        ("notice-already-in-use", 409),
        ("anything-else", 422),
    ],
)
def test_the_code_of_a_refusal_gives_the_status(code: str, status: int) -> None:
    assert status_of(refusal(code, "No.")) == status


def test_a_fault_of_the_world_may_be_tried_again() -> None:
    assert status_of(OutsideFault(Reason("no-room", "The disk is full."))) == 503


def test_the_page_says_what_where_and_what_to_do_and_leads_to_the_reason(survey_site: None) -> None:
    refused = refusal("not-allowed", "You may not do this.", where="Boats", do="The coordinator may.")
    answer = refused_page(RequestFactory().get("/"), refused)
    assert answer.status_code == 403
    for piece in ("You may not do this.", "Boats", "The coordinator may.", 'href="/refusals/not-allowed/"'):
        assert piece in answer.text


def test_a_program_gets_a_problem_document_instead_of_a_page() -> None:
    reasons = (Reason("not-allowed", "You may not.", "here", "Ask."), Reason("not-found", "Nothing.", "", ""))
    document = problem_document(reasons, 403)
    assert document["type"] == "/refusals/not-allowed/"
    assert (document["status"], document["detail"], len(document["reasons"])) == (403, "You may not.", 2)
    answer = refused_page(RequestFactory().get("/api/v1/x"), refusal("not-found", "Nothing."))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_page_that_declares_nothing_is_open_to_nobody(survey_site: None) -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    request = RequestFactory().get("/")
    answer = DenyByDefault(forgotten).process_view(request, forgotten, (), {})
    assert answer is not None
    assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_what_django_itself_refuses_has_a_page_too(survey_site: None) -> None:
    request = RequestFactory().get("/")
    assert refusals.not_allowed(request, PermissionDenied("Wren")).status_code == 403
    unreadable = refusals.unreadable(request, SuspiciousOperation("Wren"))
    assert (unreadable.status_code, "Wren" in unreadable.text) == (400, False)


def test_every_refusal_is_explained_in_public(visitor: Client) -> None:
    listed = visitor.get("/refusals/").text
    for code in explanations():
        assert f'href="/refusals/{code}/"' in listed
    page = visitor.get("/refusals/upload-too-large/")
    assert (page.status_code, "NYHAVN_LARGEST_UPLOAD_MB" in page.text) == (200, True)
    assert visitor.get("/refusals/no-such-code/").status_code == 404


def test_every_code_with_a_status_of_its_own_is_explained() -> None:
    assert set(STATUS) <= set(explanations())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("es", "No existe esa página."), ("fr", "Cette page n’existe pas."), ("ar", "لا توجد صفحة كهذه.")],
)
def test_a_refusal_is_said_in_the_language_of_the_reader(visitor: Client, language: str, sentence: str) -> None:
    assert sentence in visitor.get("/nowhere/", headers={"Accept-Language": language}).text


def test_an_explanation_that_is_english_is_called_so(visitor: Client) -> None:
    text = visitor.get("/refusals/not-found/", headers={"Accept-Language": "ar"}).text
    assert '<h1 lang="en">There is nothing here for you</h1>' in text
