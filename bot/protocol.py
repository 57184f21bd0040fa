"""Defines the hub's call and the answer, as docs/bot-protocol.md tells them."""

from typing import Any, Literal

from pydantic import (
    BaseModel,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    confloat,
    conint,
    constr,
)

from bot.errors import BadRequest

KEPT_TURNS = 8
"""Turns of a conversation that a tracker is built from."""

LONGEST_TEXT = 100_000
"""Characters of one input."""

Name = constr(strict=True, regex=r"^[A-Za-z0-9_]{1,64}$")
Count = conint(strict=True, ge=0)
Number = conint(strict=True, ge=1)
Value = StrictBool | StrictInt | StrictFloat | StrictStr


class Wire(BaseModel):
    """A part of a call: it never changes after it was read."""

    class Config:
        """Strict by types; fields of a newer hub are passed over."""

        frozen = True
        extra = "ignore"


class TextInput(Wire):
    """What the customer wrote: it can never become a command."""

    kind: Literal["text"]
    text: constr(strict=True, max_length=LONGEST_TEXT)


class PickInput(Wire):
    """An option that the bot offered and the hub mapped back."""

    kind: Literal["pick"]
    text: constr(strict=True, max_length=1000)
    intent: Name
    entities: dict[StrictStr, Value] = Field(default_factory=dict)


class TrackerState(Wire):
    """What a conversation carries beyond its turns: slots, and the active loop or none."""

    slots: dict[str, Any] = Field(default_factory=dict)
    active_loop: dict[str, Any] | None = None


class PastTurn(Wire):
    """A committed turn: the events that this bot or another one told, and the state after them."""

    turn: Number
    events: list[dict[str, Any]]
    state: TrackerState


class TrackerHistory(Wire):
    """The last committed turns, oldest first, and the state before them."""

    carried: TrackerState
    turns: list[PastTurn] = Field(max_items=KEPT_TURNS)


class TurnCall(Wire):
    """One ask of one turn; `deadline_s` counts from the moment the call arrives.

    `base_ask` is optional: the ask whose answer the hub committed as `base`. Where two bots serve the
    same conversations it keeps apart two answers to the same turn. `facts` go to the actions as they are:
    the token is signed over them.
    """

    conversation: constr(strict=True, min_length=1, max_length=200)
    turn: Number
    ask: Count
    base: Count
    base_ask: StrictInt | None = None
    deadline_s: confloat(gt=0, le=60)
    correlation_id: constr(strict=True, max_length=200)
    channel: Name
    at: constr(strict=True, max_length=64)
    token: constr(strict=True, max_length=500)
    facts: dict[str, Any] = Field(default_factory=dict)
    input: TextInput | PickInput
    history: TrackerHistory | None = None


def read_call(body: bytes) -> TurnCall:
    """Reads and checks a call; raises `BadRequest`, which names the bad fields and none of their values."""
    try:
        call = TurnCall.parse_raw(body)
    except ValidationError as problem:
        fields = sorted({".".join(map(str, entry["loc"])) for entry in problem.errors()})
        raise BadRequest(f"The call has another form: {', '.join(fields)[:300]}.") from None
    except RecursionError:
        raise BadRequest("The call is nested too deeply.") from None
    if call.base >= call.turn:
        raise BadRequest("The base must lie before the turn.")
    if call.history is not None:
        _check_history(call, [past.turn for past in call.history.turns])
    return call


def _check_history(call: TurnCall, turns: list[int]) -> None:
    if turns != sorted(set(turns)):
        raise BadRequest("The history's turns must be in order, each once.")
    if (turns[-1] if turns else 0) != call.base:
        raise BadRequest("The history must end at the base.")
