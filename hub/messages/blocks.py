"""Defines the parts of a rich answer: paragraphs, lists, tables, figures; never markup.

A channel that cannot show them shows the plain text of the segment that they belong to.
"""

from typing import Annotated, Literal

from pydantic import Field

from hub.messages.base import Holds, Worded

WEB_ADDRESS = r"^https?://[^\s]{1,1900}$"
MEDIA_ADDRESS = r"^/kb/media/[0-9a-f]{64}\.(png|jpg|webp)$"

BLOCKS_LIMIT = 100
"""Most blocks of one text."""

_WORDS_LIMIT = 4000


class Span(Worded):
    """Words in one style; with an address they are a link."""

    text: str = Field(min_length=1, max_length=_WORDS_LIMIT)
    strong: bool = False
    url: Annotated[str | None, Holds.ADDRESS] = Field(default=None, pattern=WEB_ADDRESS)


Line = tuple[Span, ...]


class Paragraph(Worded):
    """One paragraph."""

    type: Literal["paragraph"] = "paragraph"
    spans: Line = Field(min_length=1, max_length=100)


class Items(Worded):
    """A list: numbered steps, or points in no order."""

    type: Literal["items"] = "items"
    ordered: bool
    items: tuple[Line, ...] = Field(min_length=1, max_length=50)


class Table(Worded):
    """A table; every row has as many cells as the head."""

    type: Literal["table"] = "table"
    head: tuple[Line, ...] = Field(min_length=1, max_length=10)
    rows: tuple[tuple[Line, ...], ...] = Field(min_length=1, max_length=100)


class Figure(Worded):
    """A picture that the knowledge base keeps and the hub serves; `alt` says what it shows."""

    type: Literal["image"] = "image"
    url: Annotated[str, Holds.OURS] = Field(pattern=MEDIA_ADDRESS)
    alt: str = Field(min_length=1, max_length=500)
    width: int = Field(ge=1, le=10_000)
    height: int = Field(ge=1, le=10_000)


Block = Annotated[Paragraph | Items | Table | Figure, Field(discriminator="type")]
