"""The documents are true: links lead somewhere, examples parse, commands exist, the plan's reference is complete."""

import re
import subprocess
import tomllib
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.cli.main import nyhavn
from nyhavn.framework.declared import Declared
from nyhavn.framework.expression_tree import SUPPORTED

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NOT_OURS = frozenset({".venv", ".venv-spark", "out", "build", "dist", "nyhavn-log", ".git"})
PLAN_REFERENCE = (DOCS / "reference" / "plan.md").read_text(encoding="utf-8")

# Words that have no place in the product. Written in two halves, so that this file does not hold them.
FORBIDDEN = (
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    r"(?<![\w.-])/wo" + r"rk/(build|main|shared|notes)\b",  # the working pages of the site stand below that word, too
    r"(?<![\w.-])/ro" + r"ot/(?!item\b)",  # but the path of XForms' secondary instances
    r"/ho" + r"me/\w+",
    r"\.\./sha" + "red",
    r"\bJI" + r"RA\b",
    r"\b([Ii]ssue|[Tt]icket|[Tt]ask) " + r"?#\d+",
    r"\bTO" + r"DO\b",
    r"\bFIX" + r"ME\b",
    r"\b[Cc]hat" + r"(gpt|GPT)\b",
    r"\b[Cc]la" + r"ude\b",
)


@cache
def tracked_files() -> tuple[Path, ...]:
    """The files of the repository, as its own records list them; without records, all that are not made here."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S607
        return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not NOT_OURS & set(path.parts))


def documents() -> list[Path]:
    return sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md")})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


every_document = pytest.mark.parametrize("document", documents(), ids=name_of)


@every_document
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = (target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target)
    broken = [target for target in targets if target and not (document.parent / target).exists()]
    assert broken == []


@every_document
def test_every_toml_example_parses(document: Path) -> None:
    for example in blocks(document.read_text(encoding="utf-8"), "toml"):
        assert tomllib.loads(example)


@every_document
def test_every_command_shown_exists_with_its_options(document: Path) -> None:
    shells = blocks(document.read_text(encoding="utf-8"), "(?:sh)?")
    shown = [line.strip() for block in shells for line in block.splitlines()]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for line in shown:
        words = line.removeprefix("$ ").split("#")[0].split()
        if words[:1] == ["make"]:
            assert {word for word in words[1:] if "=" not in word} <= targets, line
        if words[:1] == ["nyhavn"] and len(words) > 1 and not words[1].startswith("-"):
            assert words[1] in nyhavn.commands, line
            command = nyhavn.commands[words[1]]
            if isinstance(command, click.Group):
                assert words[2] in command.commands, line
                command = command.commands[words[2]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known | {"--help"}, line


def test_every_page_stands_in_the_index_of_the_documents() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    linked = {(DOCS / target.split("#")[0]).resolve() for target in re.findall(r"\]\(([^)\s]+)\)", index)}
    pages = {page for page in DOCS.rglob("*.md") if page.parent.name != "decisions" and page != DOCS / "README.md"}
    assert {name_of(page) for page in pages if page.resolve() not in linked} == set()


def decision_records() -> list[Path]:
    return sorted((DOCS / "decisions").glob("[0-9]*.md"))


def test_every_decision_record_stands_in_the_index_and_numbers_have_no_gap() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    records = decision_records()
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    assert [record.name for record in records] == re.findall(r"\]\((\d{4}-[^)]+)\)", index)


@pytest.mark.parametrize("record", decision_records(), ids=name_of)
def test_every_decision_record_says_why_what_and_at_which_price_on_about_a_page(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    for heading in ("## Context", "## Decision", "## Consequences"):
        assert heading in text
    assert len(text.splitlines()) <= 60


def test_the_changelog_names_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_file_speaks_of_anything_but_the_product() -> None:
    pattern = re.compile("|".join(FORBIDDEN))
    found: list[str] = []
    for path in tracked_files():
        if path.parent == ROOT / ".ci":
            continue  # the one place that describes the machine on which the checks run
        content = path.read_bytes()
        if b"\0" not in content:
            lines = content.decode("utf-8").splitlines()
            found += [f"{name_of(path)}:{n}" for n, line in enumerate(lines, start=1) if pattern.search(line)]
    assert found == []


# --- The references of plan and expressions -------------------------------------------------


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The declared models inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from models_in(part)


def reachable(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """All models that a plan is made of, by name."""
    found = {model.__name__: model}
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            found |= reachable(inner)
    return found


MODELS = reachable(Plan)


def documented() -> dict[str, dict[str, list[str]]]:
    """For each model of the page, its rows: key -> [type, default, meaning]."""
    parts = re.split(r"<!-- model: (\w+) -->", PLAN_REFERENCE)[1:]
    tables: dict[str, dict[str, list[str]]] = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        section = re.split(r"^#", text, maxsplit=1, flags=re.MULTILINE)[0]
        rows = (re.split(r"(?<!\\)\|", line.strip("| \n")) for line in section.splitlines() if line.startswith("| `"))
        tables[name] = {row[0].strip(" `"): [cell.strip() for cell in row[1:]] for row in rows}
    return tables


def shown_default(field: FieldInfo) -> str:
    """A default as the page writes it."""
    if field.is_required():
        return "*required*"
    default = field.get_default(call_default_factory=True)
    if default is None:
        return "none"
    if isinstance(default, BaseModel) or default == {}:
        return "`{}`"
    if default == ():
        return "`[]`"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f'`"{default}"`' if isinstance(default, str) else f"`{default}`"


def allowed_values(annotation: Any) -> set[str]:
    """The values of all enumerations and literals inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {str(value) for value in annotation}
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return {str(value) for value in arguments}
    return {value for part in arguments for value in allowed_values(part)}


def test_the_reference_documents_every_model_of_a_plan_and_no_other() -> None:
    assert set(documented()) == set(MODELS)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_reference_documents_every_key_with_its_default_and_allowed_values(name: str) -> None:
    rows = documented()[name]
    fields = MODELS[name].model_fields
    assert list(rows) == list(fields)
    for key, field in fields.items():
        _, default, meaning = rows[key]
        assert default == shown_default(field), key
        quoted = set(re.findall(r"`([^`]+)`", meaning))
        assert meaning.startswith("As ") or allowed_values(field.annotation) <= quoted, key
        assert meaning.endswith("."), key


def test_the_reference_of_expressions_documents_every_function_and_no_other() -> None:
    page = (DOCS / "reference" / "expressions.md").read_text(encoding="utf-8")
    table = page.split("## Functions")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([a-z-]+)\(", row)} == set(SUPPORTED)


def test_every_model_of_a_plan_refuses_names_it_does_not_know() -> None:
    assert all(issubclass(model, Declared) for model in MODELS.values())


@pytest.mark.parametrize("example", blocks(PLAN_REFERENCE, "toml"))
def test_every_example_of_the_reference_is_valid(example: str) -> None:
    for key, value in tomllib.loads(example).items():
        assert TypeAdapter(Plan.model_fields[key].annotation).validate_python(value)


@pytest.mark.parametrize("plan", sorted((ROOT / "examples").rglob("plan.toml")), ids=name_of)
def test_every_plan_of_the_examples_is_valid(plan: Path) -> None:
    assert read_plan(plan).plan.version == 1
