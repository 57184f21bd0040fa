"""What Twilio demands of the request that sends a message (Message resource, Create a Message).

Written from Twilio's page, and never from the sender of the house.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_CHARACTERS = 1600
E164 = re.compile(r"\+[1-9][0-9]{1,14}")

Sid = Annotated[str, Field(min_length=34, max_length=34)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2048)]


class CreateMessage(BaseModel):
    """The form of `POST /Messages.json`; a name that Twilio does not know it passes over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    To: str = Field(min_length=1)
    From: str | None = None
    MessagingServiceSid: Sid | None = Field(default=None, pattern=r"^MG[0-9a-fA-F]{32}$")
    Body: str | None = None
    MediaUrl: list[Url] = Field(default=[], max_length=10)
    ContentSid: Sid | None = Field(default=None, pattern=r"^HX[0-9a-fA-F]{32}$")
    ContentVariables: str | None = None
    ApplicationSid: Sid | None = Field(default=None, pattern=r"^AP[0-9a-fA-F]{32}$")
    StatusCallback: Url | None = None
    MaxPrice: float | None = None
    ProvideFeedback: bool = False
    Attempt: int | None = None
    ValidityPeriod: int | None = Field(default=None, ge=1, le=36_000)
    ForceDelivery: bool = False
    ContentRetention: Literal["retain", "discard"] | None = None
    AddressRetention: Literal["retain", "obfuscate"] | None = None
    SmartEncoded: bool = False
    PersistentAction: list[str] = []
    TrafficType: Literal["free"] | None = None
    ShortenUrls: bool = False
    ScheduleType: Literal["fixed"] | None = None
    SendAt: str | None = None
    SendAsMms: bool = False
    RiskCheck: Literal["enable", "disable"] | None = None
    FallbackFrom: str | None = None

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        if self.From is None and self.MessagingServiceSid is None:
            raise ValueError("21603")
        if self.Body is None and not self.MediaUrl and self.ContentSid is None:
            raise ValueError("21619")
        return self


def refusal_of(asked: CreateMessage) -> int:
    """The code with which Twilio refuses what is well-formed and still wrong; 0 where it does not."""
    if not E164.fullmatch(asked.To):
        return 21211
    return 21617 if len(asked.Body or "") > MOST_CHARACTERS else 0
