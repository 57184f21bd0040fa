"""What the agent's socket says and hears of flows."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from video.flows.cases import BusinessFlow, Ticked
from video.flows.questionnaire import Questionnaire
from video.flows.script import Name, Script
from video.identity.passing import TakenPicture
from video.services.ports import ClaimedPerson
from video.web.ids import CallId, Id


class Begin(BaseModel):
    """The agent begins a flow in the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["begin"]
    id: Id
    call: CallId
    script: Name


class Identity(BaseModel):
    """Who the customer says they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60, repr=False)
    id_number: str = Field(pattern=r"^[0-9]{17}[0-9X]$", repr=False)


class Tick(BaseModel):
    """The agent ticks a step.

    `answers`: places among the options, by question. `person`: for an identity check; `document`: SHA-256 of
    what is to be signed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["step"]
    id: Id
    call: CallId
    step: Name
    answer: str | None = Field(default=None, max_length=100)
    answers: Annotated[dict[Name, int], Field(max_length=50)] = {}
    product_class: int | None = None
    person: Identity | None = None
    document: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


def ticked(frame: Tick, picture: TakenPicture | None = None) -> Ticked:
    """What the flow takes of a frame; `picture`: the customer's at this step."""
    person = ClaimedPerson(frame.person.name, frame.person.id_number) if frame.person else None
    asked = Ticked(frame.step, frame.answer, frame.answers, frame.product_class, person, frame.document)
    return replace(asked, picture=picture)


def flows_frame(
    scripts: Mapping[str, Script], questionnaire: Questionnaire, *, demo: bool, faces_by: str, ocr: bool
) -> dict[str, Any]:
    """What can be begun, as the desk gets it.

    `demo`: services are played; `faces_by`: who looks; `ocr`: whether identity cards are read.
    """
    return {
        "type": "flows",
        "scripts": [
            {"script": each.script, "zh": each.zh, "en": each.en, "recorded": each.recorded}
            for each in scripts.values()
        ],
        "questions": [
            {
                "question": each.question,
                "zh": each.zh,
                "en": each.en,
                "options": [{"zh": option.zh, "en": option.en} for option in each.options],
            }
            for each in questionnaire.questions
        ],
        "demo": demo,
        "faces_by": faces_by,
        "ocr": ocr,
    }


def picture_frame(call: str, taken: TakenPicture) -> dict[str, Any]:
    """The customer's picture of their card as the desk gets it, with what was read in it."""
    return {
        "type": "picture",
        "call": call,
        "step": taken.step,
        "picture": base64.b64encode(taken.jpeg).decode(),
        "name": taken.card.name,
        "id_number": taken.card.id_number,
        "trouble": taken.card.trouble,
    }


def case_frame(call: str, case: BusinessFlow) -> dict[str, Any]:
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
        "by_model": list(case.by_model),
        "proofs": {step: dict(detail) for step, detail in case.proofs.items()},
    }
