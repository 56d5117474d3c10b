"""The dossier for programs is what its published schema describes, and the schema refuses what it does not."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.dossier import DOSSIER_DATA, DOSSIER_SCHEMA, FORMAT, SCHEMA_BYTES, dossier_plain, schema
from nyhavn.exchange.report.html import report_html
from nyhavn.exchange.report.quality_html import quality_html
from nyhavn.framework.safeguards import SAFEGUARDS, evidence_for
from spec.principles.test_spec_safeguards import GOOD, SILENT
from spec.quality_report.village_of_forty import Village


@pytest.fixture(scope="module")
def dossier() -> dict[str, Any]:
    return dossier_plain(Village().release())


def check(value: object) -> None:
    Draft202012Validator(schema()).validate(value)


def test_the_schema_is_one_of_draft_2020_12_and_explains_every_name() -> None:
    found = schema()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)
    objects = [found, *found["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in objects)
    assert all(part.get("description") for one in objects for name, part in one["properties"].items())


@pytest.mark.parametrize("records", [GOOD, SILENT], ids=["everything is there", "nothing is there"])
def test_every_dossier_is_as_the_schema_says(records: Any) -> None:
    release = replace(Village().release(), principles=evidence_for(records))
    made = dossier_plain(release)
    check(made)
    codes = {safeguard["code"] for principle in made["principles"] for safeguard in principle["safeguards"]}
    assert codes == {rule(GOOD).code for rules in SAFEGUARDS.values() for rule in rules}


def faults() -> list[Any]:
    def remove(name: str) -> Any:
        return lambda made: made.pop(name)

    top = [remove(name) for name in schema()["properties"]]
    return [
        *top,
        lambda made: made.update(score=7),
        lambda made: made.update(format="urn:nyhavn:dossier:v2"),
        lambda made: made["principles"].pop(),
        lambda made: made["principles"][2].update(passed=True),
        lambda made: made["principles"][2]["states"].pop("against"),
        lambda made: made["principles"][2].update(cannot_show=""),
        lambda made: made["principles"][2]["safeguards"][0].update(state="yes"),
        lambda made: made["principles"][2]["safeguards"][0].update(says=[]),
    ]


@pytest.mark.parametrize("fault", faults(), ids=range(len(faults())))
def test_the_schema_refuses_each_single_fault(dossier: dict[str, Any], fault: Any) -> None:
    made = copy.deepcopy(dossier)
    fault(made)
    with pytest.raises(ValidationError):
        check(made)


def test_the_bundle_holds_the_dossier_with_its_schema_and_both_say_the_same_format(tmp_path: Path) -> None:
    release = Village().release()
    folder = tmp_path / "bundle"
    write_content(release, folder, report_html=report_html(release), quality_html=quality_html(release))
    made = json.loads((folder / DOSSIER_DATA).read_bytes())
    assert made == dossier_plain(release)
    shipped = json.loads((folder / DOSSIER_SCHEMA).read_bytes())
    Draft202012Validator(shipped).validate(made)
    assert made["format"] == FORMAT == shipped["properties"]["format"]["const"]


def test_the_documentation_holds_the_same_schema() -> None:
    documented = Path(__file__).resolve().parents[3] / "docs/reference/dossier-1.schema.json"
    assert documented.read_bytes() == SCHEMA_BYTES
