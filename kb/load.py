"""Loads articles and values into the knowledge base: checked as a whole, written in one transaction."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.database import Database
from kb import articles
from kb.figures import figures_of
from kb.formats import Batch, LoadError, Origin, read
from kb.model import AnswerFormat, ArticleDraft, Value, ValueKind
from kb.numbers import literal_problem, placeholders, problems_in
from kb.rich import STORED, parse, pictures, plain, words
from kb.rich.checks import told
from kb.store import articles as article_store
from kb.store import categories as category_store
from kb.store import media as media_store
from kb.store import values as value_store
from kb.studio import categories
from kb.values import problems_of

PLAIN_LIMIT = 3500
"""Most characters of an answer in plain words: values go on top, and one text of a message holds 4000."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, counted in articles and values."""

    new: int
    changed: int
    unchanged: int
    values_written: int
    values_unchanged: int


async def load(
    database: Database, path: Path, *, now: datetime, approved_by: str, check_numbers: bool = True
) -> LoadReport:
    """Loads a folder or a file; what did not change gets no new version.

    `check_numbers=False` is for evaluation sets, whose answers nobody shows to a customer; where an
    administrator refuses literal figures, it lets none of them through.
    Raises `LoadError`, and then nothing was changed.
    """
    batch = await asyncio.to_thread(read, path)
    async with database.write() as connection:
        return await load_batch(
            connection, batch, now=now, approved_by=approved_by, check_numbers=check_numbers
        )


async def load_batch(
    connection: AsyncConnection, batch: Batch, *, now: datetime, approved_by: str, check_numbers: bool
) -> LoadReport:
    """Checks, then writes, inside the caller's transaction; raises `LoadError` before the first write."""
    known = await categories.known(connection, batch.names)
    in_place = [(origin, replace(draft, topic=known.meant(draft.topic))) for origin, draft in batch.articles]
    batch = replace(batch, articles=in_place)
    await _check_pictures(connection, batch)
    stored = {value.key: value for value in await value_store.all_values(connection)}
    incoming = {value.key: value for _, value in batch.values}
    check_batch(batch, (stored | incoming).values(), check_numbers=check_numbers, strict=known.strict)
    different = [value for key, value in incoming.items() if stored.get(key) != value]
    for value in different:
        await value_store.save_value(connection, value)
    for topic, name in batch.names.items():
        await category_store.name_once(connection, known.meant(topic), name)
    for picture in batch.media.values():
        await media_store.insert_once(connection, *picture, now)
    counts = await _publish_changed(connection, batch, now=now, approved_by=approved_by)
    return LoadReport(
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        values_written=len(different),
        values_unchanged=len(incoming) - len(different),
    )


async def _publish_changed(
    connection: AsyncConnection, batch: Batch, *, now: datetime, approved_by: str
) -> Counter[str]:
    latest = await article_store.all_latest_versions(connection)
    counts: Counter[str] = Counter()
    change: int | None = None
    for _, draft in batch.articles:
        before = latest.get(draft.article_id)
        same = before is not None and before.content_hash == articles.content_hash(draft)
        if before and same and before.note == draft.note:
            counts["unchanged"] += 1
            if (before.topic, before.pinned) != (draft.topic, draft.pinned):
                await article_store.save_article(connection, draft.article_id, draft.topic, draft.pinned, now)
            continue
        if change is None:
            change = await article_store.next_change(connection, now)
        await articles.publish(
            connection, draft, latest=before, approved_by=approved_by, now=now, change=change
        )
        counts["changed" if before else "new"] += 1
    return counts


async def _check_pictures(connection: AsyncConnection, batch: Batch) -> None:
    """Raises `LoadError` for pictures that are named as stored, and are not."""
    named = [
        (origin, picture.source.removeprefix(STORED))
        for origin, draft in batch.articles
        if draft.answer_format is AnswerFormat.MARKDOWN
        for picture in pictures(parse(draft.answer))
    ]
    wanted = {name for _, name in named} - batch.media.keys()
    missing = wanted - (await media_store.sizes(connection, wanted)).keys() if wanted else set()
    if missing:
        raise LoadError(
            [
                f"{origin.file}: article {origin.name}: answer: there is no stored image {name}"
                for origin, name in named
                if name in missing
            ]
        )


def check_batch(
    batch: Batch, known_values: Iterable[Value], *, check_numbers: bool, strict: Collection[str] = ()
) -> None:
    """Raises `LoadError` with everything that is wrong, each with its file and article.

    `strict`: the categories in which literal figures are refused whatever `check_numbers` says.
    """
    problems = _repeated(origin for origin, _ in batch.articles)
    keys = Counter((origin.file, value.key) for origin, value in batch.values)
    problems += [
        f"{file}: value {name}: {count} values begin on {day}"
        for (file, (name, _, _, day)), count in keys.items()
        if count > 1
    ]
    for origin, value in batch.values:
        problems += [f"{origin.file}: value {origin.name}: {problem}" for problem in problems_of(value)]
    known = {(value.kind, value.name) for value in known_values}
    for origin, draft in batch.articles:
        found = _problems_of(draft, known) if check_numbers else []
        if not check_numbers and draft.topic in strict:
            found += [f"{literal_problem(each)}, as this category demands" for each in figures_of(draft)]
        if draft.effective_to is not None and draft.effective_to < draft.effective_from:
            found.append("effective_to lies before effective_from")
        problems += [f"{origin.file}: article {origin.name}: {problem}" for problem in found]
    if problems:
        raise LoadError(problems)


def _problems_of(draft: ArticleDraft, known: set[tuple[ValueKind, str]]) -> list[str]:
    problems = [f"title: {problem}" for problem in problems_in(draft.title)]
    problems += [f"link: {problem}" for link in draft.links for problem in problems_in(link.title)]
    told_as = filled = [draft.answer]
    if draft.answer_format is AnswerFormat.MARKDOWN:
        parts = parse(draft.answer)
        told_as, filled = told(parts), list(words(parts))
        if len(plain(parts)) > PLAIN_LIMIT:
            problems.append(f"answer: in plain words it has more than {PLAIN_LIMIT} characters")
    found = dict.fromkeys(problem for text in told_as for problem in problems_in(text))
    problems += [f"answer: {problem}" for problem in found]
    if placeholders(draft.title):
        problems.append("title: a placeholder belongs into the answer only")
    problems += [
        f"answer: {{{{{kind}:{name}}}}} names no {kind.value} among the values"
        for kind, name in dict.fromkeys(each for text in filled for each in placeholders(text))
        if (kind, name) not in known
    ]
    return problems


def _repeated(origins: Iterable[Origin]) -> list[str]:
    first: dict[str, str] = {}
    problems = []
    for file, name in origins:
        if name in first:
            problems.append(f"{file}: article {name}: the id was used before, in {first[name]}")
        first.setdefault(name, file)
    return problems
