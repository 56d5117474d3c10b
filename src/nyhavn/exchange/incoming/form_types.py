"""XLSForm question types, and the answer types that they come to."""

from collections.abc import Mapping
from typing import Any

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from nyhavn.framework.instrument import AnswerType

NOTES = frozenset({"note", "q note", "add note prompt"})
"""Rows that show something."""

NOT_ASKED = NOTES | {"xml-external", "csv-external", "meta", "entity"}
"""Rows that show something or name a file; nobody answers them."""

SILENT = frozenset({"calculate", "q calculate", "add calculate prompt", "hidden", "background-audio"})
"""Rows with a value that no page shows."""

ACKNOWLEDGED = "OK"
"""What devices store where somebody acknowledges (XForms trigger)."""

_ACKNOWLEDGE = frozenset({"trigger", "acknowledge", "q acknowledge", "add acknowledge prompt"})
_SELECTS = {
    "select one": AnswerType.SELECT_ONE,
    "select one external": AnswerType.SELECT_ONE,
    "select all that apply": AnswerType.SELECT_MULTIPLE,
    "rank": AnswerType.SELECT_MULTIPLE,
}
_METADATA = {
    "start": "start",
    "start time": "start",
    "get start time": "start",
    "end": "end",
    "end time": "end",
    "get end time": "end",
    "today": "today",
    "get today": "today",
    "deviceid": "deviceid",
    "device id": "deviceid",
    "get device id": "deviceid",
    "imei": "deviceid",
    "subscriberid": "subscriberid",
    "subscriber id": "subscriberid",
    "get subscriber id": "subscriberid",
    "simserial": "simserial",
    "sim id": "simserial",
    "get sim id": "simserial",
    "phonenumber": "phonenumber",
    "phone number": "phonenumber",
    "get phone number": "phonenumber",
    "username": "username",
    "email": "email",
    "audit": "audit",
    "start-geopoint": "start-geopoint",
    "background-geopoint": "background-geopoint",
}
_BOUND = {
    "int": AnswerType.INTEGER,
    "decimal": AnswerType.DECIMAL,
    "date": AnswerType.DATE,
    "dateTime": AnswerType.DATETIME,
    "time": AnswerType.TIME,
    "geopoint": AnswerType.GEOPOINT,
    # A line or an area gives the place away as a point does, so it is kept as a place.
    "geotrace": AnswerType.GEOPOINT,
    "geoshape": AnswerType.GEOPOINT,
    "binary": AnswerType.MEDIA,
}


def answer_type(element: Mapping[str, Any]) -> AnswerType:
    """The answer type of one element of a form. A type that is none of the known ones is text."""
    kind = element["type"]
    if is_acknowledgement(kind):
        return AnswerType.SELECT_ONE
    if metadata(kind):
        return AnswerType.METADATA
    if "calculate" in kind:
        return AnswerType.CALCULATE
    by_type = QUESTION_TYPE_DICT.get(kind, {}).get("bind", {}).get("type", "")
    bound = element.get("bind", {}).get("type", by_type)
    return _SELECTS.get(kind) or _BOUND.get(bound, AnswerType.TEXT)


def is_acknowledgement(kind: str) -> bool:
    """Whether the only answer is that something was seen."""
    return kind in _ACKNOWLEDGE


def metadata(kind: str) -> str:
    """Which metadata a device fills in by itself, "" for a question."""
    return _METADATA.get(kind.removeprefix("uri:"), "")
