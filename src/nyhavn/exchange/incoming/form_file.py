"""One door to every file that says what is asked: an XLSForm, or a data dictionary."""

from importlib import import_module
from pathlib import Path
from typing import cast

from nyhavn.exchange.incoming.dictionary import read_dictionary
from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.form_page import plain_layout
from nyhavn.framework.instrument import Instrument

DICTIONARY = ".toml"
XLSFORM = "nyhavn.exchange.incoming.xlsform"
"""Loaded by its name at the first workbook: pyxform is a tenth of every start, and most processes read no form."""


def read_form_file(path: Path) -> Form:
    """What a form (.xlsx, .xls) or a data dictionary (.toml) asks, with its layout. Raises their Refusals."""
    if path.suffix.lower() != DICTIONARY:
        return cast(Form, import_module(XLSFORM).read_form(path))
    dictionary = read_dictionary(path)
    return Form(dictionary.instrument, plain_layout(dictionary.instrument), dictionary.readings)


def read_xlsform(path: Path) -> Instrument:
    """What a form in a workbook asks. Raises its Refusals."""
    return cast(Instrument, import_module(XLSFORM).read_xlsform(path))
