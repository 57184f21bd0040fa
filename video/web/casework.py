"""What the agent's socket says and hears of flows."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from video.flows.cases import Case, Ticked
from video.flows.script import Name
from video.web.ids import CallId, Id


class Begin(BaseModel):
    """The agent begins a flow in the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["begin"]
    id: Id
    call: CallId
    script: Name


class Tick(BaseModel):
    """The agent ticks a step. `answers`: places among the options, by question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["step"]
    id: Id
    call: CallId
    step: Name
    answer: str | None = Field(default=None, max_length=100)
    answers: Annotated[dict[Name, int], Field(max_length=50)] = {}
    product_class: int | None = None


def ticked(frame: Tick) -> Ticked:
    """What the flow takes of a frame."""
    return Ticked(frame.step, frame.answer, frame.answers, frame.product_class)


def case_frame(call: str, case: Case) -> dict[str, Any]:
    """A flow as the desk gets it."""
    return {
        "type": "case",
        "call": call,
        "script": case.script.script,
        "version": case.script.version,
        "state": case.state,
        "stopped_why": case.stopped_why or "",
        "steps": [step.model_dump() for step in case.script.steps],
        "done": list(case.done),
        "missing": list(case.missing),
    }
