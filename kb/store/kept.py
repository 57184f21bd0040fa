"""Published versions, each decoded once: what a version says never changes, only its state is read anew."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kb.model import ArticleStatus, Version
from kb.store.articles import PUBLISHED, published_versions
from kb.store.schema import article, article_version

KEPT = 20_000
"""So many versions are kept in a process; the one that was not asked for longest gives way."""

_STATE = (
    select(
        article_version.c.article_id,
        article_version.c.version,
        article_version.c.status,
        article_version.c.content_hash,
        article.c.topic,
        article.c.pinned,
    )
    .join(article, article.c.article_id == article_version.c.article_id)
    .where(PUBLISHED & article_version.c.article_id.in_(bindparam("ids", expanding=True)))
    .order_by(article_version.c.article_id, article_version.c.version)
)

_Key = tuple[str, int]
"""A content's hash, in which the article's id is, and the version's number."""

_kept: dict[_Key, Version] = {}


async def kept_versions(connection: AsyncConnection, article_ids: Sequence[str]) -> list[Version]:
    """As `published_versions`; the texts of versions that were met before are not read again."""
    rows = (await connection.execute(_STATE, {"ids": list(article_ids)})).all()
    known = {key: version for row in rows if (version := _kept.get(key := _key(row)))}
    new = dict.fromkeys(row.article_id for row in rows if _key(row) not in known)
    if new:
        read = await published_versions(connection, list(new))
        known |= {(version.content_hash, version.version): version for version in read}
    _keep(known)
    return [_as_it_is(known[key], row) for row in rows if (key := _key(row)) in known]


def _key(row: Any) -> _Key:
    return row.content_hash, row.version


def _keep(versions: dict[_Key, Version]) -> None:
    for key, version in versions.items():
        _kept.pop(key, None)  # behind all others, as the one that was asked for last
        _kept[key] = version
    while len(_kept) > KEPT:
        del _kept[next(iter(_kept))]


def _as_it_is(version: Version, row: Any) -> Version:
    """The version with the state of now: it may have been withdrawn, and its article moved to a topic."""
    if (version.status.value, version.topic, version.pinned) == (row.status, row.topic, row.pinned):
        return version
    return replace(version, status=ArticleStatus(row.status), topic=row.topic, pinned=row.pinned)
