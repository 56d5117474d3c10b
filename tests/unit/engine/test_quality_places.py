"""Positions: far from a cluster, piled up, too vague; each fault alone, and its clean twin."""

import math

import pytest
from quality_rows import figures, found

from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.engines
VILLAGE = [(-16.30 + place / 1000, 34.90 + place / 2000) for place in range(12)]


def rows(points, cluster="c1"):
    return [{"lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "c": cluster} for lat, lon in points]


def far(table, kilometres, columns=("lat", "lon")):
    raised = found(table, "far-from-cluster", columns, by=("c",), kilometres=kilometres)
    return raised["far-from-cluster"] if raised else None


def test_a_position_far_from_the_others_of_its_cluster_is_found():
    finding = far(rows([*VILLAGE, (-16.50, 34.90)]), 5)
    assert (finding.rows, finding.out_of, finding.row_numbers, finding.is_restricted) == (1, 13, (13,), True)


def test_a_village_and_another_one_are_two_clusters():
    assert far([*rows(VILLAGE), *rows([(lat + 3, lon) for lat, lon in VILLAGE], "c2")], 5) is None


@pytest.mark.parametrize("middle", [(0.0, 0.0), (55.7, 12.6), (-78.0, 179.999), (10.0, -180.0)])
def test_the_distance_is_that_of_a_great_circle_nearly(middle):
    """Haversine beside it, also across the date line."""
    lat, lon = middle
    away = (lat + 0.03, (lon + 0.04 + 180) % 360 - 180)
    finding = far(rows([middle, middle, middle, away]), 0.5)
    expected = haversine(middle, away)
    assert figures(finding)["farthest"] == pytest.approx(expected, rel=2e-3)
    assert far(rows([middle, middle, middle, away]), expected * 1.01) is None


def haversine(one, other):
    """Kilometres between two positions on a sphere."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(degrees) for degrees in point] for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def test_rows_without_a_position_or_a_cluster_are_not_compared():
    table = [*rows(VILLAGE), {"lat": None, "lon": "3", "c": "c1"}, {"lat": "3", "lon": "3", "c": None}]
    assert far(table, 5) is None
    assert set(
        found([{"lat": None, "lon": "3", "c": "c1"}], "far-from-cluster", ("lat", "lon"), by=("c",), kilometres=1)
    ) == {"not-judged"}


def test_a_position_of_a_form_is_read_like_two_columns():
    table = [{"p": f"{lat:.5f} {lon:.5f} 120 8.5", "c": "c1"} for lat, lon in [*VILLAGE, (-16.50, 34.90)]]
    assert far(table, 5, columns=("p",)).row_numbers == (13,)


def test_many_rows_on_one_point_are_found_and_a_few_are_not():
    crowd = [(1.5, 2.5)] * 10
    finding = found(rows([*VILLAGE, *crowd]), "same-point", ("lat", "lon"))["same-point"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (10, 22, tuple(range(13, 23)))
    assert figures(finding) == {"points": 1, "largest": 10}
    assert found(rows([*VILLAGE, *crowd[1:]]), "same-point", ("lat", "lon")) == {}


def test_positions_are_rounded_only_where_that_is_declared():
    near = [(1.50001, 2.5), (1.50004, 2.50003), (1.5002, 2.5)]
    assert found(rows(near), "same-point", ("lat", "lon"), pile=2) == {}
    assert found(rows(near), "same-point", ("lat", "lon"), pile=2, decimals=4)["same-point"].row_numbers == (1, 2)


@pytest.mark.parametrize(("text", "is_found"), [
    ("100", False), ("100.01", True), ("2000", True), ("-16.3 34.9 0 100", False), ("-16.3 34.9 0 101", True),
    ("-16.3 34.9", False), ("unknown", False), (None, False),
])  # fmt: skip
def test_a_position_that_the_device_was_not_sure_of_is_found(text, is_found):
    raised = found({"p": ["5", text]}, "poor-accuracy", ("p",))
    assert {code: each.row_numbers for code, each in raised.items()} == ({"poor-accuracy": (2,)} if is_found else {})


def test_positions_of_a_form_are_looked_at_without_anybody_declaring_it():
    question = Question("p", "Where", AnswerType.GEOPOINT)
    table = {"p": ["1.5 2.5 0 5"] * 10 + ["3.5 2.5 0 101"], "a": ["x"] * 11}
    raised = found(table, "poor-accuracy", ("a",), questions=(question,))
    assert {each.columns for each in raised.values()} == {("Where",)}
    assert set(found(table, "same-point", ("a",), questions=(question,))) == {"same-point"}
