"""Articles: which version is in effect on a day, publishing a new one, withdrawing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from kb.model import ANYBODY, EVERYBODY, AnswerFormat, ArticleDraft, ArticleStatus, Reader, Version
from kb.store import articles as store


class Window(NamedTuple):
    """The days, first and last included, on which a version is the one in effect."""

    version: Version
    first: date
    last: date


def in_effect(
    versions: Iterable[Version], day: date, channel: str | None, reader: Reader = ANYBODY
) -> Version | None:
    """Which of one article's published versions a reader sees on a day and channel.

    The newest version that has begun decides, even when it is over, withdrawn, or not for the channel or the
    reader: an older one never comes back by itself.
    """
    begun = [v for v in versions if v.status is not ArticleStatus.DRAFT and v.effective_from <= day]
    if not begun:
        return None
    newest = max(begun, key=lambda v: v.version)
    over = newest.effective_to is not None and newest.effective_to < day
    shown = newest.status is ArticleStatus.APPROVED and not over and newest.is_for(channel, reader)
    return newest if shown else None


def windows(versions: Sequence[Version]) -> list[Window]:
    """When each approved version of one article is in effect, as `in_effect` decides."""
    found = []
    for version in versions:
        if version.status is not ArticleStatus.APPROVED:
            continue
        later = [w.effective_from for w in versions if w.version > version.version]
        ends = [begin - timedelta(days=1) for begin in later if begin > date.min]
        last = min([*ends, version.effective_to or date.max])
        if version.effective_from <= last:
            found.append(Window(version, version.effective_from, last))
    return found


def by_article(versions: Iterable[Version]) -> dict[str, list[Version]]:
    """Groups versions that come in the order of their articles."""
    grouped = groupby(versions, key=lambda version: version.article_id)
    return {article_id: list(group) for article_id, group in grouped}


def content_hash(draft: ArticleDraft) -> str:
    """A SHA-256 in hex over what customers can see of a version, and when and where."""
    content = asdict(draft)
    del content["topic"], content["pinned"], content["links"], content["note"]
    if draft.scope == EVERYBODY:
        del content["scope"]  # hashes from before a version said whom it is for still hold
    if draft.answer_format is AnswerFormat.PLAIN:
        del content["answer_format"]  # hashes from before there was another form still hold
    content["links"] = [link.model_dump() for link in draft.links]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


async def publish(
    connection: AsyncConnection,
    draft: ArticleDraft,
    *,
    latest: Version | None,
    approved_by: str,
    now: datetime,
    change: int,
) -> int:
    """Writes the draft as the next approved version of its article; returns its number."""
    version = latest.version + 1 if latest else 1
    await store.save_article(connection, draft.article_id, draft.topic, draft.pinned, now)
    await store.insert_approved(
        connection,
        draft,
        version=version,
        content_hash=content_hash(draft),
        approved_by=approved_by,
        now=now,
        change=change,
    )
    return version


async def withdraw(connection: AsyncConnection, article_id: str, *, day: date, now: datetime) -> None:
    """Takes an article away from customers at once; what was to begin later becomes a draft again.

    Raises `NotFound` where nothing of the article is published.
    """
    versions = await store.published_versions(connection, [article_id])
    if not versions:
        raise NotFound("no published article has this id", article_id=article_id)
    change = await store.next_change(connection, now)
    begun = [v.version for v in versions if v.effective_from <= day]
    to_come = [v.version for v in versions if v.effective_from > day]
    await store.set_status(connection, article_id, begun, ArticleStatus.WITHDRAWN, change)
    await store.set_status(connection, article_id, to_come, ArticleStatus.DRAFT, change)
