"""Observations of the SDG structure as structure-specific data messages, SDMX-ML 3.0 and 2.1.

Written here and not by a library: pysdmx 1.21 gives every message a random id and the moment of writing, so that the
same figures never give the same bytes, and it leaves quotation marks in texts as they are, which is no XML. It reads
these messages in the tests, as sdmx1 does. Flat: one Obs a figure, because one figure is what an office looks up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from nyhavn.exchange.described.sdmx_values import AGENCY, ID, STRUCTURE, VERSION, attributes_of, number
from nyhavn.framework.sdg_table import DIMENSIONS, Observation

URN = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={STRUCTURE}"
OWN_NAMESPACE = f"{URN}:ObsLevelDim:AllDimensions"
_ID = re.compile(r"[^A-Za-z0-9_@$-]")  # SDMXCommon.xsd, IDType
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class MlVersion(StrEnum):
    """The editions of SDMX-ML that are written."""

    V2_1 = "2.1"
    V3_0 = "3.0"

    @property
    def media_type(self) -> str:
        """As SDMX registers it."""
        if self is MlVersion.V2_1:
            return "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
        return "application/vnd.sdmx.data+xml;version=3.0.0"


@dataclass(frozen=True)
class Message:
    """What the header says. id: of the release. prepared: its moment of issue. sender: who made it, in language."""

    id: str
    prepared: datetime
    sender: str
    language: str


def sdmx_ml(observations: Iterable[Observation], message: Message, version: MlVersion) -> bytes:
    """The message, UTF-8. The same observations and header always give the same bytes.

    A character that XML cannot hold becomes U+FFFD. Raises ValueError for a moment without a time zone.
    """
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        _opening(version),
        *_header(message, version),
        _data_set(version),
        *(_observation(one) for one in observations),
        "</mes:DataSet>",
        "</mes:StructureSpecificData>",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _opening(version: MlVersion) -> str:
    base = f"http://www.sdmx.org/resources/sdmxml/schemas/v{version.replace('.', '_')}"
    spaces = {
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "mes": f"{base}/message",
        "ss": f"{base}/data/structurespecific",
        "com": f"{base}/common",
        "sdg": OWN_NAMESPACE,
    }
    return f"<mes:StructureSpecificData {_attributes((f'xmlns:{name}', uri) for name, uri in spaces.items())}>"


def _header(message: Message, version: MlVersion) -> Iterator[str]:
    if message.prepared.tzinfo is None:
        raise ValueError("The moment of issue has no time zone.")
    prepared = message.prepared.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "<mes:Header>"
    yield f"<mes:ID>{_ID.sub('_', message.id)}</mes:ID>"
    yield "<mes:Test>false</mes:Test>"
    yield f"<mes:Prepared>{prepared}</mes:Prepared>"
    named = _attributes([("xml:lang", message.language)])
    yield f'<mes:Sender id="PRODUCER"><com:Name {named}>{escape(_plain(message.sender))}</com:Name></mes:Sender>'
    about = [("structureID", ID), ("namespace", OWN_NAMESPACE), ("dimensionAtObservation", "AllDimensions")]
    yield f"<mes:Structure {_attributes(about)}><com:Structure>{_reference(version)}</com:Structure></mes:Structure>"
    yield "</mes:Header>"


def _reference(version: MlVersion) -> str:
    if version is MlVersion.V3_0:
        return URN
    named = [("agencyID", AGENCY), ("id", ID), ("version", VERSION), ("class", "DataStructure")]
    return f"<Ref {_attributes(named)}/>"


def _data_set(version: MlVersion) -> str:
    scope = [("ss:dataScope", "DataStructure")] if version is MlVersion.V2_1 else []
    named = [("xsi:type", "sdg:DataSetType"), ("ss:structureRef", ID), *scope, ("ss:action", "Information")]
    return f"<mes:DataSet {_attributes(named)}>"


def _observation(one: Observation) -> str:
    """The key, the value and the attributes; what is missing is left out, because nothing is not a value."""
    key = ((name, one.key[name]) for name in DIMENSIONS)
    said = (*key, ("OBS_VALUE", number(one.value)), *attributes_of(one).items())
    return f"<Obs {_attributes((name, value) for name, value in said if value)}/>"


def _attributes(named: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name}={quoteattr(_plain(value))}" for name, value in named)


def _plain(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
