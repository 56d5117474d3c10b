"""The description of the interface (OpenAPI 3.1): what ninja finds in the endpoints, with bodies and problems added."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from nyhavn.web.pages.operations import Confirmed, Operation
from nyhavn.web.site.api_problems import CODES_BY_STATUS, MEDIA_TYPE, Problem

REF = "#/components/schemas/{model}"
PREFIX = "api/v1/"
FOR_READING = (401, 403, 404, 429, 500, 503)
FOR_EVERYBODY = (404, 429, 500, 503)


def described(api: NinjaAPI, offered: Iterable[Operation[Any]]) -> dict[str, Any]:
    """The whole description. offered: the operations among its endpoints. Raises RuntimeError if two share an id."""
    operations = {operation.url_name: operation for operation in offered}
    schema = dict(api.get_openapi_schema(path_prefix=PREFIX))
    models: set[type[BaseModel]] = {Problem, *(operation.asks for operation in operations.values())}
    in_order = sorted(models, key=lambda model: model.__name__)
    names, shared = models_json_schema([(model, "validation") for model in in_order], ref_template=REF)
    _check_one_name_one_thing(schema["components"]["schemas"], shared["$defs"])
    schema["components"]["schemas"] |= shared["$defs"]
    schema["components"]["schemas"] = dict(sorted(schema["components"]["schemas"].items()))
    schema["components"]["responses"] = {f"Problem{status}": _problem(status) for status in CODES_BY_STATUS}
    for endpoint in endpoints_in(schema):
        found = operations.get(endpoint["operationId"])
        if found is not None:
            endpoint["requestBody"] = _body(names[found.asks, "validation"], found.asks)
        for status in _statuses(endpoint, is_operation=found is not None):
            endpoint["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    return schema


def _check_one_name_one_thing(answered: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Raises RuntimeError if what is asked and what is answered share a name and are different things."""
    for name in answered.keys() & asked.keys():
        if answered[name].get("properties", {}).keys() != asked[name].get("properties", {}).keys():
            raise RuntimeError(f"two models of the interface are called {name}")


def endpoints_in(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Its endpoints in order. Raises RuntimeError if two have the same operationId."""
    found = [endpoint for methods in schema["paths"].values() for endpoint in methods.values()]
    ids = [endpoint["operationId"] for endpoint in found]
    if len(set(ids)) < len(ids):
        raise RuntimeError(f"two endpoints have one id: {sorted(each for each in set(ids) if ids.count(each) > 1)}")
    return found


def _body(reference: Any, asks: type[BaseModel]) -> dict[str, Any]:
    """What an operation asks. Where only a confirmation is asked, nothing needs to be sent."""
    return {"content": {"application/json": {"schema": reference}}, "required": asks is not Confirmed}


def _statuses(endpoint: Mapping[str, Any], *, is_operation: bool) -> tuple[int, ...]:
    if is_operation:
        return tuple(status for status in CODES_BY_STATUS if status != HTTPStatus.METHOD_NOT_ALLOWED)
    return FOR_READING if endpoint.get("security") else FOR_EVERYBODY


def _problem(status: int) -> dict[str, Any]:
    codes = ", ".join(CODES_BY_STATUS[status])
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model=Problem.__name__)}}}
    described = {"description": f"{HTTPStatus(status).phrase}: {codes}.", "content": content}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return described
