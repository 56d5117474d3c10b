"""Observations of the SDG structure as SDMX-CSV 2.0, which statistics offices load without asking anybody.

Structure: IAEG-SDGs:SDG(1.4). Media type and columns: SDMX 3.0, section 5 (SDMX-CSV 2.0). Attributes that the structure
demands (OBS_STATUS, UNIT_MULT, UNIT_MEASURE) always stand; a value that is missing is an empty field.
"""

import csv
import io
from collections.abc import Iterable

from nyhavn.exchange.described.sdmx_values import ATTRIBUTES, STRUCTURE, attributes_of, number
from nyhavn.framework.sdg_table import DIMENSIONS, Observation

MEDIA_TYPE = "application/vnd.sdmx.data+csv;version=2.0.0"
HEADER = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)


def sdmx_csv(observations: Iterable[Observation]) -> bytes:
    """The file, UTF-8 with CRLF as RFC 4180 has it. The same observations always give the same bytes."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    writer.writerows(("datastructure", STRUCTURE, "I", *_fields(one)) for one in observations)
    return stream.getvalue().encode()


def _fields(one: Observation) -> tuple[str, ...]:
    return (*(one.key[name] for name in DIMENSIONS), number(one.value), *attributes_of(one).values())
