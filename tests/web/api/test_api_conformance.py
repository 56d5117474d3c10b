"""Made-up requests against the real application: no defect, and every answer is one that the description promises.

For somebody of the village, whose requests reach the actions, and for a stranger. Requests that fit the description
and requests that do not.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nyhavn.framework.roles import Role
from nyhavn.web.site.api import description
from nyhavn.web.site.api_schema import endpoints_in
from web.api.conftest import program_of
from web.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ENDPOINTS = [endpoint["operationId"] for endpoint in endpoints_in(description()) if endpoint.get("security")]
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),  # the database belongs to the test, not to one example: that is wanted
)


@pytest.fixture
def interface(db: None, settings: object) -> schemathesis.BaseSchema:
    """The description, read from the application as any tool would."""
    settings.API_SIGNED_IN_PER_MINUTE = settings.API_ANONYMOUS_PER_MINUTE = 1_000_000  # type: ignore[attr-defined]
    return read_once()


@cache
def read_once() -> schemathesis.BaseSchema:
    application = import_module("nyhavn.web.wsgi").application  # as a server loads it, once static files are there
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def coordinators(village: Cast) -> dict[str, str]:
    """Headers of the coordinator, who runs the site as well and administers the organisation: most doors are open."""
    carmen = village[Role.COORDINATOR]
    carmen.is_operator = True
    carmen.save()
    carmen.memberships.update(is_admin=True)
    return program_of(carmen).headers


def try_out(
    interface: schemathesis.BaseSchema, endpoint: str, attempt: Callable[[schemathesis.Case], None], examples: settings
) -> None:
    """Some requests that fit the description of an endpoint, and some that do not."""
    operation = interface.find_operation_by_id(endpoint)
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        if mode in modes_of(operation):
            examples(given(operation.as_strategy(generation_mode=mode))(attempt))()


def modes_of(operation: schemathesis.APIOperation) -> tuple[schemathesis.GenerationMode, ...]:
    """Where nothing is said, nothing can be said wrongly."""
    says_nothing = not operation.body and not operation.path_parameters
    return (schemathesis.GenerationMode.POSITIVE,) if says_nothing else tuple(schemathesis.GenerationMode)


def check_fits(endpoint: str, body: object) -> None:
    """Raises ValidationError if this is not what the endpoint asks."""
    whole = description()
    asked = next(one for one in endpoints_in(whole) if one["operationId"] == endpoint)["requestBody"]
    schema = {**asked["content"]["application/json"]["schema"], "components": whole["components"]}
    Draft202012Validator(schema).validate({} if isinstance(body, NotSet) else body)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_for_a_coordinator(
    endpoint: str, interface: schemathesis.BaseSchema, coordinators: dict[str, str], village: Cast
) -> None:
    """The addresses are those of the village, where it has them; else nothing but 404 would be tried."""
    known = {"initiative": village.initiative.slug, "organisation": village.organisation.slug}

    def attempt(case: schemathesis.Case) -> None:
        for name in known.keys() & (case.path_parameters or {}).keys():
            case.path_parameters[name] = known[name]
        answer = case.call_and_validate(headers=coordinators, checks=CHECKS)
        if answer.status_code == 200 and case.method == "POST":
            check_fits(endpoint, case.body)  # what does not fit the description is never carried out

    try_out(interface, endpoint, attempt, EXAMPLES)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_for_a_stranger(endpoint: str, interface: schemathesis.BaseSchema, village: Cast) -> None:
    def attempt(case: schemathesis.Case) -> None:
        assert case.call_and_validate(checks=CHECKS).status_code in (401, 404)

    try_out(interface, endpoint, attempt, settings(EXAMPLES, max_examples=3))
