"""Defines media: what a picture, a document or a recording is in a message; never bytes, never an address."""

from typing import Literal

from pydantic import Field

from hub.messages.base import Immutable

NAME_LIMIT = 200
ALT_LIMIT = 500


class Media(Immutable):
    """What is kept: `id` is its SHA-256 in hex, `width` and `height` are pixels of a picture."""

    id: str = Field(pattern=r"^[0-9a-f]{64}$")
    mime: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,100}$")
    bytes: int = Field(ge=1)
    name: str = Field(default="", max_length=NAME_LIMIT)
    width: int | None = Field(default=None, ge=1)
    height: int | None = Field(default=None, ge=1)


class Image(Immutable):
    """A picture; `alt` says what it shows."""

    type: Literal["image"] = "image"
    media: Media
    alt: str = Field(default="", max_length=ALT_LIMIT)


class File(Immutable):
    """A document."""

    type: Literal["file"] = "file"
    media: Media
