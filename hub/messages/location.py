"""Defines a place on the map."""

from typing import Literal

from pydantic import Field

from hub.messages.base import BaseSegment
from hub.messages.limits import CAPTION_LIMIT, LABEL_LIMIT
from hub.messages.media import named


class Location(BaseSegment):
    """A place on the map, in degrees (WGS 84, as GPS tells them; north and east are positive)."""

    type: Literal["location"] = "location"
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    title: str = Field(default="", max_length=LABEL_LIMIT)
    address: str = Field(default="", max_length=CAPTION_LIMIT)

    def words(self) -> str:
        """What the place is called and where it is; not the degrees, which say nothing to a reader."""
        return named("位置", self.title, self.address)
