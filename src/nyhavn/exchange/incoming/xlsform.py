"""XLSForm questionnaires (xlsform.org), read into an `Instrument` after pyxform has accepted them."""

from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from nyhavn.exchange.incoming.form_faults import form_broken, remark
from nyhavn.exchange.incoming.form_questions import language_code, read_questions
from nyhavn.exchange.incoming.form_sheets import NO_NAME, form_sheets
from nyhavn.exchange.incoming.source_file import sha256_of
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import refusal


def read_xlsform(path: Path) -> Instrument:
    """Read a form (.xlsx or .xls).

    Id, version and title are the form's own, "" where its settings say nothing. What was read but could not be kept
    is in the instrument's warnings, and so is what pyxform warns about.
    Refusals: those of workbooks; form-broken with sheet, row and a repair.
    """
    definition, remarks = _definition(path)
    read = read_questions(definition)
    if not read.questions:
        do = "Add the questions to the survey sheet."
        raise refusal("form-broken", "The form asks no question.", where=path.name, do=do)
    return Instrument(
        id=_own(definition["id_string"]),
        version=str(definition.get("version", "")),
        title=_own(definition["title"]),
        questions=read.questions,
        languages=read.languages,
        default_language=language_code(definition.get("default_language", "")),
        source=path.name,
        sha256=sha256_of(path),
        warnings=(*read.warnings, *(remark(path.name, message) for message in remarks)),
    )


def _definition(path: Path) -> tuple[dict[str, Any], list[str]]:
    sheets = form_sheets(path)
    try:
        result = convert(xlsform=sheets)
    except PyXFormError as fault:
        raise form_broken(path.name, str(fault)) from fault
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError) as fault:
        # A stranger's form can make pyxform itself fail; that is still a fault of the form, not of ours.
        raise form_broken(path.name, "The form cannot be understood by pyxform, which gave no reason") from fault
    return result._pyxform, result.warnings


def _own(text: str) -> str:
    """The form's own word; nothing where pyxform only had the stand-in."""
    return "" if text == NO_NAME else str(text)
