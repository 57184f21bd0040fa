"""The words of the call between hub and bot, as docs/bot-protocol.md defines them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hub.messages import Block, Card, Command, Facts, Image, Link, Location, Source
from hub.messages.blocks import BLOCKS_LIMIT


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TextInput(_Wire):
    """What the customer wrote; it can never become a command."""

    kind: Literal["text"] = "text"
    text: str


class PickInput(_Wire):
    """An option of the bot's own that the customer chose."""

    kind: Literal["pick"] = "pick"
    text: str
    intent: str
    entities: dict[str, JsonValue] = {}


class PastTurn(_Wire):
    """A committed turn as the bot told it."""

    turn: int
    events: list[dict[str, Any]]
    state: dict[str, Any]


class PastTurns(_Wire):
    """What a bot needs to rebuild a tracker: the state before, and the last turns."""

    carried: dict[str, Any]
    turns: list[PastTurn]


class Ask(_Wire):
    """One ask of one turn."""

    conversation: str
    turn: int
    ask: int
    base: int
    base_ask: int | None = None
    deadline_s: float
    correlation_id: str
    channel: str
    at: str
    token: str
    facts: Facts = Facts()
    input: TextInput | PickInput
    history: PastTurns | None = None


class Pick(_Wire):
    """What choosing an option means."""

    intent: str
    entities: dict[str, JsonValue] = {}


class OfferedOption(_Wire):
    """An option with its meaning: never shown to a channel in this form."""

    label: str
    pick: Pick


class OfferedChoices(_Wire):
    """A question with options."""

    type: Literal["choices"] = "choices"
    prompt: str
    options: list[OfferedOption]


class SpokenText(_Wire):
    """Words of the bot; longer than one segment may be. `blocks` say the same with its form."""

    type: Literal["text"] = "text"
    text: str = Field(min_length=1)
    source: Source | None = None
    blocks: tuple[Block, ...] = Field(default=(), max_length=BLOCKS_LIMIT)


Reply = Annotated[SpokenText | OfferedChoices | Link | Card | Location | Image, Field(discriminator="type")]
"""What the bot may say; the other kinds of segments come from customers, agents and the house."""


class Intent(_Wire):
    """An intent that the bot considered."""

    name: str
    confidence: float


class BotAnswer(_Wire):
    """The bot's answer: at least one reply or command, or it is not an answer."""

    status: Literal["done"]
    turn: int
    replies: list[Reply]
    commands: list[Command] = []
    events: list[dict[str, Any]]
    state: dict[str, Any]
    intents: list[Intent] = []
    timings_ms: dict[str, float] = {}
