"""What pyxform says about a form that it cannot read, as a refusal with a place and a repair."""

import re

from nyhavn.framework.refusal import Refusal, refusal

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"(?:On the|for sheet:|for the) '(\w+)'(?: sheet(?: is invalid)?[,.]?)?")
_MORE = re.compile(r"\s*Learn more: \S+")

REPAIRS = (
    (
        "allow_choice_duplicates|Choice names must be unique",
        "Give every choice of a list a name of its own. If the same name is meant to stand in several places (a choice "
        "filter), add a column allow_choice_duplicates with the value yes to the settings sheet.",
    ),
    (
        "'meta' is reserved|'meta' is invalid",
        "Rename the group meta on the survey sheet, for example to form_meta, and every expression that names it.",
    ),
    ("List name not in choices", "Add that list to the choices sheet, or write the name of a list that is there."),
    ("different names for the same column", "Keep one of the two columns and delete the other."),
    ("Duplicate column header", "Rename or delete one of the two columns."),
    ("Missing calculation", "Write the expression into the calculation column, or delete the row."),
    ("no name", "Write a name into the name column of that row."),
    ("Unknown question type|unknown type", "Correct the type; xlsform.org lists those that exist."),
    ("Unmatched|begin_|end_", "Check that each begin_group and begin_repeat has its end row."),
    ("Could not find the name|Reference variable", "Correct the name in ${...}, or add the question it means."),
    ("must be unique|must unique|more than once|duplicate", "Give one of them another name."),
    ("Names (?:must begin|used here)", "Begin the name with a letter, and use letters, digits, _ and - in it."),
    ("headers? (?:row|were not found)", "Put the headers type, name and label into the first row of the survey sheet."),
    ("sheet named|sheet is required|must have a", "Add a sheet survey with the questions, and write its name so."),
)
"""Repairs by words of pyxform's message; the first that fits is offered."""

_OTHERWISE = "Correct it in the form, and check the form with the tool that collects with it."


def form_broken(file: str, message: str) -> Refusal:
    """The refusal `form-broken` for one message of pyxform."""
    return refusal("form-broken", _what(message), where=_where(file, message), do=repair(message))


def remark(file: str, message: str) -> str:
    """One warning of pyxform as a sentence with its place."""
    return f"{_where(file, message)}: {_what(message)}"


def repair(message: str) -> str:
    """What to do about a message of pyxform."""
    return next((do for words, do in REPAIRS if re.search(words, message, re.IGNORECASE)), _OTHERWISE)


def _where(file: str, message: str) -> str:
    """Messages with a row and no sheet are about the survey sheet."""
    row, sheet = _ROW.search(message), _SHEET.search(message)
    named = sheet[1] if sheet else "survey" if row else ""
    return ", ".join(filter(None, (file, f"sheet {named}" if named else "", f"row {row[1]}" if row else "")))


def _what(message: str) -> str:
    what = " ".join(_MORE.sub("", _ROW.sub("", message)).split())
    return what if what.endswith(".") else f"{what}."
