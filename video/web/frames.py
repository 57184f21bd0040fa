"""The frames of both sides' sockets (docs/video.md); everything else is refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hub.errors import BadInput
from video.web.casework import Begin, Tick
from video.web.guiding import AgentGuide, CustomerGuide
from video.web.ids import CallId, Id

FRAME_LIMIT = 32_768
"""A description of sound and picture has some 6 kB."""

Round = Annotated[int, Field(ge=1, le=1_000_000)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Description(_Frame):
    """What one side would send and take (SDP, RFC 8829)."""

    kind: Literal["offer", "answer"]
    sdp: str = Field(max_length=30_000, repr=False)


class Candidate(_Frame):
    """Where one side may be reached (ICE, RFC 8838); an empty one ends them."""

    kind: Literal["candidate"]
    candidate: str = Field(max_length=1000, repr=False)
    mid: str | None = Field(max_length=32)
    index: int | None = Field(ge=0, le=64)


Data = Annotated[Description | Candidate, Field(discriminator="kind")]


class Enter(_Frame):
    """The customer opens a link."""

    type: Literal["enter"]
    ticket: str = Field(max_length=64, repr=False)


class Return(_Frame):
    """The customer's page was in the call already."""

    type: Literal["return"]
    seat: str = Field(max_length=200, repr=False)


class ReadyForCall(_Frame):
    """The customer has looked at camera and microphone, and wants in."""

    type: Literal["ready"]


class PeerSignal(_Frame):
    """For the other side. `round`: to which of their connections it belongs."""

    type: Literal["signal"]
    call: CallId
    round: Round
    data: Data


class Leave(_Frame):
    """Hangs up."""

    type: Literal["leave"]
    call: CallId


class Invite(_Frame):
    """The agent offers a call in a conversation."""

    type: Literal["invite"]
    id: Id
    conversation: str = Field(pattern=r"^[0-9a-f]{24}\.[1-9][0-9]{0,8}$")


class AcceptCall(_Frame):
    """The agent takes a call, or comes back into it."""

    type: Literal["accept"]
    id: Id
    call: CallId


class CallPing(_Frame):
    """Somebody is there."""

    type: Literal["ping"]


CustomerFrame = Enter | Return | ReadyForCall | PeerSignal | CustomerGuide | Leave | CallPing
AgentFrame = Invite | AcceptCall | Begin | Tick | PeerSignal | AgentGuide | Leave | CallPing

_CUSTOMER: TypeAdapter[CustomerFrame] = TypeAdapter(Annotated[CustomerFrame, Field(discriminator="type")])
_AGENT: TypeAdapter[AgentFrame] = TypeAdapter(Annotated[AgentFrame, Field(discriminator="type")])


def read_customer(data: Any) -> CustomerFrame:
    """The frame in a text; raises `BadInput`, which quotes nothing of it."""
    frame: CustomerFrame = _read(_CUSTOMER, data)
    return frame


def read_agent(data: Any) -> AgentFrame:
    """The frame in a text; raises `BadInput`, which quotes nothing of it."""
    frame: AgentFrame = _read(_AGENT, data)
    return frame


def _read(frames: TypeAdapter[Any], data: Any) -> Any:
    try:
        return frames.validate_json(data)
    except ValidationError as error:
        raise BadInput("the frame is not one of the protocol's") from error


def signal_frame(signal: PeerSignal, side: str) -> dict[str, Any]:
    """A signal as the other end gets it; `side`: who says it."""
    return signal.model_dump() | {"from": side}


def call_words(row: Any) -> dict[str, Any]:
    """A call as both sides get it."""
    return {
        "call": f"{row.identity_key}.{row.conversation}.{row.number}",
        "conversation": f"{row.identity_key}.{row.conversation}",
        "state": row.state,
        "round": row.round,
        "customer_here": row.customer_here,
        "agent_here": row.agent_here,
        "agent": row.agent_name,
        "why": row.ended_why or "",
        "recorded": row.recorded,
    }
