"""Donut masking: a point on the map moves by at least one distance and at most another, always to the same place.

Hampton et al., American Journal of Epidemiology 172 (2010), 1062-1069: no point stays too near to where it was. Drawn
anew at each release the points of one person would average out to the true one (Zandbergen, Advances in Medicine 2014);
so direction and distance come from a restricted key and the record's id, and are the same each time.
"""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.microdata.numbering import Floats
from nyhavn.framework.refusal import refusal

EARTH_METRES = 6_371_008.8  # mean radius of the Earth (IUGG)
SHORTEST_KEY = 16  # bytes: 128 bits, as many as nobody can try (NIST SP 800-57)
_HALF = 2.0**64


@dataclass(frozen=True)
class Donut:
    """Restricted. metres: at least `nearest`, at most `farthest`. key: secret bytes, kept for all releases."""

    nearest: float
    farthest: float
    key: bytes

    def __post_init__(self) -> None:
        if not 0 < self.nearest < self.farthest < EARTH_METRES:
            what = "The nearest distance must be above 0 metres and below the farthest."
            raise refusal("donut-wrong", what, where="places", do="Give two distances, such as 500 and 5000.")
        if len(self.key) < SHORTEST_KEY:
            what = f"The key is shorter than {SHORTEST_KEY} bytes: somebody could try all of them."
            raise refusal("donut-wrong", what, where="places", do="Let the system make a key, and keep it.")


@dataclass(frozen=True)
class MovedPoints:
    """Degrees after moving, nan where there was no point. metres: the mean distance moved."""

    latitude: Floats
    longitude: Floats
    metres: float


def move_points(latitude: Floats, longitude: Floats, ids: Sequence[str], donut: Donut) -> MovedPoints:
    """Each point moved. Degrees, WGS 84 taken as a sphere. ids: of the records; the same id moves the same way.

    Every place of the ring is equally likely. Raises Refusal "donut-id-missing", "donut-wrong" (no degrees).
    """
    if any(not name for name in ids):
        what = f"{sum(not name for name in ids)} records have no id, so they could not be moved the same way again."
        raise refusal("donut-id-missing", what, where="places", do="Give every record an id.")
    stated = np.isfinite(latitude) & np.isfinite(longitude)
    outside = stated & ((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
    if outside.any():
        what = f"{int(np.count_nonzero(outside))} points are not on the Earth."
        raise refusal("donut-wrong", what, where="places", do="Give degrees: latitude up to 90, longitude up to 180.")
    drawn = np.array([_drawn(donut.key, name) for name in ids]).reshape(-1, 2)
    inner, outer = donut.nearest**2, donut.farthest**2
    metres = np.sqrt(inner + drawn[:, 0] * (outer - inner))
    north, east = _destination(np.radians(latitude), np.radians(longitude), drawn[:, 1] * 2 * math.pi, metres)
    mean = float(metres[stated].mean()) if stated.any() else 0.0
    nothing = np.full(len(ids), np.nan)
    return MovedPoints(np.where(stated, north, nothing), np.where(stated, east, nothing), mean)


def _drawn(key: bytes, name: str) -> tuple[float, float]:
    """Two numbers from 0 up to 1 that nobody can tell without the key."""
    digest = hmac.new(key, name.encode("utf-8"), hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) / _HALF, int.from_bytes(digest[8:16]) / _HALF


def _destination(latitude: Floats, longitude: Floats, bearing: Floats, metres: Floats) -> tuple[Floats, Floats]:
    """Where a great circle leads, in degrees. All in radians but metres."""
    angle = metres / EARTH_METRES
    north = np.arcsin(
        np.clip(np.sin(latitude) * np.cos(angle) + np.cos(latitude) * np.sin(angle) * np.cos(bearing), -1, 1)
    )
    across = np.sin(bearing) * np.sin(angle) * np.cos(latitude)
    east = longitude + np.arctan2(across, np.cos(angle) - np.sin(latitude) * np.sin(north))
    return np.degrees(north), (np.degrees(east) + 180.0) % 360.0 - 180.0
