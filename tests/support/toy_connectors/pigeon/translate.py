"""Between the loft's words and the house's own; pure functions."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import BadInput
from hub.messages import Arrival, Choices, Message, Text
from hub.messages.numbered import numbered

CHANNEL = "pigeon"


class Letter(BaseModel):
    """A letter as the loft tells it; what else it says is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    letter: str = Field(min_length=1, max_length=64)
    sender: str = Field(min_length=1, max_length=64)
    words: str = Field(min_length=1, max_length=2000)


def read_letter(body: bytes) -> Letter:
    """The letter in a call of the loft; raises `BadInput`."""
    try:
        return Letter.model_validate_json(body)
    except ValidationError as error:
        raise BadInput("the loft says something else than a letter") from error


def to_arrival(letter: Letter, account: str, now: datetime, correlation_id: str) -> Arrival:
    """The letter, for the inbox; secrets in it are replaced as it is made."""
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=letter.sender,
        provider_id=letter.letter,
        segments=(Text(text=letter.words),),
        received_at=now,
        correlation_id=correlation_id,
    )


def to_words(message: Message) -> str:
    """What is written on one sheet: pigeons carry words, and number what can be chosen."""
    return "\n".join(
        numbered(segment) if isinstance(segment, Choices) else segment.words() for segment in message.segments
    )
