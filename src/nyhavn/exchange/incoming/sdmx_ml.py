"""SDMX-ML 2.1 and 3.0, structure-specific or generic data: read element by element, and never as a whole."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from nyhavn.exchange.incoming.sdmx_source import PERIOD, Row
from nyhavn.framework.refusal import Refusal, refusal

VALUE = "OBS_VALUE"
ROOTS = ("StructureSpecificData", "GenericData", "StructureSpecificTimeSeriesData", "GenericTimeSeriesData")


def ml_rows(stream: BinaryIO, *, name: str) -> Iterator[Row]:
    """Every observation. Raises Refusal "sdmx-source-wrong" with the number of the series."""
    try:
        yield from _rows(stream, name)
    except (ParseError, DefusedXmlException, LookupError) as fault:
        what = "This is no XML that can be read." if isinstance(fault, ParseError) else "This XML is not safe to read."
        raise _wrong(what, name, "Export the data as SDMX-ML 2.1 or 3.0.") from None


def _rows(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Observations where they end, and each series without any; what was read is let go of at once."""
    place = _Place(name)
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        tag = _plain(element.tag)
        if event == "start":
            place.enter(tag, element)
        elif tag == "SeriesKey":
            place.series |= _values(element)
        elif tag == "Obs":
            yield place.observation(element)
        elif tag == "Series":
            yield from place.leave_series()


class _Place:
    """Where in the file the reading is."""

    def __init__(self, name: str) -> None:
        self.name, self.root, self.number, self.observed = name, "", 0, 0
        self.series: dict[str, str] = {}
        self.is_in_series = False
        self.data_set: Any = None

    def enter(self, tag: str, element: Any) -> None:
        """An element begins."""
        if not self.root:
            self.root = tag
            _check_root(tag, self.name)
        if tag == "DataSet":
            self.data_set = element
        elif tag == "Series":
            self.series, self.is_in_series = dict(element.attrib), True
            self.number, self.observed = self.number + 1, 0

    def observation(self, element: Any) -> Row:
        """An observation ended. Without series each is counted."""
        if not self.is_in_series:
            self.number += 1
        self.observed += 1
        found = _observation(self.series, element, f"{self.name}, {self._unit} {self.number}")
        element.clear()
        if not self.is_in_series:
            self._let_go()
        return found

    def leave_series(self) -> Iterator[Row]:
        """A series ended; one without any observation is published without a figure."""
        if not self.observed:
            yield Row(f"{self.name}, {self._unit} {self.number}", dict(self.series), "")
        self.series, self.is_in_series = {}, False
        self._let_go()

    @property
    def _unit(self) -> str:
        return "series" if self.is_in_series else "observation"

    def _let_go(self) -> None:
        if self.data_set is not None:
            self.data_set.clear()


def _observation(series: dict[str, str], element: Any, where: str) -> Row:
    codes = {**series, **element.attrib}
    value = codes.pop(VALUE, "")
    for part in element:
        tag = _plain(part.tag)
        if tag == "ObsDimension":
            codes[PERIOD] = part.get("value", "")
        elif tag == "ObsValue":
            value = part.get("value", "")
        elif tag == "ObsKey":
            codes |= _values(part)
        elif tag == VALUE:  # 3.0 writes measures of several values as elements
            value = "".join(part.itertext()).strip()
    return Row(f"{where}, {codes.get(PERIOD, 'without a period')}", codes, value)


def _values(element: Any) -> dict[str, str]:
    return {part.get("id", ""): part.get("value", "") for part in element}


def _check_root(root: str, name: str) -> None:
    if root not in ROOTS:
        what = f"The file begins with {root[:60]}, and is no SDMX-ML message of data."
        raise _wrong(what, name, "Export the data as SDMX-ML 2.1 or 3.0.")


def _plain(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _wrong(what: str, where: str, do: str) -> Refusal:
    return refusal("sdmx-source-wrong", what, where=where, do=do)
