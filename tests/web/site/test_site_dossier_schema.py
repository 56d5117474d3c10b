"""The schema of the dossier stands at one address, for everybody."""

import json

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.django_db


def test_the_schema_of_the_dossier_is_served_to_strangers_and_is_a_schema(client: Client) -> None:
    answer = client.get("/schemas/dossier-1.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(json.loads(answer.content))


def test_another_number_is_not_there(client: Client) -> None:
    assert client.get("/schemas/dossier-2.json").status_code == 404
