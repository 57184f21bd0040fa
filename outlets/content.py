"""Defines what an outlet is: where it is, how it is called, when it is open, and what is done there."""

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from hub.staff import StaffModel

MINUTE = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")

Short = Annotated[str, Field(min_length=1, max_length=40)]


class OpeningSpan(StaffModel):
    """From when to when on one day, as HH:MM; a day ends at 24:00."""

    opens: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])
    closes: str = Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["17:00"])

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("it closes before it opens")
        return self


Spans = Annotated[tuple[OpeningSpan, ...], Field(max_length=4)]


class Holiday(StaffModel):
    """Days with hours of their own, the last one included; without spans it is closed."""

    name: str = Field(default="", max_length=40, examples=["春节"])
    first: date
    last: date
    spans: Spans = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.last < self.first:
            raise ValueError("it ends before it begins")
        _check_apart(self.spans)
        return self


class OutletContent(StaffModel):
    """One outlet as editors write it; degrees as GPS tells them (WGS 84), `weekly` from Monday on.

    `names`: what customers call it besides; its name does without 支行 at its end, too.
    """

    name: str = Field(min_length=2, max_length=60, examples=["人民广场支行"])
    name_en: str = Field(default="", max_length=60)
    names: tuple[Annotated[str, Field(min_length=2, max_length=40)], ...] = Field(default=(), max_length=20)
    city: Short = Field(examples=["上海市"])
    district: Short = Field(examples=["黄浦区"])
    address: str = Field(min_length=1, max_length=200, examples=["西藏中路 1 号"])
    telephone: str = Field(default="", pattern=r"^[0-9+() -]{0,20}$", examples=["021-0000 0001"])
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False, examples=[31.2304])
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False, examples=[121.4737])
    weekly: tuple[Spans, ...] = Field(min_length=7, max_length=7)
    holidays: tuple[Holiday, ...] = Field(default=(), max_length=60)
    services: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = Field(
        default=(), max_length=30
    )
    note: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for spans in self.weekly:
            _check_apart(spans)
        days = sorted((each.first, each.last) for each in self.holidays)
        if any(first <= before for (_, before), (first, _) in pairwise(days)):
            raise ValueError("two holidays share a day")
        return self

    @property
    def called(self) -> tuple[str, ...]:
        """What customers call it."""
        return tuple(filter(None, (self.name, self.name_en, *self.names)))


def _check_apart(spans: tuple[OpeningSpan, ...]) -> None:
    if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
        raise ValueError("spans of a day follow each other")
