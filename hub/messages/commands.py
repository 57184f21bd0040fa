"""Defines commands: what a turn wants done, carried out when the hub closes the turn."""

from typing import Annotated, Literal

from pydantic import Field

from hub.messages.base import Immutable


class RecordGap(Immutable):
    """Nobody could answer this question: keep it for the editors."""

    type: Literal["record_gap"] = "record_gap"
    question: str = Field(max_length=4000)
    best_article_id: str | None = None
    best_score: float | None = None


class RequestPerson(Immutable):
    """The customer asks for a person."""

    type: Literal["request_person"] = "request_person"
    reason: str = Field(max_length=200)


class FileComplaint(Immutable):
    """The customer complains: people must see it."""

    type: Literal["file_complaint"] = "file_complaint"
    text: str = Field(max_length=4000)


Command = Annotated[RecordGap | RequestPerson | FileComplaint, Field(discriminator="type")]
