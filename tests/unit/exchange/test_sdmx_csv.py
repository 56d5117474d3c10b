"""SDMX-CSV: one row per observation, missing values empty, the same bytes every time."""

import csv
import io
from dataclasses import replace

from nyhavn.exchange.described.sdmx_csv import HEADER, sdmx_csv
from nyhavn.exchange.described.sdmx_values import ATTRIBUTES, STRUCTURE
from nyhavn.framework.sdg_table import DIMENSIONS, Observation

KEY = dict.fromkeys(DIMENSIONS, "_T") | {"SERIES": "SH_H2O_SAFE", "REF_AREA": "32", "TIME_PERIOD": "2026"}
SEEN = Observation(KEY, 50.0, "A", "PT", 28.1, 71.923, "2026-09-01/2026-10-03", 'Who "came"', "Agua, 1", "El Bajo")
HIDDEN = replace(SEEN, key=KEY | {"DISABILITY_STATUS": "PWD"}, value=None, status="Q", low=None, high=None)


def rows(*observations: Observation) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sdmx_csv(observations).decode(), newline="")))


def test_every_dimension_and_attribute_has_its_column() -> None:
    seen, hidden = rows(SEEN, HIDDEN)
    assert tuple(seen) == HEADER
    assert (seen["STRUCTURE"], seen["STRUCTURE_ID"], seen["ACTION"]) == ("datastructure", STRUCTURE, "I")
    assert (seen["OBS_VALUE"], seen["LOWER_BOUND"], seen["UPPER_BOUND"]) == ("50", "28.1", "71.923")
    assert (seen["NATURE"], seen["CUST_BREAKDOWN_LB"], seen["COMMENT_OBS"]) == ("_X", "El Bajo", 'Who "came"')
    assert (hidden["OBS_VALUE"], hidden["OBS_STATUS"], hidden["UPPER_BOUND"]) == ("", "Q", "")
    assert {*ATTRIBUTES} < {*seen}


def test_the_same_observations_give_the_same_bytes() -> None:
    assert sdmx_csv((SEEN, HIDDEN)) == sdmx_csv((SEEN, HIDDEN))
    assert sdmx_csv((replace(SEEN, value=1e-7), replace(SEEN, value=100000.0))).count(b",0,") >= 1
    assert b"e-" not in sdmx_csv((replace(SEEN, value=1e-6),))
