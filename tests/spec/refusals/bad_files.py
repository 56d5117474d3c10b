"""Files, references, wrong turns and wrong people: each fault alone, at one operation."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from nyhavn.framework.roles import Role
from spec.refusals.bad_entries import (
    ADD_INDICATOR,
    BREAKDOWN,
    HAND_IN,
    IN,
    INDICATOR,
    PUT_IN_USE,
    REGISTERED,
    UPLOAD,
    UPLOAD_TABLES,
    Bad,
)
from spec.refusals.saying import MARK, Lines, Sent
from web import objects

SURVEY = objects.SURVEY


def archive(name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return kept.getvalue()


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to a hundred megabytes."""
    with zipfile.ZipFile(io.BytesIO(objects.form_file())) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            padding = b" " * 100_000_000 if name.endswith("sheet1.xml") else b""
            made.writestr(name, content + padding)
    return kept.getvalue()


def form(*rows: tuple[str, ...], name: str = "water.xlsx") -> Mapping[str, Any]:
    return {"file": Sent(name, objects.form_file((*SURVEY[:1], *rows)))}


FILES: tuple[Bad, ...] = (
    # Files.
    Bad(
        "rubbish as a questionnaire",
        UPLOAD,
        {"file": Sent("water.xlsx", MARK.encode() + bytes(range(256)) * 40)},
        "file-not-as-named",
        "water.xlsx",
    ),
    Bad("an empty file", UPLOAD, {"file": Sent("water.xlsx", b"")}, "file-empty|entry-too-short", "water.xlsx"),
    Bad(
        "a program as a questionnaire",
        UPLOAD,
        {"file": Sent("water.exe", b"MZ" + MARK.encode())},
        "file-type-unknown",
        "water.exe",
    ),
    Bad("a workbook that is a bomb", UPLOAD, {"file": Sent("water.xlsx", bomb())}, "archive-too-large", "water.xlsx"),
    Bad(
        "a questionnaire with a type that does not exist",
        UPLOAD,
        form(("hologram", "sight", MARK, "", "", "", "")),
        "form-broken",
        "water.xlsx",
    ),
    Bad(
        "a questionnaire with a list that does not exist",
        UPLOAD,
        form(("select_one nowhere", "sight", MARK, "", "", "", "")),
        "form-broken",
        "sheet survey, row 3",
    ),
    Bad(
        "a questionnaire that asks under one name twice",
        UPLOAD,
        form(("integer", "gender", MARK, "", "", "", "")),
        "form-broken",
        "row 3",
    ),
    Bad(
        "a condition that nobody can read",
        ADD_INDICATOR,
        {**INDICATOR, "numerator": "${water} = = 'yes'"},
        "expression-unreadable",
        "indicator dry",
    ),
    Bad(
        "a table that is none",
        HAND_IN,
        {"file": Sent("houses.csv", b"\x89PNG\r\n\x1a\n\0\0" + MARK.encode())},
        "encoding-wrong",
        "houses.csv",
    ),
    Bad(
        "a table in an encoding that does not exist",
        HAND_IN,
        {"file": Sent("houses.csv", f"age\n{MARK}\n".encode()), "encoding": "klingon"},
        "encoding-unknown",
        "houses.csv",
    ),
    Bad(
        "an archive in an archive",
        HAND_IN,
        {"file": Sent("houses.zip", archive("houses.zip", archive("houses.csv", MARK.encode())))},
        "archive-member-unclear",
        "houses.zip",
    ),
    Bad(
        "a plan that is no TOML",
        UPLOAD_TABLES,
        {"file": Sent("tables.toml", f"[[indicator]\n{MARK}".encode())},
        "plan-unreadable",
        "tables.toml",
    ),
    Bad(
        "a plan with a section that nobody knows",
        UPLOAD_TABLES,
        {"file": Sent("tables.toml", b'[shell]\nrun = "rm"\n')},
        "plan-mistake",
        "tables.toml",
    ),
    # What refers to something else.
    Bad(
        "a condition about a question that nobody asks",
        ADD_INDICATOR,
        {**INDICATOR, "numerator": "${wine} = 'yes'"},
        "counted-question-unknown",
        "indicator dry",
    ),
    Bad(
        "a condition that calls a program",
        ADD_INDICATOR,
        {**INDICATOR, "numerator": "system('rm -rf /')"},
        "expression-unsupported",
        "indicator dry",
    ),
    Bad(
        "a group with an answer that nobody can give",
        f"{IN}/do/add-breakdown",
        {**BREAKDOWN, "categories": ({"code": "maybe", "label": "Maybe", "answers": ("maybe",)},)},
        "counted-answer-unknown",
        "category maybe",
    ),
    Bad(
        "a column that no file has",
        f"{IN}/imports/<uuid:batch>/do/declare",
        {
            "columns": Lines(age="aeg"),
            "basis": {"kind": "open-licence", "licence": "CC-BY-4.0", "source": MARK},
            "contributed_on": "2026-11-01",
            "date_format": "%Y-%m-%d",
        },
        "column-unknown",
        "Columns of questions",
    ),
    # Out of turn.
    Bad(
        "a second open collection",
        f"{IN}/do/open-collection",
        {"doors": ("form",)},
        "collection-already-open",
        "collection",
        409,
    ),
    Bad(
        "rows of which nobody said what they mean",
        f"{IN}/imports/<uuid:batch>/do/take-in",
        {"leaves_out": False},
        "import-out-of-turn",
        "file answers.csv",
        409,
    ),
    Bad(
        "a notice without texts put in use", PUT_IN_USE, {"valid_from": "2030-01-01"}, "notice-part-missing", "text in"
    ),
    # Not their business.
    Bad(
        "an enumerator who changes the notice",
        f"{IN}/do/draft-notice",
        {"version": "7", "purposes": ("collection",), "contact": MARK},
        "not-allowed",
        "",
        403,
        who=Role.ENUMERATOR,
    ),
    Bad("an observer who starts a run", f"{IN}/do/produce", {}, "not-allowed", "", 403, who=Role.OBSERVER),
    Bad(
        "a stranger who changes the title",
        f"{IN}/do/about",
        {**REGISTERED["about"], "title": MARK},
        "not-found",
        "",
        404,
        who="stranger",
    ),  # type: ignore[dict-item]
    Bad(
        "a coordinator who runs the site",
        "site/do/create-organisation",
        {"slug": "mine", "name": MARK, "kind": "community", "admin": "a@b.example"},
        "not-allowed",
        "",
        403,
    ),
)
