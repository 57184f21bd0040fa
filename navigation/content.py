"""Defines what a destination is: where it leads on which channel, when, for whom, and in which words."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import quote, urlsplit

from pydantic import Field, model_validator

from hub.messages import Call, Card, CardAction, OpenMiniProgram, OpenPage, Say, Text
from hub.messages.facts import SUBJECT
from hub.messages.limits import LABEL_LIMIT, PATH_LIMIT
from hub.messages.secrets import remove_secrets
from hub.staff import StaffModel

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
_SLOT = re.compile(r"\{([a-z_]{1,40})\}")
VALUE_LIMIT = 40
"""Most characters of what a conversation knows that stand in an address."""
LONG_NUMBER = re.compile(r"\d{7}")
"""So many digits in a row may be a telephone's or an account's: such a value stands in no address."""


class DestinationKind(StrEnum):
    """What customers find there."""

    PAGE = "page"
    MINI_PROGRAM = "mini_program"
    FORM = "form"
    MAP = "map"
    PRODUCT = "product"
    TELEPHONE = "telephone"
    AGENT = "agent"


class DestinationWay(StaffModel):
    """How to get there on some channels (none are all): a page, a mini-program's page, a number to call.

    `url` and `path` may hold values of the conversation, as `?branch={appointment_branch}`: in the query
    alone, and a part of the query whose value is not known is left out.
    """

    channels: tuple[Name, ...] = Field(default=(), max_length=20)
    url: str = Field(default="", max_length=1900, examples=["https://bank.example/branches"])
    app_id: str = Field(default="", pattern=r"^(wx[0-9a-f]{16})?$")
    path: str = Field(default="", max_length=PATH_LIMIT, pattern=r"^[^\s:]*$")
    number: str = Field(default="", max_length=20, examples=["95588"])

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if sum(map(bool, (self.url, self.app_id, self.number))) != 1:
            raise ValueError("a way is a page, a mini-program or a number, and one of them")
        address = self.url or self.path
        if "{" in address.partition("?")[0]:
            raise ValueError("values of the conversation stand in the query of an address")
        self.action("x", {})
        return self

    def action(self, label: str, slots: Mapping[str, object]) -> CardAction:
        """What a button does that leads this way; raises `ValueError` for an address that is none."""
        if self.url:
            if not urlsplit(self.url).hostname:
                raise ValueError("an address without a host")
            return OpenPage(label=label, url=filled(self.url, slots))
        if self.app_id:
            return OpenMiniProgram(label=label, app_id=self.app_id, path=filled(self.path, slots))
        return Call(label=label, number=self.number)


class DestinationContent(StaffModel):
    """One destination as editors write it.

    `intents` and `articles` lead to it; an article counts more. `segments`: the bank's words for those whom
    it is for (none are all). `fallback`: what is said where no way leads there on a channel. English words
    are said to who writes English, where there are some. `subject`: how customers call what its pages are
    about, for who asks there without a name.
    """

    kind: DestinationKind
    title: str = Field(min_length=1, max_length=LABEL_LIMIT, examples=["网点查询"])
    label: str = Field(min_length=1, max_length=20, examples=["查找网点"])
    text: str = Field(default="", max_length=500)
    title_en: str = Field(default="", max_length=LABEL_LIMIT)
    label_en: str = Field(default="", max_length=40)
    text_en: str = Field(default="", max_length=500)
    ways: tuple[DestinationWay, ...] = Field(default=(), max_length=10)
    intents: tuple[Name, ...] = Field(default=(), max_length=20, examples=[["branch_location"]])
    articles: tuple[Name, ...] = Field(default=(), max_length=50)
    segments: tuple[Name, ...] = Field(default=(), max_length=20)
    valid_from: date | None = None
    valid_until: date | None = None
    fallback: str = Field(default="", max_length=500)
    subject: str = Field(default="", max_length=40, pattern=rf"({SUBJECT}|^$)", examples=["消费贷款"])

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.kind is DestinationKind.AGENT) == bool(self.ways):
            raise ValueError("everything but a person has a way that leads there")
        if not (self.intents or self.articles):
            raise ValueError("an intent or an article has to lead there")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("it ends before it begins")
        return self

    def pages(self) -> list[str]:
        """The paths of its pages, without those that are the whole site."""
        paths = (urlsplit(way.url).path.rstrip("/") for way in self.ways if way.url)
        return [path for path in paths if path]

    def is_for(self, segment: str | None, today: date) -> bool:
        """Whether it is shown on a day to somebody of this segment (None: not known)."""
        begun = self.valid_from is None or self.valid_from <= today
        over = self.valid_until is not None and self.valid_until < today
        return begun and not over and (not self.segments or segment in self.segments)

    def shown(self, channel: str, slots: Mapping[str, object], *, english: bool) -> Card | Text | None:
        """How an answer shows it on a channel; None where there is no way and nothing to say instead."""
        title = (english and self.title_en) or self.title
        label = (english and self.label_en) or self.label
        text = (english and self.text_en) or self.text
        if self.kind is DestinationKind.AGENT:
            wish = "I want a person" if english else "转人工"
            return Card(title=title, text=text, actions=(Say(label=label, text=wish),))
        way = next((each for each in self.ways if not each.channels or channel in each.channels), None)
        if way is None:
            return Text(text=self.fallback) if self.fallback else None
        return Card(title=title, text=text, actions=(way.action(label, slots),))


def filled(address: str, slots: Mapping[str, object]) -> str:
    """The address with the conversation's values in its query; a part whose value is missing is left out.

    A secret, a long number or a long text stands in no address: addresses end in other people's logs.
    """
    base, question, query = address.partition("?")
    if not question:
        return address
    parts = [part for each in query.split("&") if (part := _part(each, slots)) is not None]
    return f"{base}?{'&'.join(parts)}" if parts else base


def _part(part: str, slots: Mapping[str, object]) -> str | None:
    for name in _SLOT.findall(part):
        value = slots.get(name)
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return None
        words = str(value)
        if len(words) > VALUE_LIMIT or LONG_NUMBER.search(words) or remove_secrets(words).kinds:
            return None
        part = part.replace(f"{{{name}}}", quote(words, safe=""))
    return part
