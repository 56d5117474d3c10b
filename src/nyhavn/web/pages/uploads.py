"""Files that people send: kept in memory, never larger than the site allows, never dropped without a word."""

import base64
import binascii
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.pages.refused import refused_page

LONGEST_NAME = 200
BASE64_GROWTH = 4 / 3


class Upload(Declared):
    """A file that somebody sent. In JSON: {"name": ..., "content_base64": ...}."""

    # Not shown by repr, so that neither a log line nor a traceback quotes a file or the name somebody gave it.
    name: str = Field(min_length=1, max_length=LONGEST_NAME, repr=False)
    content: bytes = Field(min_length=1, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, given: object) -> object:
        """The content out of base64, as JSON carries it."""
        if not isinstance(given, Mapping) or "content_base64" not in given:
            return given
        rest = {key: value for key, value in given.items() if key != "content_base64"}
        try:
            return {**rest, "content": base64.b64decode(given["content_base64"], validate=True)}
        except (binascii.Error, TypeError, ValueError):
            raise PydanticCustomError("not_base64", "The content is not base64.") from None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """What the programming interface documents."""
        text = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "title": "Upload",
            "properties": {
                "name": {**text, "maxLength": LONGEST_NAME, "title": "Name of the file"},
                "content_base64": {**text, "contentEncoding": "base64", "title": "Content of the file"},
            },
            "required": ["name", "content_base64"],
            "additionalProperties": False,
        }


def upload_of(sent: "UploadedFile[Any]") -> Upload:
    """The file as a value. Raises Refusal "upload-too-large"."""
    if (sent.size or 0) > settings.UPLOAD_LARGEST:
        raise too_large()
    return Upload.model_construct(name=(sent.name or "")[-LONGEST_NAME:], content=sent.read())


def too_large() -> Refusal:
    """The refusal of a file above the limit."""
    most = settings.UPLOAD_LARGEST // (1024 * 1024)
    do = gettext("Send a smaller one, or split it. The operator of this site sets the limit.")
    what = gettext("The file is too large. The limit here is {most} MB.").format(most=most)
    return refusal("upload-too-large", what, do=do)


class LimitUploads:
    """Refuses what is too large, or of unknown size, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a refusal with status 413 or 411."""
        try:
            check_size(request)
        except Refusal as refused:
            return refused_page(request, refused)
        return self.get_response(request)


def check_size(request: HttpRequest) -> None:
    """Raises Refusal: upload-too-large, upload-size-unknown."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").casefold():
        # Without a length Django would read an empty body, and the file would vanish without a word.
        what = "It was not said how large the file is."
        raise refusal("upload-size-unknown", what, do="Send it with a Content-Length header.")
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > largest_request():
        raise too_large()


def largest_request() -> int:
    """In bytes: the largest file as base64, which is the longest way to send it, and what stands beside it."""
    return int(settings.UPLOAD_LARGEST * BASE64_GROWTH) + int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class KeptInMemory(FileUploadHandler):
    """Keeps every file in memory: answers are never on the disk in plain text.

    Django's own handler for memory gives up above a limit of its own, and then the file is missing without a word.
    How much may come is checked before, by LimitUploads.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece; None tells Django that no other handler is to have it."""
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """The whole file."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
