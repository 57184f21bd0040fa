"""An article as customers will read it: with its form, and in plain words with what channels hold of it."""

import math
from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Block
from kb.articles import content_hash
from kb.model import ANYBODY, ArticleStatus, Reader, Version
from kb.numbers import Placeholder
from kb.rich.saying import missing_values, say
from kb.store import values as value_store
from kb.studio.content import ArticleContent, as_draft

SMS_ONE, SMS_PART, SMS_MOST = 70, 67, 3
"""Characters of one Chinese text message, of each part of a longer one, and how many parts are sent."""

WECHAT_BYTES = 2048
"""Bytes of one text of a WeChat official account; longer answers are sent in several."""


class Preview(NamedTuple):
    """What is said on a day; the figures count the plain words."""

    text: str
    blocks: tuple[Block, ...]
    characters: int
    sms_parts: int
    wechat_parts: int
    values_from: date | None = None

    @property
    def fits_sms(self) -> bool:
        """Whether a text message says all of it; a longer answer is cut, with a link to the whole."""
        return self.sms_parts <= SMS_MOST


class MissingValues(NamedTuple):
    """Why nothing is said: values that are missing on that day."""

    values: tuple[Placeholder, ...]


async def preview(
    connection: AsyncConnection, article_id: str, content: ArticleContent, day: date, reader: Reader = ANYBODY
) -> Preview | MissingValues:
    """What is said on a day, by what says it to customers; values that wait are taken as approved.

    Raises `Unreadable` for Markdown that answers are not written in.
    """
    version = _version(article_id, content)
    waiting = [value_store.as_value(row) for row in await value_store.drafts(connection)]
    said = await say(connection, version, day, reader, waiting)
    if said is None:
        return MissingValues(await missing_values(connection, version, day, reader, waiting))
    length = len(said.text)
    return Preview(
        text=said.text,
        blocks=said.blocks,
        characters=length,
        sms_parts=1 if length <= SMS_ONE else math.ceil(length / SMS_PART),
        wechat_parts=max(1, math.ceil(len(said.text.encode()) / WECHAT_BYTES)),
        values_from=said.values_from,
    )


def _version(article_id: str, content: ArticleContent) -> Version:
    draft = as_draft(article_id, content)
    return Version(
        article_id=article_id,
        version=1,
        topic=draft.topic,
        title=draft.title,
        questions=draft.questions,
        answer=draft.answer,
        status=ArticleStatus.DRAFT,
        effective_from=draft.effective_from,
        effective_to=draft.effective_to,
        channels=draft.channels,
        links=draft.links,
        content_hash=content_hash(draft),
        answer_format=draft.answer_format,
    )
