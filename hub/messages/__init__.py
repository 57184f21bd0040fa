"""The one vocabulary of the house: messages of typed segments, events, and commands.

Schema version 1; exported to `docs/schema/message-1.json` by `yuanqiao schema`.
"""

from hub.messages.arrival import Arrival
from hub.messages.blocks import Block, Image, Items, Line, Paragraph, Span, Table
from hub.messages.commands import (
    Command,
    FileComplaint,
    RecordGap,
    RequestPerson,
)
from hub.messages.events import Event, EventKind
from hub.messages.facts import Facts, Verification
from hub.messages.message import Author, AuthorKind, Direction, Message, Status
from hub.messages.segments import (
    Choice,
    Choices,
    Link,
    Notice,
    NoticeCode,
    Option,
    Segment,
    Source,
    Text,
    Trigger,
    plain_text,
)

SCHEMA_VERSION = 1

__all__ = [
    "SCHEMA_VERSION",
    "Arrival",
    "Author",
    "AuthorKind",
    "Block",
    "Choice",
    "Choices",
    "Command",
    "Direction",
    "Event",
    "EventKind",
    "Facts",
    "FileComplaint",
    "Image",
    "Items",
    "Line",
    "Link",
    "Message",
    "Notice",
    "NoticeCode",
    "Option",
    "Paragraph",
    "RecordGap",
    "RequestPerson",
    "Segment",
    "Source",
    "Span",
    "Status",
    "Table",
    "Text",
    "Trigger",
    "Verification",
    "plain_text",
]
