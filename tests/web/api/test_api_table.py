"""The interface is made from the table of operations: whole, unambiguous, and closed to strangers."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from nyhavn.framework.roles import AccountRight
from nyhavn.web.site.api import description, offered_operations
from nyhavn.web.site.api_document import document
from nyhavn.web.site.api_endpoints import IN_ROUTE
from nyhavn.web.site.public_readings import PUBLIC_READINGS
from nyhavn.web.site.table import operations, readings
from web.api.conftest import Program
from web.cast import Cast

IDS = Path(__file__).parent / "operation_ids.txt"
OPERATIONS = [pytest.param(one, id=one.url_name) for one in offered_operations()]
READINGS = [pytest.param(one, id=f"{one.on.name}.{one.name or 'read'}") for one in readings()]


def addresses(route: str, village: Cast) -> str:
    """A route with the names of what exists in the village, and random ones for the rest."""
    known = {"initiative": village.initiative.slug, "organisation": village.organisation.slug}
    return IN_ROUTE.sub(lambda found: known.get(found["name"], str(uuid4())), route)


def test_the_ids_of_endpoints_are_those_that_programs_rely_on() -> None:
    """A program knows an endpoint by its id. After adding one, add its id; removing one breaks somebody's program."""
    assert sorted(ids()) == IDS.read_text(encoding="utf-8").split()


def ids() -> Iterator[str]:
    for methods in description()["paths"].values():
        yield from (endpoint["operationId"] for endpoint in methods.values())


def test_every_operation_and_every_reading_has_its_endpoint() -> None:
    names = {one.url_name for one in operations() if one.through_interface}
    names |= {f"{one.on.name}.{one.name or 'read'}" for one in readings()}
    assert names | {one.name for one in PUBLIC_READINGS} == set(ids())


def test_the_reference_page_is_made_from_the_description(repository: Path) -> None:
    """Write it anew with: python -m nyhavn.web.manage document_api docs/reference/api.md"""
    assert (repository / "docs/reference/api.md").read_text(encoding="utf-8") == document(description())


def test_every_schema_in_the_description_is_a_schema() -> None:
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.django_db
def test_the_description_is_open_to_everybody_and_to_tools_on_other_sites(client: Client) -> None:
    answer = client.get("/api/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_the_page_for_people_lists_every_endpoint_and_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/").content.decode()
    assert [one for one in ids() if f'id="{one}"' not in page] == []
    assert "://" not in page.replace("http://localhost:8000/api/v1/me/", "").replace("http://www.w3.org/2000/svg", "")


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nobody_does_anything_without_signing_in(operation: object, client: Client, village: Cast) -> None:
    address = f"/api/v1/{addresses(operation.route, village)}"  # type: ignore[attr-defined]
    assert client.post(address, content_type="application/json").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("reading", READINGS)
def test_nobody_reads_anything_without_signing_in(reading: object, client: Client, village: Cast) -> None:
    assert client.get(f"/api/v1/{addresses(reading.route, village)}").status_code == 401  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stranger_with_an_account_does_nothing_in_the_village(
    operation: object, strangers: Program, village: Cast
) -> None:
    route, right = operation.route, operation.right  # type: ignore[attr-defined]
    answer = strangers.post(addresses(route, village))
    # What is one's own, or open to everybody with an account, has no stranger; it has its own mistakes.
    expected = {404, 422} if isinstance(right, AccountRight) else {403, 404}
    assert answer.status_code in expected


@pytest.mark.django_db
@pytest.mark.parametrize("reading", READINGS)
def test_a_stranger_with_an_account_reads_nothing_of_the_village(
    reading: object, strangers: Program, village: Cast
) -> None:
    route, right = reading.route, reading.right  # type: ignore[attr-defined]
    answer = strangers.get(addresses(route, village))
    assert answer.status_code in ({200, 404} if isinstance(right, AccountRight) else {403, 404})


@pytest.mark.django_db
def test_somebody_of_the_village_reads_it(carmens: Program, village: Cast) -> None:
    of_the_initiative = [one for one in readings() if one.on.name == "initiative"]
    assert of_the_initiative
    for one in of_the_initiative:
        answer = carmens.get(addresses(one.route, village))
        assert answer.status_code in (200, 403), one.name
    assert any(carmens.get(addresses(one.route, village)).status_code == 200 for one in of_the_initiative)
