"""Defines commands: what a turn wants done, carried out when the hub closes the turn."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from hub.messages.bank import Instruction, Reading
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
    `queue`: where they are to wait, if there is such a queue. `leaves_message`: nobody is waited for.
    `medium`: what they want to talk through; where nobody serves by video, a chat it is, and they are told.
    `tells`: the answer ends with whether, and when, somebody comes, in the words of who carries it out.
    """

    type: Literal["request_person"] = "request_person"
    reason: str = Field(max_length=200)
    urgent: bool = False
    facts: dict[str, JsonValue] = Field(default={}, max_length=20)
    queue: str = Field(default="", pattern=r"^[0-9A-Za-z_-]{0,32}$")
    leaves_message: bool = False
    medium: Literal["chat", "video"] = "chat"
    tells: bool = False


class FileComplaint(Immutable):
    """The customer complains: people must see it."""

    type: Literal["file_complaint"] = "file_complaint"
    text: str = Field(max_length=4000)


class InstructBank(Immutable):
    """The customer has confirmed what their bank is to do; its result opens a turn (`bank_result`).

    `wish`: one for each thing that the customer wants, so that a second "yes" does not do it twice.
    """

    type: Literal["instruct_bank"] = "instruct_bank"
    instruction: Instruction
    wish: str = Field(pattern=r"^[0-9A-Za-z_-]{1,64}$")


class ReadBank(Immutable):
    """A dialogue needs what the bank knows of the customer; it comes in a turn of its own (`bank_read`).

    Whose it is the hub decides, never the dialogue. `wish`: as in `InstructBank`.
    """

    type: Literal["read_bank"] = "read_bank"
    reading: Reading
    wish: str = Field(pattern=r"^[0-9A-Za-z_-]{1,64}$")


class StartCheck(Immutable):
    """The customer has to show who they are (step-up): they get a link to a one-time page of the bank.

    Its end opens a turn (`check_passed`, `check_failed`). `reason`: what it is for, as a code.
    """

    type: Literal["start_check"] = "start_check"
    reason: str = Field(pattern=r"^[a-z0-9_]{1,64}$")


Command = Annotated[
    RecordGap | RequestPerson | FileComplaint | InstructBank | ReadBank | StartCheck,
    Field(discriminator="type"),
]
