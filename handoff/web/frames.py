"""The frames of the desk's socket (docs/desk-protocol.md); everything else is refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handoff.store.reservations import TaskKey
from handoff.web.asides import Aside
from handoff.web.leading import Leading
from hub.errors import BadInput
from hub.ids import parse_message_id

FRAME_LIMIT = 16_384
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Id = Annotated[str, Field(pattern=UUID)]
TaskId = Annotated[str, Field(max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=2000, repr=False)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChooseStatus(_Frame):
    """The agent chooses a status."""

    type: Literal["status"]
    id: Id
    status: str = Field(max_length=16)


class AcceptTask(_Frame):
    """The agent takes an offer."""

    type: Literal["accept"]
    id: Id
    reservation: str = Field(max_length=32)


class Decline(_Frame):
    """The agent does not take an offer."""

    type: Literal["decline"]
    id: Id
    reservation: str = Field(max_length=32)
    reason: str = Field(max_length=64)


class Open(_Frame):
    """The agent looks at a task."""

    type: Literal["open"]
    id: Id
    task: TaskId


class SayToCustomer(_Frame):
    """The agent says something to the customer."""

    type: Literal["say"]
    id: Id
    task: TaskId
    text: Words


class SendFile(_Frame):
    """The agent sends a file that was taken in."""

    type: Literal["send_file"]
    id: Id
    task: TaskId
    media: str = Field(pattern=r"^[0-9a-f]{64}$")


class AgentTyping(_Frame):
    """The agent types an answer to the customer."""

    type: Literal["typing"]
    task: TaskId


class End(_Frame):
    """The agent ends the conversation."""

    type: Literal["end"]
    id: Id
    task: TaskId


class Complete(_Frame):
    """The agent has wrapped up."""

    type: Literal["complete"]
    id: Id
    task: TaskId
    disposition: str = Field(max_length=32)
    summary: str = Field(max_length=2000, repr=False)


class DeskPing(_Frame):
    """The desk is there."""

    type: Literal["ping"]


class Targets(_Frame):
    """The agent asks where a conversation can be sent."""

    type: Literal["targets"]
    id: Id


Wish = (
    ChooseStatus
    | AcceptTask
    | Decline
    | Open
    | SayToCustomer
    | SendFile
    | End
    | Complete
    | Targets
    | Leading
    | Aside
)
Sign = DeskPing | AgentTyping
Frame = Annotated[Wish | Sign, Field(discriminator="type")]

_FRAMES: TypeAdapter[Wish | Sign] = TypeAdapter(Frame)


def read_frame(data: Any) -> Wish | Sign:
    """The frame in a text; raises `BadInput`, which names no words of it."""
    try:
        return _FRAMES.validate_json(data)
    except ValidationError as error:
        raise BadInput("the frame is not one of the protocol's") from error


def task_id(key: TaskKey) -> str:
    """The id of a task, as the desk names it."""
    return f"{key.identity}.{key.conversation}.{key.turn}"


def read_task(text: str) -> TaskKey:
    """The task that an id names; raises `BadInput`."""
    place = parse_message_id(text)  # of the same form
    return TaskKey(place.identity, place.conversation, place.seq)
