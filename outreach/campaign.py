"""What a campaign is: a text for each channel with the list's variables, a pace, and until when it holds."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from hub.engine.contract import OfferedChoices, OfferedOption, Pick
from hub.errors import BadInput
from hub.messages import Segment, Text
from hub.messages.base import Immutable

CampaignPurpose = Literal["service", "marketing"]
"""Service goes to whom has not refused it, marketing to nobody who has not agreed to it."""

LONGEST_TEXT = 500
LONGEST_TOLD = 1000
"""Of a text with its values in it: what a question of the vocabulary may have."""

MOST_QUESTIONS = 3
Channel = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Question = Annotated[str, Field(min_length=1, max_length=30)]
_VARIABLE = re.compile(r"\{([^{}]*)\}")


class CampaignContent(Immutable):
    """`channels` in the order in which they are tried; `texts` are those of a channel instead of `text`.

    `questions`: what a customer may press and ask; `person`: whether they may ask for a person.
    `per_minute`: how many are told, spread over time.
    """

    purpose: CampaignPurpose = "service"
    channels: tuple[Channel, ...] = Field(min_length=1, max_length=8)
    text: Words
    texts: Mapping[Channel, Words] = Field(default_factory=dict, max_length=8)
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    person: bool = True
    per_minute: int = Field(default=60, ge=1, le=6000)
    begins_at: AwareDatetime | None = None
    valid_until: AwareDatetime

    @model_validator(mode="after")
    def _fits_together(self) -> "CampaignContent":
        if len(set(self.channels)) < len(self.channels):
            raise ValueError("a channel stands twice")
        if set(self.texts) - set(self.channels):
            raise ValueError("there is a text for a channel that is not among the channels")
        if self.begins_at is not None and self.begins_at >= self.valid_until:
            raise ValueError("it begins after its end")
        return self

    def text_for(self, channel: str) -> str:
        """What is said there, with its variables."""
        return self.texts.get(channel, self.text)

    def variables(self) -> set[str]:
        """What its texts name in braces; raises `BadInput` for a brace that is none of a pair."""
        found: set[str] = set()
        for text in (self.text, *self.texts.values()):
            if "{" in (left := _VARIABLE.sub("", text)) or "}" in left:
                raise BadInput("花括号要成对")
            found |= set(_VARIABLE.findall(text))
        return found


def check_variables(content: CampaignContent, variables: Sequence[str]) -> None:
    """Raises `BadInput` where a text names what the list has no column for."""
    missing = sorted(content.variables() - set(variables))
    if missing:
        raise BadInput(f"名单里没有这些列：{'、'.join(name[:20] for name in missing)}")


def words_for(content: CampaignContent, channel: str, values: Mapping[str, str]) -> str:
    """What one customer is told there; a value is never looked at for variables of its own."""
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), content.text_for(channel))


def lacks_value(content: CampaignContent, channel: str, values: Mapping[str, str]) -> bool:
    """Whether a variable of the text there is empty for a customer."""
    return any(not values.get(name) for name in _VARIABLE.findall(content.text_for(channel)))


def said_as(content: CampaignContent, words: str) -> OfferedChoices | Segment:
    """The message: a question with what may be pressed, or plain words where nothing may be."""
    options = [OfferedOption(label=label, pick=Pick(intent="ask")) for label in content.questions]
    if content.person:
        options.append(OfferedOption(label="转人工", pick=Pick(intent="request_person")))
    return OfferedChoices(prompt=words, options=options) if options else Text(text=words)
