"""Never a score, never a total, never a league table, and never a condition for anything."""

import ast
import csv
import importlib
import inspect
import io
import json
import pkgutil
import re
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

import nyhavn
from nyhavn.exchange import described, report
from nyhavn.exchange.described.environment_table import environment_csv, environment_json
from nyhavn.framework.environment import ENVIRONMENT, Cover
from nyhavn.framework.environment_answers import GroupAnswer
from nyhavn.framework.environment_positions import Sitting
from nyhavn.framework.environment_table import COLUMNS, table_rows
from spec.environment.env_world import DISAGREEING, OFFICE, entry, opened

SOURCE = Path(nyhavn.__file__).parent
OURS = re.compile(r"nyhavn\.(framework|exchange\.(described|report))\.environment(_\w+)?(\.|$)")
PACKAGES = (importlib.import_module("nyhavn.framework"), described, report)
MODULES = tuple(
    importlib.import_module(f"{package.__name__}.{one.name}")
    for package in PACKAGES
    for one in pkgutil.iter_modules(package.__path__)
    if one.name.startswith("environment")
)
NUMBERS = (int, float, complex)
SUMMING = frozenset({"sum", "fsum", "mean", "fmean", "median", "Counter", "average", "prod", "accumulate", "reduce"})
LEAGUE = re.compile(
    r"score|total|index_of|ranking|league|average|mean(?!ing)|percent|share|points|rating|grade|maturity"
)
# How many people, organisations or letters: counts of a sitting or a limit, and never of what was answered.
ALLOWED = {(Sitting, "people"), (GroupAnswer, "people"), (Cover, "organisations"), (Cover, "people")}
CODES_COUNTED_IN = "nyhavn.framework.environment"  # whether one is given twice


def numeric(annotation: object) -> bool:
    """Whether a number can be in it, however deep; bool is none."""
    if isinstance(annotation, type) and issubclass(annotation, NUMBERS) and not issubclass(annotation, bool):
        return True
    return any(numeric(one) for one in typing.get_args(annotation))


def public_of(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, found in vars(module).items():
        if not name.startswith("_") and getattr(found, "__module__", "") == module.__name__:
            yield name, found


def test_all_modules_are_looked_at() -> None:
    assert len(MODULES) >= 13


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__)
def test_no_public_function_gives_a_number_and_no_name_speaks_of_a_score(module: ModuleType) -> None:
    for name, found in public_of(module):
        assert not LEAGUE.search(name.lower()), name
        if inspect.isfunction(found):
            assert not numeric(typing.get_type_hints(found)["return"]), name
        if inspect.isclass(found):
            for each, method in vars(found).items():
                asked = method.fget if isinstance(method, property) else method
                if not each.startswith("_") and inspect.isfunction(asked):
                    assert not numeric(typing.get_type_hints(asked).get("return")), f"{name}.{each}"


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__)
def test_no_value_holds_a_number_but_of_people_who_sat_together(module: ModuleType) -> None:
    for name, found in public_of(module):
        if not inspect.isclass(found) or not (is_dataclass(found) or issubclass(found, BaseModel)):
            continue
        names = [one.name for one in fields(found)] if is_dataclass(found) else [*found.model_fields]
        hints = typing.get_type_hints(found)
        held = {(found, each) for each in names if numeric(hints[each])}
        assert held <= ALLOWED, name


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__)
def test_nothing_is_added_up_over_statements(module: ModuleType) -> None:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            is_of_codes = called == "Counter" and module.__name__ == CODES_COUNTED_IN
            assert called not in SUMMING or is_of_codes, f"{module.__name__}:{node.lineno}"
        assert not isinstance(node, ast.AugAssign) or not isinstance(node.value, ast.Constant)


def test_the_probe_finds_what_it_looks_for() -> None:
    assert numeric(dict[str, tuple[float, ...]]) and numeric(int | None)
    assert not numeric(dict[str, bool]) and not numeric(tuple[str, ...])
    assert LEAGUE.search("total_by_element") and LEAGUE.search("country_score") and not LEAGUE.search("meaning")


def test_the_table_holds_text_only_and_no_row_for_a_place_or_an_element() -> None:
    found = json.loads(environment_json(opened()))
    assert set(found) == {"schema", "notice", "unpublished", "dropped", "columns", "rows"}
    assert len(found["rows"]) == len(ENVIRONMENT.statements) * 3 * 3
    for row in found["rows"]:
        assert tuple(row) == COLUMNS
        assert all(isinstance(cell, str) for cell in row.values())
        assert row["statement"] and row["voice"] and row["dimension"]
        assert not row["said"].isdigit()
    assert not [name for name in COLUMNS if LEAGUE.search(name)]


def test_rows_stand_in_the_order_of_the_edition_whatever_was_answered() -> None:
    keys = [(row.statement, row.voice, row.dimension) for row in table_rows(opened())]
    assert keys == [(row.statement, row.voice, row.dimension) for row in table_rows(opened(()))]


@pytest.mark.parametrize("comment", ['=HYPERLINK("https://example.org")', "\uff1d1+1", "+1", "@x"])
def test_csv_and_json_hold_the_same_and_no_spreadsheet_runs_a_comment(comment: str) -> None:
    bad = entry(OFFICE, "TR1", "none none none", comment=comment)
    found = opened((*DISAGREEING[1:], bad))
    text = environment_csv(found).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    rows = json.loads(environment_json(found))["rows"]
    assert [{name: cell.removeprefix("'") for name, cell in one.items()} for one in lines] == rows
    assert {one["comment"] for one in lines if one["comment"]} == {f"'{comment}"}


def imported(path: Path) -> set[str]:
    """Every module that a file imports, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return {name for name in found if OURS.match(name)}


def test_it_is_a_condition_for_nothing_because_no_other_rule_knows_it() -> None:
    below_web = [
        path for floor in ("framework", "engine", "chain", "exchange") for path in (SOURCE / floor).rglob("*.py")
    ]
    others = [path for path in below_web if not path.stem.startswith("environment")]
    assert len(others) > 300
    assert {path.name: imported(path) for path in others if imported(path)} == {}


def test_twin_its_own_modules_do_import_it() -> None:
    assert "nyhavn.framework.environment" in imported(SOURCE / "framework" / "environment_sheet.py")
