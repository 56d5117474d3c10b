"""Positions: far from their cluster, piled up on one point, too vague."""

import math
from collections.abc import Iterator, Sequence

import narwhals as nw

from nyhavn.engine.days import read_numbers
from nyhavn.engine.quality.flags import row_numbers, rows_found
from nyhavn.engine.quality.material import Found, Material, marking, not_judged, raised, single
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.engine.quality.values import grouped
from nyhavn.framework.checks import Check

KILOMETRES_IN_DEGREE = 6371.0088 * math.pi / 180  # of a great circle; mean radius of the Earth (IUGG)
_LATITUDE, _LONGITUDE, _KILOMETRES, _ROWS = "_latitude", "_longitude", "_kilometres", "_rows"
_AFTER_FIRST, _FIRST_THREE = " .*$", "^[^ ]+ [^ ]+ [^ ]+ "
_COSINE = (1.0, -1 / 2, 1 / 24, -1 / 720, 1 / 40_320)  # Taylor; off by less than 3e-5 up to a pole


def positions(columns: Sequence[str]) -> tuple[nw.Expr, nw.Expr]:
    """Latitude and longitude in degrees, from two columns or from one position of a form; null where there is none."""
    if len(columns) > 1:
        return read_numbers(nw.col(columns[0])), read_numbers(nw.col(columns[1]))
    text = nw.col(columns[0])
    longitude = text.str.replace_all("^[^ ]+ ", "").str.replace_all(_AFTER_FIRST, "")
    return read_numbers(text.str.replace_all(_AFTER_FIRST, "")), read_numbers(longitude)


def far_from_cluster(material: Material, check: Check) -> Iterator[Found]:
    """Positions farther than so many kilometres from the median position of their cluster.

    Distance on a plane that touches the Earth halfway between the two (equirectangular): right to a few thousandths for
    the reach of a cluster.
    """
    latitude, longitude = positions(check.columns)
    (cluster,) = check.by
    told = material.answers.select(ROW, cluster, latitude.alias(_LATITUDE), longitude.alias(_LONGITUDE))
    told = told.filter(*(~nw.col(name).is_null() for name in (cluster, _LATITUDE, _LONGITUDE)))
    medians = [
        nw.col(_LATITUDE).median().alias("_middle_latitude"),
        nw.col(_LONGITUDE).median().alias("_middle_longitude"),
    ]
    middles = grouped(told, [cluster], medians, reading=[_LATITUDE, _LONGITUDE])
    headers = tuple(map(material.header, (*check.columns, cluster)))
    compared = totals(told, {"compared": nw.len()})["compared"]
    if not compared:
        yield from not_judged(check, headers, 0, "no row has both a position and a cluster")
        return
    beside = told.join(middles, on=cluster, how="inner").with_columns(_distance().alias(_KILOMETRES))
    found = rows_found(beside.filter(nw.col(_KILOMETRES) > check.number("kilometres")), _KILOMETRES)
    if found.count:
        evidence = [single("farthest", found.largest)]
        counts = (found.count, compared)
        yield raised(check, "far-from-cluster", headers, counts, numbers=found.numbers, evidence=evidence)


def _distance() -> nw.Expr:
    """Kilometres between a position and the middle of its cluster; the shorter way around the Earth."""
    north = nw.col(_LATITUDE) - nw.col("_middle_latitude")
    east = (nw.col(_LONGITUDE) - nw.col("_middle_longitude")).abs()
    east = nw.when(east > 180.0).then(360.0 - east).otherwise(east)
    angle = (nw.col(_LATITUDE) + nw.col("_middle_latitude")) / 2.0 * (math.pi / 180)
    square = angle * angle
    cosine = nw.lit(0.0)
    for factor in reversed(_COSINE):
        cosine = cosine * square + factor
    across = east * cosine
    return (north * north + across * across).sqrt() * KILOMETRES_IN_DEGREE


def same_point(material: Material, check: Check) -> Iterator[Found]:
    """All rows of points on which at least so many stand; rounded first only where that is declared."""
    latitude, longitude = positions(check.columns)
    decimals = check.optional("decimals")
    if decimals is not None:
        latitude, longitude = (_rounded(degrees, 10.0**decimals) for degrees in (latitude, longitude))
    told = material.answers.select(ROW, latitude.alias(_LATITUDE), longitude.alias(_LONGITUDE))
    told = told.filter(~nw.col(_LATITUDE).is_null(), ~nw.col(_LONGITUDE).is_null())
    points = told.group_by(_LATITUDE, _LONGITUDE).agg(nw.len().alias(_ROWS))
    is_pile = nw.col(_ROWS) >= int(check.number("pile"))
    piled = nw.when(is_pile).then(nw.col(_ROWS)).otherwise(nw.lit(0))
    counts = totals(
        points, {"rows": piled.sum(), "piles": ones(is_pile), "largest": piled.max(), "placed": nw.col(_ROWS).sum()}
    )
    if counts["rows"]:
        evidence = [single("points", counts["piles"]), single("largest", counts["largest"])]
        crowded = told.with_columns(nw.col(ROW).count().over(_LATITUDE, _LONGITUDE).alias(_ROWS)).filter(is_pile)
        headers = tuple(map(material.header, check.columns))
        found = (counts["rows"], counts["placed"])
        yield raised(check, "same-point", headers, found, numbers=row_numbers(crowded), evidence=evidence)


def _rounded(degrees: nw.Expr, scale: float) -> nw.Expr:
    """In units of the last decimal; halves go to the even side, as computers round (IEEE 754)."""
    scaled = degrees * scale
    whole = (scaled + 0.5).floor()
    is_half, is_odd = scaled + 0.5 == whole, whole - (whole / 2.0).floor() * 2.0 == 1.0
    return nw.when(is_half & is_odd).then(whole - 1.0).otherwise(whole)


def poor_accuracy(material: Material, check: Check) -> Iterator[Found]:
    """Metres in a column of their own, or as the fourth part of a position of a form."""
    (column,) = check.columns
    text = nw.col(column)
    whole = text.str.contains(f"{_FIRST_THREE}[^ ]+$")
    metres = read_numbers(nw.when(whole).then(text.str.replace_all(_FIRST_THREE, "")).otherwise(text))
    marked = metres > check.number("metres")
    yield marking(check, "poor-accuracy", (material.header(column),), marked, ~metres.is_null(), alone=column)
