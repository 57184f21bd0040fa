"""Which outlets are near a place, and which of them are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from outlets.content import OutletContent
from outlets.hours import OutletStatus, status_at

EARTH_KM = 6371.0
"""Mean radius."""

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class NearOutlet:
    """An outlet with what it is now; `km`: how far it is, None where nobody knows from where."""

    outlet: OutletContent
    status: OutletStatus
    km: float | None = None


def km_between(one: Point, other: Point) -> float:
    """The distance over the ground, by the haversine formula."""
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    lon = radians(other.longitude - one.longitude)
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(lon / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def nearest(outlets: Iterable[OutletContent], now: datetime, point: Point | None) -> list[NearOutlet]:
    """The nearest of them, those that are open in front; without a place, by name."""
    found = [
        NearOutlet(
            each,
            status_at(each, now),
            None if point is None else km_between(point, Point(each.latitude, each.longitude)),
        )
        for each in outlets
    ]
    found.sort(key=lambda each: (not each.status.is_open, each.km or 0.0, each.outlet.name))
    return found[:SHOWN]
