"""Water points: points that lie together, against the counts measured in the published file."""

import pytest
from real_data import check, found, measured

pytestmark = pytest.mark.data


def test_points_within_about_11_metres(reference_data):
    path, counts = reference_data / "malawi_waterpoints/raw_survey.csv", measured(reference_data)["malawi"]
    exactly = found(path, check("same-point", "latitude", "longitude", pile=2))
    rounded = found(path, check("same-point", "latitude", "longitude", pile=2, decimals=4))
    assert rounded["same-point", "latitude", "longitude"].rows == counts["within_11m_rounded"]
    assert rounded["same-point", "latitude", "longitude"].out_of == counts["rows"] - counts["latlon_na"]
    assert sum(each.rows for each in exactly.values()) < counts["within_11m_rounded"]
