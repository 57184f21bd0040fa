"""The one vocabulary of the house: messages of typed segments, events, and commands.

Schema version 2; exported to `docs/schema/message-2.json` by `yuanqiao schema`. What version 1 stored is
read as it is: version 2 added kinds of segments and changed none.
"""

from hub.messages.arrival import Arrival
from hub.messages.blocks import Block, Figure, Items, Line, Paragraph, Span, Table
from hub.messages.cards import Call, Card, CardAction, OpenMiniProgram, OpenPage, Say
from hub.messages.commands import (
    Command,
    FileComplaint,
    InstructBank,
    ReadBank,
    RecordGap,
    RequestPerson,
    StartCheck,
)
from hub.messages.events import Event, EventKind
from hub.messages.facts import Facts, Verification
from hub.messages.location import Location
from hub.messages.media import File, Image, Media, Video, Voice
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
    plain_text,
)
from hub.messages.trigger import Trigger

SCHEMA_VERSION = 2

__all__ = [
    "SCHEMA_VERSION",
    "Arrival",
    "Author",
    "AuthorKind",
    "Block",
    "Call",
    "Card",
    "CardAction",
    "Choice",
    "Choices",
    "Command",
    "Direction",
    "Event",
    "EventKind",
    "Facts",
    "Figure",
    "File",
    "FileComplaint",
    "Image",
    "InstructBank",
    "Items",
    "Line",
    "Link",
    "Location",
    "Media",
    "Message",
    "Notice",
    "NoticeCode",
    "OpenMiniProgram",
    "OpenPage",
    "Option",
    "Paragraph",
    "ReadBank",
    "RecordGap",
    "RequestPerson",
    "Say",
    "Segment",
    "Source",
    "Span",
    "StartCheck",
    "Status",
    "Table",
    "Text",
    "Trigger",
    "Verification",
    "Video",
    "Voice",
    "plain_text",
]
