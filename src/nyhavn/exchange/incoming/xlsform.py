"""XLSForm questionnaires (xlsform.org), read into an instrument and its layout after pyxform has accepted them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from nyhavn.exchange.incoming.form import Form
from nyhavn.exchange.incoming.form_checks import form_checks
from nyhavn.exchange.incoming.form_codes import form_codes
from nyhavn.exchange.incoming.form_faults import form_broken, remark
from nyhavn.exchange.incoming.form_items import read_items
from nyhavn.exchange.incoming.form_questions import read_questions
from nyhavn.exchange.incoming.form_sheets import NO_NAME, form_sheets
from nyhavn.exchange.incoming.form_walk import language_code, walk
from nyhavn.exchange.incoming.source_file import sha256_of
from nyhavn.framework.form_page import FormLayout
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import refusal


def read_xlsform(path: Path) -> Instrument:
    """What a form (.xlsx or .xls) asks; `read_form` says how it reads, and what it refuses."""
    return read_form(path).instrument


def read_form(path: Path) -> Form:
    """Read a form (.xlsx or .xls) with its layout.

    Id, version and title are the form's own, "" where its settings say nothing. What was read but could not be kept
    is in the instrument's warnings, and so is what pyxform warns about.
    Refusals: those of workbooks; form-broken with sheet, row and a repair; check-unreadable; those of SDMX codes.
    """
    sheets = form_sheets(path)
    definition, remarks = _definition(path.name, sheets)
    met = walk(definition)
    read = read_questions(definition, met)
    survey = sheets.get("survey", ())
    items = read_items(definition, met, survey)
    if not read.questions:
        do = "Add the questions to the survey sheet."
        raise refusal("form-broken", "The form asks no question.", where=path.name, do=do)
    instrument = Instrument(
        id=_own(definition["id_string"]),
        version=str(definition.get("version", "")),
        title=_own(definition["title"]),
        questions=read.questions,
        languages=read.languages,
        default_language=language_code(definition.get("default_language", "")),
        source=path.name,
        sha256=sha256_of(path),
        warnings=(*read.warnings, *(remark(path.name, message) for message in remarks)),
        checks=form_checks(items.items, survey, source=path.name),
        official=form_codes(items.items, read.questions, sheets, source=path.name),
    )
    layout = FormLayout(
        items=items.items,
        groups=items.groups,
        languages=read.languages,
        default_language=instrument.default_language,
        is_encrypted=bool(definition.get("public_key")),
        makes_entities=bool(sheets.get("entities")),
    )
    return Form(instrument, layout)


def _definition(name: str, sheets: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    try:
        result = convert(xlsform=sheets)
    except PyXFormError as fault:
        raise form_broken(name, str(fault)) from fault
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError) as fault:
        # A stranger's form can make pyxform itself fail; that is still a fault of the form, not of ours.
        raise form_broken(name, "The form cannot be understood by pyxform, which gave no reason") from fault
    return result._pyxform, result.warnings


def _own(text: str) -> str:
    """The form's own word; nothing where pyxform only had the stand-in."""
    return "" if text == NO_NAME else str(text)
