"""The programming interface: every operation and every reading, for programs."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from nyhavn.web.pages.access import Access, Audience, declared
from nyhavn.web.pages.operations import Operation, Reading
from nyhavn.web.site.api_callers import AccessKey, Session
from nyhavn.web.site.api_endpoints import add_operation, add_public_reading, add_reading
from nyhavn.web.site.api_limits import PerMinute
from nyhavn.web.site.api_problems import no_address, not_offered, problem, translate_errors
from nyhavn.web.site.api_schema import described
from nyhavn.web.site.public_readings import PUBLIC_READINGS, PublicReading
from nyhavn.web.site.table import operations, readings

VERSION = "1"
ABOUT = (
    "Everything that the working pages can do, for programs. Sentences are in English. What can be refused, and why, "
    "is explained at /refusals/<code>/. Published files and feeds need no interface: see /data/."
)


def made_api(
    operations: Iterable[Operation[Any]], readings: Iterable[Reading], public_readings: Iterable[PublicReading]
) -> NinjaAPI:
    """An interface with an endpoint for each of these."""
    api = NinjaAPI(
        title="Nyhavn",
        version=VERSION,
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=[AccessKey(), Session()],
        throttle=[PerMinute()],
    )
    for operation in operations:
        add_operation(api, operation)
    for reading in readings:
        add_reading(api, reading)
    for everybodys in public_readings:
        add_public_reading(api, everybodys)
    translate_errors(api)
    return api


def offered_operations() -> tuple[Operation[Any], ...]:
    """The operations that programs may carry out."""
    return tuple(operation for operation in operations() if operation.through_interface)


@functools.cache
def interface() -> NinjaAPI:
    """The one interface of this process."""
    return made_api(offered_operations(), readings(), PUBLIC_READINGS)


@functools.cache
def description() -> dict[str, Any]:
    """What /api/openapi.json says."""
    return described(interface(), offered_operations())


def endpoint_patterns(api: NinjaAPI) -> list[URLPattern]:
    """Its addresses below api/v1/; whatever is not one of them is answered as a problem, too."""
    patterns = [found for found in api.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"]
    for pattern in patterns:
        pattern.callback = _answered(pattern.callback)
    return [*patterns, re_path(r"^.*$", _answered(_nothing), name="nothing")]


def _nothing(request: HttpRequest, **keys: object) -> HttpResponse:
    return problem(request, no_address())


def _answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view as programs see it: in English, never kept by a cache, and a problem for a method it does not have."""

    @csrf_exempt  # for cookies ninja's Session checks it; a key is no cookie
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **keys: object) -> HttpResponseBase:
        with translation.override("en"):
            response = view(request, *args, **keys)
            if response.status_code == 405:
                allowed = response["Allow"]
                response = problem(request, not_offered())
                response["Allow"] = allowed
        response["Content-Language"] = "en"
        patch_cache_control(response, no_store=True)
        patch_vary_headers(response, ("Authorization",))
        return response

    return declared(answered, Access(Audience.INTERFACE))
