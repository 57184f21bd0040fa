"""Defines cards: a title, words, a picture, and up to three things to do."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from hub.messages.base import BaseSegment, Holds, Worded
from hub.messages.blocks import WEB_ADDRESS
from hub.messages.limits import LABEL_LIMIT, PATH_LIMIT
from hub.messages.media import Media
from hub.messages.secrets import remove_secrets


class OpenPage(Worded):
    """Opens a web page."""

    type: Literal["open_page"] = "open_page"
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)
    url: Annotated[str, Holds.ADDRESS] = Field(pattern=WEB_ADDRESS)


class OpenMiniProgram(Worded):
    """Opens a page of a WeChat mini-program; `path` may have a query."""

    type: Literal["open_mini_program"] = "open_mini_program"
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)
    app_id: Annotated[str, Holds.OURS] = Field(pattern=r"^wx[0-9a-f]{16}$")
    path: Annotated[str, Holds.ADDRESS] = Field(default="", max_length=PATH_LIMIT, pattern=r"^[^\s:]*$")


class Call(Worded):
    """Calls a telephone number, which can never be a card's: such a one is refused."""

    type: Literal["call"] = "call"
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)
    number: Annotated[str, Holds.OURS] = Field(pattern=r"^\+?[0-9](?:[ -]?[0-9]){2,14}$")

    @field_validator("number")
    @classmethod
    def _is_no_card(cls, number: str) -> str:
        if remove_secrets(number).kinds:
            raise ValueError("a number to call that has the form of a card number")
        return number


class Say(Worded):
    """Says something in the customer's name."""

    type: Literal["say"] = "say"
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)
    text: str = Field(min_length=1, max_length=LABEL_LIMIT)


CardAction = Annotated[OpenPage | OpenMiniProgram | Call | Say, Field(discriminator="type")]

ACTIONS_LIMIT = 3
"""Most actions of one card."""


class Card(BaseSegment):
    """Something that is offered, with what can be done about it."""

    type: Literal["card"] = "card"
    title: str = Field(min_length=1, max_length=LABEL_LIMIT)
    text: str = Field(default="", max_length=1000)
    picture: Media | None = None
    actions: tuple[CardAction, ...] = Field(default=(), max_length=ACTIONS_LIMIT)

    def words(self) -> str:
        """Its title, and below it its text."""
        return "\n".join(filter(None, [self.title, self.text]))
