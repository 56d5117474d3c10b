"""The page of an operation: shown to whoever has the right, done when they press the button, said again if refused."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel

from nyhavn.framework.refusal import Refusal
from nyhavn.web.pages.access import Access, Audience, account_of, declared
from nyhavn.web.pages.asked import asked
from nyhavn.web.pages.forms import Form, empty_form, posted
from nyhavn.web.pages.operations import Done, MadeFile, Operation
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.pages.typed import SEPARATOR


def operation_urls(operations: Iterable[Operation[Any]]) -> list[URLPattern]:
    """Their addresses below work/, named "subject.operation"."""
    return [path(f"{one.route}/", _page(one), name=one.url_name) for one in operations]


def _page(operation: Operation[Any]) -> Any:
    """The view of one operation."""
    asks: type[BaseModel] = operation.asks
    asked(asks)  # a model that no form can show stops the start, not the first visitor

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, **keys: Any) -> HttpResponse:
        on = operation.on.enter(account_of(request), operation.right, **keys)
        choices = operation.choices(on)
        if request.method == "GET":
            return _shown(request, operation, on, empty_form(operation.asks, operation.current(on), choices))
        sent = posted(operation.asks, request, choices)
        try:
            operation.check_names(_names(request))
            if sent.said is None:
                return _shown(request, operation, on, sent.form, 200 if sent.wants_more else UNPROCESSABLE)
            on, done = operation.carry_out(account_of(request), sent.said, keys)
        except Refusal as refusal:
            return _shown(request, operation, on, sent.form.with_refusal(refusal), status_of(refusal))
        return _done(request, operation, on, done)

    return declared(view, Access(Audience.SCOPED, operation.right))


def _names(request: HttpRequest) -> tuple[str, ...]:
    """The names of what was sent, with points between their parts as in JSON."""
    return tuple(name.replace(SEPARATOR, ".") for name in (*request.POST, *request.FILES))


def _shown(request: HttpRequest, operation: Operation[Any], on: Any, form: Form, status: int = 200) -> HttpResponse:
    """The page with its form."""
    response = render(request, operation.template, _context(operation, on) | {"form": form}, status=status)
    if operation.leaves_nothing:
        response["Cache-Control"] = "no-store"
    return response


def _done(request: HttpRequest, operation: Operation[Any], on: Any, done: Done) -> HttpResponse:
    """On to the next page with a word of what was done, or a secret in this answer and nowhere else."""
    if done.shown_once:
        response = render(request, "pages/shown_once.html", _context(operation, on) | {"done": done})
        response["Cache-Control"] = "no-store"
        return response
    if done.file:
        return _saved(done.file)
    messages.success(request, done.message)
    return HttpResponseRedirect(done.at or operation.on.home(on))


def _saved(file: MadeFile) -> HttpResponse:
    """The file, for saving; no browser and nothing between keeps a copy."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


def _context(operation: Operation[Any], on: Any) -> dict[str, Any]:
    return {
        "operation": operation,
        "on": on,
        "home": operation.on.home(on),
        "button": operation.button or operation.title,
    }
