"""Defines commands: what a turn wants done, carried out when the hub closes the turn."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from hub.messages.base import Immutable


class RecordGap(Immutable):
    """Nobody could answer this question: keep it for the editors."""

    type: Literal["record_gap"] = "record_gap"
    question: str = Field(max_length=4000)
    best_article_id: str | None = None
    best_score: float | None = None


class RequestPerson(Immutable):
    """The customer asks for a person, or needs one.

    `urgent`: before all who only ask for one. `facts`: what is known so far of what happened, by name.
    """

    type: Literal["request_person"] = "request_person"
    reason: str = Field(max_length=200)
    urgent: bool = False
    facts: dict[str, JsonValue] = Field(default={}, max_length=20)


class FileComplaint(Immutable):
    """The customer complains: people must see it."""

    type: Literal["file_complaint"] = "file_complaint"
    text: str = Field(max_length=4000)


Command = Annotated[RecordGap | RequestPerson | FileComplaint, Field(discriminator="type")]
