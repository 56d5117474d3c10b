"""A plan that was written as text is the same plan when it is read again."""

import tomllib
import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_text import plan_text
from spec.bad_input.village import PLAN

PLANS = sorted((Path(__file__).parents[3] / "examples").rglob("plan.toml"))


def read_text(text: str, folder: Path) -> Plan:
    (folder / "plan.toml").write_bytes(text.encode())
    return read_plan(folder / "plan.toml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


def test_there_are_plans_to_try() -> None:
    assert len(PLANS) >= 9


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_every_plan_of_the_examples_comes_back_equal(path: Path, folder: Path) -> None:
    plan = read_plan(path)
    text = plan_text(plan)
    assert read_text(text, folder) == plan
    assert plan_text(read_text(text, folder)) == text


def test_what_says_no_more_than_its_default_is_left_out(folder: Path) -> None:
    """The plan of the village says nothing needless, so exactly what it says is written."""
    assert tomllib.loads(plan_text(read_text(PLAN, folder))) == tomllib.loads(PLAN)
    needless = PLAN.replace("threshold = 5", "threshold = 5\ncomplementary = true")
    assert plan_text(read_text(needless, folder)) == plan_text(read_text(PLAN, folder))


def test_saying_that_there_are_none_is_not_saying_nothing(folder: Path) -> None:
    silent = read_text(PLAN, folder)
    none = read_text(PLAN.replace("[instrument]", "parties = []\ninterests = []\n[instrument]"), folder)
    assert read_text(plan_text(silent), folder).initiative.parties is None
    assert read_text(plan_text(none), folder).initiative.parties == ()
    assert read_text(plan_text(none), folder).initiative.interests == ()


@given(
    title=st.text(min_size=1, max_size=20),
    totals=st.dictionaries(st.text(max_size=5), st.floats(allow_nan=False), max_size=3),
)
def test_every_text_and_every_number_comes_back(title: str, totals: dict[str, float], folder: Path) -> None:
    """Quotation marks, line ends of every kind, control characters, other scripts; keys with dots and blanks."""
    content = read_text(PLAN, folder).model_dump()
    content["initiative"] |= {"title": title, "interests": [title, ""]}
    content["reference"] = {"source": title, "margins": [{"breakdown": "place", "totals": totals}]}
    plan = Plan.model_validate(content)
    assert read_text(plan_text(plan), folder) == plan


def models_in(annotation: Any) -> set[type[BaseModel]]:
    """The declared models inside an annotation, and inside those."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = [models_in(field.annotation) for field in annotation.model_fields.values()]
        return {annotation}.union(*inner)
    return set().union(*(models_in(part) for part in typing.get_args(annotation)))


def test_nothing_that_may_be_unsaid_has_another_default() -> None:
    """TOML cannot say "nothing": where None is allowed it must be what a missing line means."""
    for model in models_in(Plan):
        for name, field in model.model_fields.items():
            if type(None) in typing.get_args(field.annotation):
                assert field.get_default() is None, f"{model.__name__}.{name}"
