"""One door to every file that says what is asked: an XLSForm, or a data dictionary."""

from pathlib import Path

from nyhavn.exchange.incoming.dictionary import read_dictionary
from nyhavn.exchange.incoming.xlsform import Form, read_form
from nyhavn.framework.form_page import plain_layout

DICTIONARY = ".toml"


def read_form_file(path: Path) -> Form:
    """What a form (.xlsx, .xls) or a data dictionary (.toml) asks, with its layout. Raises their Refusals."""
    if path.suffix.lower() != DICTIONARY:
        return read_form(path)
    dictionary = read_dictionary(path)
    return Form(dictionary.instrument, plain_layout(dictionary.instrument), dictionary.readings)
