"""Drafts on their way to customers: written, reviewed by somebody else, approved, published.

A draft counts its revisions. Whoever changes it names the revision that they saw; where it moved on
meanwhile nothing is written, and they are shown both. Each function works in the caller's transaction.
"""

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotFound
from hub.staff.four_eyes import By, OwnWork
from kb import articles
from kb.model import AboutArticle, AnswerFormat, ValueKind, Version
from kb.rich import Unreadable, parse
from kb.store import articles as versions_store
from kb.store import drafts as store
from kb.store import values as value_store
from kb.studio import categories
from kb.studio.checks import Problem, problems_of
from kb.studio.content import MOST_QUESTIONS, ArticleContent, as_draft, of_version
from kb.studio.pictures import missing_pictures


class DraftState(StrEnum):
    """How far a draft got."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"


class DraftNotReady(BadInput):
    """An article that cannot be reviewed yet; `fields['problems']` are the codes of what is wrong."""

    code = "not_ready"
    status = 422


@dataclass(frozen=True, slots=True)
class Work:
    """A draft: what stands in it, and what may be done with it next."""

    article_id: str
    revision: int
    state: DraftState
    content: ArticleContent
    authors: tuple[str, ...]
    base_version: int
    approved_by: str | None = None
    comment: str = ""
    updated_by: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """What an editor saw when they began: the draft's revision and the newest version, 0 for none."""

    revision: int
    version: int


async def read(connection: AsyncConnection, article_id: str, *, lock: bool = False) -> Work | None:
    """The draft of an article, `None` where nobody works on it."""
    row = await store.draft_row(connection, article_id, lock=lock)
    return None if row is None else _work(row)


async def begin(connection: AsyncConnection, content: ArticleContent, by: By) -> Work:
    """A new article, which is a draft at first."""
    content = await _in_its_category(connection, content)
    article_id = f"a-{secrets.token_hex(6)}"
    await versions_store.save_article(connection, article_id, content.topic, None, by.now)
    await store.save_about(connection, article_id, AboutArticle(by.account_id))
    work = Work(article_id, 0, DraftState.DRAFT, content, (), 0)
    return await _write(connection, replace(work, authors=(by.account_id,)), by)


async def read_all(connection: AsyncConnection, article_ids: Sequence[str]) -> dict[str, Work]:
    """The drafts of these articles, of those that have one."""
    return {row.article_id: _work(row) for row in await store.draft_rows(connection, article_ids)}


async def save(
    connection: AsyncConnection, article_id: str, seen: VersionSeen, content: ArticleContent, by: By
) -> Work:
    """Writes the content; an article without a draft gets one.

    What was in review or approved is a draft again, because somebody has to look at the new words.
    Raises `Conflict` where the draft, or the newest version, is another than the one that was seen.
    """
    found = await read(connection, article_id, lock=True)
    _same(found, seen.revision)
    if await _latest_number(connection, article_id) != seen.version:
        raise Conflict("another version was published meanwhile")
    content = await _in_its_category(connection, content)
    work = found or Work(article_id, 0, DraftState.DRAFT, content, (), seen.version)
    changed = replace(
        work,
        content=content,
        authors=tuple(dict.fromkeys((*work.authors, by.account_id))),
        state=DraftState.DRAFT,
        base_version=seen.version,
        approved_by=None,
    )
    return await _write(connection, changed, by)


async def add_questions(
    connection: AsyncConnection, article_id: str, questions: Sequence[str], by: By
) -> Work:
    """Adds similar questions to the draft of an article, which begins with what is published.

    Raises `NotFound`, and `BadInput` for more than an article holds.
    """
    work = await read(connection, article_id, lock=True)
    content = work.content if work else await published_content(connection, article_id)
    together = tuple(dict.fromkeys((*content.questions, *questions)))
    if work is not None and together == work.content.questions:
        return work  # somebody was quicker: what was handed in meanwhile stays handed in
    if len(together) > MOST_QUESTIONS:
        raise BadInput(f"an article has at most {MOST_QUESTIONS} similar questions")
    longer = content.model_copy(update={"questions": together})
    seen = VersionSeen(work.revision if work else 0, await _latest_number(connection, article_id))
    if work is not None and work.base_version != seen.version:
        raise Conflict("another version was published meanwhile: look at the draft first")
    return await save(connection, article_id, seen, longer, by)


async def submit(connection: AsyncConnection, article_id: str, revision: int, by: By) -> Work:
    """Hands a draft to the reviewers; raises `DraftNotReady`, `Conflict`."""
    work = await _in_state(connection, article_id, revision, DraftState.DRAFT)
    _ready(await problems(connection, work))
    return await _write(connection, replace(work, state=DraftState.REVIEW, comment=""), by)


async def approve(connection: AsyncConnection, article_id: str, revision: int, by: By) -> Work:
    """Approves a draft; raises `OwnWork` for whoever wrote in it, `DraftNotReady`, `Conflict`."""
    work = await _in_state(connection, article_id, revision, DraftState.REVIEW)
    if by.account_id in work.authors:
        raise OwnWork("somebody else has to approve what you wrote")
    # An administrator may have refused literal figures since it was handed in.
    _ready(await problems(connection, work))
    return await _write(connection, replace(work, state=DraftState.APPROVED, approved_by=by.account_id), by)


async def give_back(
    connection: AsyncConnection, article_id: str, revision: int, comment: str, by: By
) -> Work:
    """Gives a draft back to its authors, and says why; raises `Conflict`."""
    work = await _in_state(connection, article_id, revision, DraftState.REVIEW, DraftState.APPROVED)
    changed = replace(work, state=DraftState.DRAFT, approved_by=None, comment=comment)
    return await _write(connection, changed, by)


async def publish(connection: AsyncConnection, article_id: str, revision: int, by: By, *, today: date) -> int:
    """Makes an approved draft the next version; gives its number.

    It begins today, or later where it says so: no version begins in the past. Raises `Conflict` where the
    draft is not approved, or another version came meanwhile.
    """
    work = await _in_state(connection, article_id, revision, DraftState.APPROVED)
    latest = await _latest(connection, article_id)
    if await _latest_number(connection, article_id) != work.base_version:
        raise Conflict("another version was published meanwhile: look at it, and save the draft again")
    # What may wait during the review has to be there now: customers would get no answer.
    _ready(await problems(connection, work), besides=("value_waiting",))
    ready = as_draft(article_id, await _in_its_category(connection, work.content))
    ready = replace(ready, effective_from=max(ready.effective_from, today))
    change = await versions_store.next_change(connection, by.now)
    version = await articles.publish(
        connection, ready, latest=latest, approved_by=work.approved_by or "", now=by.now, change=change
    )
    await store.drop_draft(connection, article_id)
    return version


async def roll_back(
    connection: AsyncConnection, article_id: str, version: int, revision: int, by: By
) -> Work:
    """Makes a draft of an older version, which is then reviewed like any other; raises `NotFound`."""
    content = of_version(await one_version(connection, article_id, version))
    found = await read(connection, article_id, lock=True)
    _same(found, revision)
    if found is not None:  # the draft's own words are given up: it begins anew from the newest version
        await store.drop_draft(connection, article_id)
    base = await _latest_number(connection, article_id)
    work = Work(article_id, revision, DraftState.DRAFT, content, (by.account_id,), base)
    return await _write(connection, work, by)


async def problems(connection: AsyncConnection, work: Work) -> list[Problem]:
    """What is wrong with a draft."""
    return await problems_in(connection, work.article_id, work.content)


async def problems_in(connection: AsyncConnection, article_id: str, content: ArticleContent) -> list[Problem]:
    """What is wrong with an article's content."""
    known = {(value.kind, value.name) for value in await value_store.all_values(connection)}
    waiting = {(ValueKind(row.kind), row.name) for row in await value_store.drafts(connection)}
    refused = (await categories.known(connection)).refuses_figures(content.topic)
    found = problems_of(as_draft(article_id, content), known, waiting, figures_refused=refused)
    return [*found, *await _without_pictures(connection, content)]


async def _without_pictures(connection: AsyncConnection, content: ArticleContent) -> list[Problem]:
    if content.answer_format is not AnswerFormat.MARKDOWN:
        return []
    with contextlib.suppress(Unreadable):  # which is a problem of its own
        missing = await missing_pictures(connection, parse(content.answer))
        return [Problem("picture_missing", source) for source in missing]
    return []


async def published_content(connection: AsyncConnection, article_id: str) -> ArticleContent:
    """What the newest version says; raises `NotFound`."""
    latest = await _latest(connection, article_id)
    if latest is None:
        raise NotFound("nothing of this article is published")
    return of_version(latest)


async def one_version(connection: AsyncConnection, article_id: str, version: int) -> Version:
    """One version of an article; raises `NotFound`."""
    for each in await versions_store.versions_of(connection, article_id):
        if each.version == version:
            return each
    raise NotFound("there is no such version")


async def _latest(connection: AsyncConnection, article_id: str) -> Version | None:
    found = await versions_store.versions_of(connection, article_id)
    return found[-1] if found else None


async def _latest_number(connection: AsyncConnection, article_id: str) -> int:
    latest = await _latest(connection, article_id)
    return latest.version if latest else 0


async def _in_state(connection: AsyncConnection, article_id: str, revision: int, *states: DraftState) -> Work:
    work = await read(connection, article_id, lock=True)
    _same(work, revision)
    if work is None or work.state not in states:
        raise Conflict("the draft is not in the state for this", state=work.state if work else None)
    return work


def _ready(found: Sequence[Problem], *, besides: Sequence[str] = ()) -> None:
    """Raises `DraftNotReady` for what stops; literal figures are told as they stand there."""
    stopping = [problem for problem in found if problem.stops or problem.code in besides]
    if not stopping:
        return
    told = [
        f"{problem.code} “{problem.figure}” (turn it into a value: 改成数值)"
        if problem.code == "literal_refused"
        else problem.code
        for problem in stopping
    ]
    codes = [problem.code for problem in stopping]
    raise DraftNotReady(f"first to be mended: {', '.join(told)}", problems=codes)


async def _in_its_category(connection: AsyncConnection, content: ArticleContent) -> ArticleContent:
    """The content with the category's id, where its name was written."""
    return content.model_copy(update={"topic": await categories.meant(connection, content.topic)})


def _same(found: Work | None, revision: int) -> None:
    current = found.revision if found else 0
    if current != revision:
        raise Conflict("somebody else changed the draft meanwhile", revision=current)


async def _write(connection: AsyncConnection, work: Work, by: By) -> Work:
    written = replace(work, revision=work.revision + 1, updated_by=by.account_id, updated_at=by.now)
    values: dict[str, Any] = {
        "revision": written.revision,
        "state": written.state.value,
        "title": written.content.title,
        "content": written.content.model_dump(mode="json"),
        "authors": list(written.authors),
        "base_version": written.base_version,
        "approved_by": written.approved_by,
        "comment": written.comment,
        "updated_by": written.updated_by,
        "updated_at": written.updated_at,
    }
    await store.save_draft(connection, written.article_id, **values)
    return written


def _work(row: Any) -> Work:
    return Work(
        article_id=row.article_id,
        revision=row.revision,
        state=DraftState(row.state),
        content=ArticleContent.model_validate(row.content, strict=False),
        authors=tuple(row.authors),
        base_version=row.base_version,
        approved_by=row.approved_by,
        comment=row.comment,
        updated_by=row.updated_by,
        updated_at=row.updated_at,
    )
