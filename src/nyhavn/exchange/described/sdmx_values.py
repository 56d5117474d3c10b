"""What an observation of the SDG structure carries beside its key, in the spelling that every SDMX format shares."""

from collections.abc import Mapping

from nyhavn.framework.sdg_table import NOT_AVAILABLE, Observation

AGENCY, ID, VERSION = "IAEG-SDGs", "SDG", "1.4"
STRUCTURE = f"{AGENCY}:{ID}({VERSION})"
ATTRIBUTES = (
    "OBS_STATUS",
    "UNIT_MULT",
    "UNIT_MEASURE",
    "NATURE",
    "TIME_DETAIL",
    "COMMENT_OBS",
    "UPPER_BOUND",
    "LOWER_BOUND",
    "SOURCE_DETAIL",
    "CUST_BREAKDOWN_LB",
)


def attributes_of(one: Observation) -> Mapping[str, str]:
    """The attributes in the order of ATTRIBUTES; "" where there is none."""
    values = (
        one.status,
        "0",
        one.unit,
        NOT_AVAILABLE,
        one.time_detail,
        _one_line(one.comment),
        number(one.high),
        number(one.low),
        _one_line(one.source),
        _one_line(one.custom_label),
    )
    return dict(zip(ATTRIBUTES, values, strict=True))


def number(value: float | None) -> str:
    """Without an exponent and without zeros at the end; "" for none. A zero has no sign."""
    return "" if value is None else f"{value:z.6f}".rstrip("0").rstrip(".")


def _one_line(text: str) -> str:
    """Without line breaks, which a client of SDMX-CSV drops."""
    return " ".join(text.splitlines())
