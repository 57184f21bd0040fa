"""The frames that a client may send (docs/webchat-protocol.md); everything else is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from connectors.webchat.visible import is_visible
from hub.errors import BadInput, TooLarge
from hub.messages import Choice, Text
from hub.ports import COMMENT_LIMIT, AnswerRating, RatingReason

FRAME_LIMIT = 16_384
"""Most bytes of a message of the protocol, in UTF-8, in however many frames of the network's it comes."""

TEXT_LIMIT = 2000
BEGUN_LIMIT = 50
UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"

Number = Annotated[int, Field(ge=0, le=1_000_000_000)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class At(_Frame):
    """A place in the conversation."""

    conversation: Number
    seq: Number


class Hello(_Frame):
    """The first frame of every socket; `page`: the path of the embedder's page, for what is offered there."""

    type: Literal["hello"]
    v: Literal[1]
    token: str | None = Field(default=None, max_length=200)
    embedder: str = Field(max_length=300)
    page: str = Field(default="", max_length=200, pattern=r"^(/[^\s?#]*)?$")
    after: At | None = None


class ResumeFrame(_Frame):
    """The client saw a gap."""

    type: Literal["resume"]
    after: At


class Older(_Frame):
    """The client wants earlier messages."""

    type: Literal["older"]
    before: At


class Uploaded(_Frame):
    """A file that the customer uploaded before; what it is says the upload."""

    type: Literal["image", "file"]
    upload: str = Field(pattern=UUID)


class SendFrame(_Frame):
    """A message of the customer."""

    type: Literal["send"]
    id: str = Field(pattern=UUID)
    segments: tuple[Annotated[Text | Choice | Uploaded, Field(discriminator="type")], ...] = Field(
        min_length=1, max_length=5
    )


class ReceiptFrame(_Frame):
    """All up to here arrived, or were seen."""

    type: Literal["received", "read"]
    conversation: Number
    seq: Number


class Close(_Frame):
    """The customer ends the conversation, knowing it up to this place."""

    type: Literal["close"]
    conversation: Number
    seq: Number


class Rate(_Frame):
    """What the customer thinks of an answer."""

    type: Literal["rate"]
    id: str = Field(pattern=UUID)
    conversation: Number
    seq: Number
    verdict: AnswerRating
    reason: RatingReason | None = None
    comment: str = ""


class Suggest(_Frame):
    """The customer begins to write; `repr` does not tell what."""

    type: Literal["suggest"]
    id: Number
    text: str = Field(max_length=BEGUN_LIMIT, repr=False)


class SignInFrame(_Frame):
    """The bank's page hands in a login that the bank signed; `repr` does not tell it."""

    type: Literal["sign_in"]
    id: str = Field(pattern=UUID)
    login: str = Field(min_length=1, max_length=4096, repr=False)


class SignalFrame(_Frame):
    """Typing, and signs of life."""

    type: Literal["typing", "ping"]


Frame = Annotated[
    Hello
    | ResumeFrame
    | Older
    | SendFrame
    | ReceiptFrame
    | Close
    | Rate
    | Suggest
    | SignInFrame
    | SignalFrame,
    Field(discriminator="type"),
]
_FRAME: TypeAdapter[Frame] = TypeAdapter(Frame)


def read_frame(data: str | bytes) -> Frame:
    """Reads one frame; raises `TooLarge`, `BadInput` (without repeating what was sent)."""
    if len(data.encode() if isinstance(data, str) else data) > FRAME_LIMIT:
        raise TooLarge("a frame may have 16 kB at most")
    try:
        return _FRAME.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"the frame is not understood: {where}: {first['type']}") from error


def check_length(frame: SendFrame) -> None:
    """Raises `TooLarge` for more words than customers may write in one message, in however many parts."""
    if sum(len(segment.text) for segment in frame.segments if isinstance(segment, Text)) > TEXT_LIMIT:
        raise TooLarge(f"a message may have {TEXT_LIMIT} characters at most")


def check_visible(frame: SendFrame) -> None:
    """Raises `BadInput` for words of which nothing can be seen."""
    for segment in frame.segments:
        if not isinstance(segment, Uploaded) and not is_visible(segment.words()):
            raise BadInput("a message must hold something that can be seen")


def check_rating(frame: Rate) -> None:
    """Raises `TooLarge` for too long a comment, `BadInput` for one or a reason without a verdict "down"."""
    if len(frame.comment) > COMMENT_LIMIT:
        raise TooLarge(f"a comment may have {COMMENT_LIMIT} characters at most")
    if frame.verdict is not AnswerRating.DOWN and (frame.reason or frame.comment):
        raise BadInput('a reason and a comment go with the verdict "down" alone')
