"""Files: in memory only, complete or refused, and refused before anything is read."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.uploads import LimitUploads, Upload, check_size, upload_of
from web.pages.survey import GOOD

PAGE = "/work/me/do/start-survey/"
MB = 1024 * 1024


class Unread:
    """A body that must not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")


def told(**headers: Any) -> HttpRequest:
    request = RequestFactory().post("/", **headers)
    request.META["wsgi.input"] = request._stream = Unread()  # type: ignore[attr-defined]
    return request


def test_what_is_too_large_is_refused_before_a_byte_is_read(survey_site: None) -> None:
    answer = LimitUploads(_never)(told(CONTENT_LENGTH=str(200 * MB)))
    assert answer.status_code == 413
    assert "The limit here is 30 MB." in answer.text


def _never(request: HttpRequest) -> HttpResponse:
    raise AssertionError("the request went on")


def test_what_fits_goes_on() -> None:
    assert LimitUploads(lambda request: HttpResponse("on"))(told(CONTENT_LENGTH=str(30 * MB))).text == "on"


@pytest.mark.parametrize(("length", "fits"), [(48 * MB, True), (48 * MB + 1, False)])
def test_the_limit_is_a_file_in_base64_with_a_form_beside_it(settings: Settings, length: int, fits: bool) -> None:
    settings.UPLOAD_LARGEST, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * MB, 8 * MB
    request = told(CONTENT_LENGTH=str(length))
    if fits:
        check_size(request)
        return
    with pytest.raises(Refusal) as refused:
        check_size(request)
    assert refused.value.codes == ("upload-too-large",)


def test_a_file_of_unknown_size_is_refused_and_does_not_vanish(survey_site: None) -> None:
    answer = LimitUploads(_never)(told(HTTP_TRANSFER_ENCODING="chunked"))
    assert (answer.status_code, "how large" in answer.text) == (411, True)


def test_a_program_gets_a_problem_document() -> None:
    request = told(CONTENT_LENGTH=str(200 * MB))
    request.path = "/api/v1/me/do/start-survey"
    answer = LimitUploads(_never)(request)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert b'"code": "upload-too-large"' in answer.content


@pytest.mark.django_db
def test_one_file_above_the_limit_is_refused_at_the_form_with_everything_typed_kept(
    walker: Client, settings: Settings
) -> None:
    settings.UPLOAD_LARGEST = MB
    answer = walker.post(PAGE, {**GOOD, "questionnaire": SimpleUploadedFile("a.xlsx", b"x" * (MB + 1))})
    assert answer.status_code == 422
    assert "The file is too large. The limit here is 1 MB." in answer.text
    assert 'value="Boats of the fjord"' in answer.text


@pytest.mark.parametrize("size", [1, 3 * MB, 12 * MB])
def test_a_file_of_any_size_below_the_limit_arrives_whole_and_in_memory(size: int) -> None:
    """12 MB is more than Django's own limit for files in memory, above which its handler drops them silently."""
    content = (b"quay" * (size // 4 + 1))[:size]
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.bin", content)})
    before = set(Path(tempfile.gettempdir()).glob("*.upload*"))
    sent = request.FILES["file"]
    assert isinstance(sent, InMemoryUploadedFile)
    assert upload_of(sent).content == content
    assert set(Path(tempfile.gettempdir()).glob("*.upload*")) == before


def test_a_file_is_never_quoted() -> None:
    upload = Upload(name="wren-fjord.xlsx", content=b"Wren")
    assert (repr(upload), str(upload)) == ("Upload()", "")


@pytest.mark.django_db
def test_too_much_text_for_a_form_is_said_so(walker: Client, stranger: User, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = walker.post(PAGE, {**GOOD, "about": "b" * 5000})
    assert (answer.status_code, "too much text" in answer.text) == (413, True)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = MB, 10
    answer = walker.post(PAGE, GOOD)
    assert (answer.status_code, "too many entries" in answer.text) == (400, True)
