"""Reads what a message holds into segments; what is not of its form is no message of Weixin's; pure."""

import re

from connectors.kit.weixin.fields import degrees, optional
from connectors.kit.weixin.xml import Fields
from hub.errors import BadInput
from hub.messages import Link, Location, Segment, Text
from hub.messages.blocks import WEB_ADDRESS
from hub.messages.limits import CAPTION_LIMIT, LABEL_LIMIT, TEXT_LIMIT

MOST_PIECES = 20


def words_of(text: str) -> tuple[Segment, ...]:
    """The words, in as many pieces as they take; none where there is nothing to be read."""
    if not text.strip():
        return ()
    pieces = [text[place : place + TEXT_LIMIT] for place in range(0, len(text), TEXT_LIMIT)]
    return tuple(Text(text=piece) for piece in pieces[:MOST_PIECES])


def location_of(fields: Fields) -> Segment:
    """A place that was sent."""
    return Location(
        latitude=degrees(fields, "Location_X", 90),
        longitude=degrees(fields, "Location_Y", 180),
        address=optional(fields, "Label")[:CAPTION_LIMIT],
    )


def link_of(fields: Fields) -> Segment:
    """A link that was sent; words where browsers would not open its address."""
    title, url = optional(fields, "Title"), optional(fields, "Url")
    description = optional(fields, "Description")
    if title and re.fullmatch(WEB_ADDRESS, url):
        return Link(title=title[:LABEL_LIMIT], url=url, description=description[:CAPTION_LIMIT])
    words = "\n".join(filter(None, (title, description, url)))
    if not words.strip():
        raise BadInput("a link that leads nowhere")
    return Text(text=words[:TEXT_LIMIT])
