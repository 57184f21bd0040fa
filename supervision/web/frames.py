"""The frames of the supervisors' socket (docs/supervision.md); everything else is refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hub.errors import BadInput

FRAME_LIMIT = 1024


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WatchConversation(_Frame):
    """The supervisor reads a conversation along; an empty task: no more."""

    type: Literal["watch"]
    task: str = Field(max_length=64)


class BoardPing(_Frame):
    """The page is there."""

    type: Literal["ping"]


Frame = WatchConversation | BoardPing
_FRAMES: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read_frame(data: Any) -> Frame:
    """The frame in a text; raises `BadInput`, which names no words of it."""
    try:
        return _FRAMES.validate_json(data)
    except ValidationError as error:
        raise BadInput("the frame is not one of the protocol's") from error
