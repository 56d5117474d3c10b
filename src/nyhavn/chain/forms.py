"""Questionnaires from bytes in memory, read exactly as from a file."""

import re
import tempfile
from pathlib import Path

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.incoming.form import Form
from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.framework.refusal import refusal

# Short enough for every file system; no folder, no control character, nothing hidden.
_FILE_NAME = re.compile(r"[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]{0,59}")


def read_form(name: str, content: bytes) -> Form:
    """An XLSForm, or a data dictionary (.toml), equal to the one read from a file of that name with these bytes.

    name: of the file, with its ending and without a folder; it stands in the release. Raises Refusal: form-name-unsafe,
    and those of the readers; OutsideFault where the system could not write.
    """
    if not _FILE_NAME.fullmatch(name):
        what = "The name of the form has a folder or a strange character in it, or is longer than 60 characters."
        raise refusal("form-name-unsafe", what, do="Give the file a short name, such as form.xlsx.")
    # The readers open files, some of them twice. A form holds questions, never an answer.
    with outside_faults(), tempfile.TemporaryDirectory(prefix="nyhavn-form-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_form_file(path)
