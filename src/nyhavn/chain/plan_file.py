"""Reading a plan: TOML in, a `Plan` out, or one refusal that names every mistake with its place."""

import difflib
import tomllib
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nyhavn.chain.community import with_community
from nyhavn.chain.groupings import with_groupings
from nyhavn.chain.plan import Plan
from nyhavn.framework.refusal import Reason, Refusal, refusal

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """What is read, for sentences: what people call it, the codes of its refusals, and where it is documented."""

    noun: str
    unreadable: str
    mistake: str
    documented: str


PLAN = Document("plan", "plan-unreadable", "plan-mistake", "See docs/reference/plan.md.")


def read_plan(path: Path) -> Plan:
    """The plan in that file, by the groups that were chosen in it.

    Raises Refusal: plan-unreadable, plan-mistake, and for groupings that do not fit.
    """
    plan = with_groupings(validated(Plan, parsed(path), name=path.name))
    return with_community(plan, datetime.now(UTC).date())


def parsed(path: Path, document: Document = PLAN) -> dict[str, Any]:
    """The TOML document in that file. Raises Refusal: plan-unreadable, or what stands for it in another document."""
    try:
        return parsed_text(path.read_bytes(), name=path.name, document=document)
    except FileNotFoundError:
        raise refusal(document.unreadable, "There is no such file.", where=str(path), do="Check the path.") from None
    except IsADirectoryError:
        do = f"Name the {document.noun} file in it."
        raise refusal(document.unreadable, "This is a folder.", where=str(path), do=do) from None


def parsed_text(content: bytes, *, name: str, document: Document = PLAN) -> dict[str, Any]:
    """The TOML document that these bytes are. name: of the file, for people. Raises Refusal: plan-unreadable."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        what = f"The {document.noun} is not UTF-8 text (byte {error.start + 1})."
        raise refusal(document.unreadable, what, where=name, do="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        what = f"The {document.noun} is not valid TOML: {error}."
        raise refusal(document.unreadable, what, where=name, do=document.documented) from None
    except RecursionError:
        what = f"The {document.noun} holds lists inside lists, too many to be read."
        raise refusal(document.unreadable, what, where=name, do=document.documented) from None


def validated(model: type[Model], content: dict[str, Any], *, name: str, document: Document = PLAN) -> Model:
    """A parsed document as that model. Raises Refusal "plan-mistake" with one reason per mistake."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        reasons = [_reason(model, detail, content, name, document) for detail in error.errors(include_url=False)]
        raise Refusal(*reasons) from None


def _reason(
    model: type[BaseModel], detail: ErrorDetails, content: dict[str, Any], name: str, document: Document
) -> Reason:
    """One mistake, with its place in the plan and, for a name nobody knows, the nearest one."""
    where = f"{name}, {_place(detail['loc'], content)}"
    kind = detail["type"]
    if kind == "extra_forbidden":
        what = f'"{detail["loc"][-1]}" is not a name the {document.noun} knows.'
        return Reason(document.mistake, what, where, _nearest(model, detail["loc"], document))
    if kind == "missing":
        return Reason(document.mistake, "This is missing.", where, f"Add it. {document.documented}")
    if kind in ("enum", "literal_error"):
        return Reason(document.mistake, "This value is not one of those allowed here.", where, _allowed(detail))
    if kind == "union_tag_not_found":
        return Reason(document.mistake, 'This has no "kind".', where, f"Add it. {document.documented}")
    if kind == "union_tag_invalid":
        return Reason(document.mistake, "This kind is not one of those allowed here.", where, _allowed_kinds(detail))
    return Reason(document.mistake, f"{detail['msg']}.", where, document.documented)


def _place(loc: Sequence[int | str], content: Any) -> str:
    """A path such as [[indicator]] 3 (id "access"), numerator."""
    parts: list[str] = []
    for step in loc:
        if _is_kind(step, content):
            continue
        content = _inside(content, step)
        if isinstance(step, int):
            named = (
                content.get("id") or content.get("question") or content.get("stage")
                if isinstance(content, dict)
                else ""
            )
            parts[-1] += f" {step + 1}" + (f' ("{named}")' if named else "")
        else:
            parts.append(f"[{step}]" if not parts else step)
    return ", ".join(parts)


def _named(entry: Any) -> str:
    """How an entry of a list calls itself: ("its id"), or nothing."""
    named = next((entry[key] for key in ("id", "question", "stage", "name") if key in entry), "") if entry else ""
    return f' ("{named}")' if named else ""


def _allowed(detail: ErrorDetails) -> str:
    """The values allowed, and the one that was probably meant."""
    expected = str(detail.get("ctx", {}).get("expected", ""))
    values = expected.replace("'", "").replace(" or ", ", ").split(", ")
    near = difflib.get_close_matches(str(detail["input"]), values, 1)
    meant = f'Did you mean "{near[0]}"? ' if near else ""
    return f"{meant}Allowed: {expected}."


def _allowed_kinds(detail: ErrorDetails) -> str:
    """The kinds allowed, and the one that was probably meant."""
    context = detail.get("ctx", {})
    expected = str(context.get("expected_tags", ""))
    near = difflib.get_close_matches(str(context.get("tag", "")), expected.replace("'", "").split(", "), 1)
    meant = f'Did you mean "{near[0]}"? ' if near else ""
    return f"{meant}Allowed: {expected}."


def _is_kind(step: int | str, content: Any) -> bool:
    """Whether a step of a path only says of which kind an entry is, where entries of several kinds may stand."""
    return isinstance(content, dict) and content.get("kind") == step and step not in content


def _inside(content: Any, step: int | str) -> Any:
    """The part of a parsed document one step down, None where there is none."""
    if isinstance(content, dict):
        return content.get(step)
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None


def _nearest(model: type[BaseModel], loc: Sequence[int | str], document: Document) -> str:
    """ "Did you mean ...?" among the names known at that place."""
    near = difflib.get_close_matches(str(loc[-1]), list(_known(model, loc[:-1])), 1)
    return f'Did you mean "{near[0]}"?' if near else document.documented


def _known(model: type[BaseModel], loc: Iterable[int | str]) -> Iterable[str]:
    """The field names of the model that stands at a place."""
    found: tuple[type[BaseModel], ...] = (model,)
    for step in loc:
        if isinstance(step, int):
            continue
        of_kind = tuple(one for one in found if step in _kinds(one))
        fields = [one.model_fields[step] for one in found if step in one.model_fields]
        found = of_kind or tuple(inner for field in fields for inner in _models_in(field.annotation))
    return dict.fromkeys(name for one in found for name in one.model_fields)


def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    """The kinds by which a model is told from others that may stand in its place."""
    kind = model.model_fields.get("kind")
    return typing.get_args(kind.annotation) if kind and typing.get_origin(kind.annotation) is Literal else ()


def _models_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The declared models inside an annotation such as tuple[Model, ...] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(found for part in typing.get_args(annotation) for found in _models_in(part))
