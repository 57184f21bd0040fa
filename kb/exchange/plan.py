"""What a file would change: the dry run that editors see, and what is written when they agree."""

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict
from hub.staff import ObjectPlace
from hub.staff.four_eyes import By
from kb.exchange.columns import ID, Row, RowFault, from_cells
from kb.model import ValueKind
from kb.store import articles as version_store
from kb.store import drafts as store
from kb.store import values as value_store
from kb.studio import categories, drafts
from kb.studio.categories import KnownCategories
from kb.studio.checks import Problem, problems_of
from kb.studio.content import ArticleContent, as_draft, of_version
from kb.studio.difference import DifferenceLine, differences
from kb.studio.drafts import VersionSeen

NEW = "new"
NOTHING_SEEN = VersionSeen(0, 0)

Covers = Callable[[ObjectPlace], Awaitable[bool]]
"""Whether a place lies within the editor's reach."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


class WrongRows(BadInput):
    """A file in which a row cannot be taken: nothing of it is."""

    code = "wrong_rows"
    status = 422


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row, and what it would change; `seen` is what stands there now."""

    number: int
    article_id: str
    title: str
    fate: Fate
    content: ArticleContent | None = None
    faults: tuple[RowFault, ...] = ()
    changes: Mapping[str, Sequence[DifferenceLine]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    duplicate: bool = False
    seen: VersionSeen = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All rows; `mark` is another one as soon as the file, or what it meets, is."""

    rows: tuple[PlannedRow, ...]
    mark: str

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return sum(row.fate is fate for row in self.rows)


async def make_plan(
    connection: AsyncConnection, rows: Sequence[Row], covers: Covers, *, today: date
) -> ImportPlan:
    """Compares a file with what is there; changes nothing."""
    there = await _There.read(connection, rows, covers)
    named = Counter(each for row in rows if (each := row.cells.get(ID, "").strip()))
    planned = [await there.planned(row, twice=named, today=today) for row in rows]
    titles = Counter(each.title for each in planned)
    known = await store.with_titles(connection, [row.title for row in planned if row.fate is Fate.NEW])
    planned = [
        replace(row, duplicate=True)
        if row.fate is Fate.NEW and (row.title in known or titles[row.title] > 1)
        else row
        for row in planned
    ]
    return ImportPlan(tuple(planned), _mark(planned))


async def carry_out(connection: AsyncConnection, plan: ImportPlan, mark: str, by: By) -> int:
    """Writes the drafts of a plan; gives how many.

    Raises `WrongRows` where a row is wrong, `Conflict` where the plan is not the one that was shown.
    """
    if plan.count(Fate.WRONG):
        raise WrongRows("rows of the file cannot be taken: mend them first", rows=plan.count(Fate.WRONG))
    if plan.mark != mark:
        raise Conflict("something changed since the dry run: look at it once more")
    written = 0
    for row in plan.rows:
        if row.content is None or row.fate is Fate.UNCHANGED:
            continue
        if row.fate is Fate.NEW:
            await drafts.begin(connection, row.content, by)
        else:
            await drafts.save(connection, row.article_id, row.seen, row.content, by)
        written += 1
    return written


@dataclass(slots=True)
class _There:
    """What stands in the knowledge base of a file's articles, and where the editor may write."""

    contents: dict[str, tuple[ArticleContent, VersionSeen]]
    values: set[tuple[ValueKind, str]]
    topics: dict[str, bool]
    categories: KnownCategories
    covers: Covers
    connection: AsyncConnection

    @classmethod
    async def read(cls, connection: AsyncConnection, rows: Sequence[Row], covers: Covers) -> "_There":
        named = list({each for row in rows if (each := row.cells.get(ID, "").strip())})
        within = [
            article_id
            for article_id, place in (await store.places_of(connection, named)).items()
            if await covers(ObjectPlace(*place))
        ]
        contents = await contents_of(connection, within)
        values = {(value.kind, value.name) for value in await value_store.all_values(connection)}
        return cls(contents, values, {}, await categories.known(connection), covers, connection)

    async def planned(self, row: Row, *, twice: Mapping[str, int], today: date) -> PlannedRow:
        article_id, title = row.cells.get(ID, "").strip(), row.cells.get("title", "").strip()
        before, seen = self.contents.get(article_id, (None, NOTHING_SEEN))
        wrong = PlannedRow(row.number, article_id, title, Fate.WRONG, seen=seen)
        faults = [*row.faults]
        if article_id and before is None:
            faults.append(RowFault(ID, "not_found"))
        if twice[article_id] > 1:
            faults.append(RowFault(ID, "twice"))
        content = from_cells(row.cells, before, today)
        if isinstance(content, list):
            return replace(wrong, faults=(*faults, *content))
        content = content.model_copy(update={"topic": self.categories.meant(content.topic)})
        if not await self._may_write(content.topic):
            faults.append(RowFault("topic", "other_branch"))
        if faults:
            return replace(wrong, faults=tuple(faults))
        draft = as_draft(article_id or NEW, content)
        fate = Fate.NEW
        if before is not None:
            fate = Fate.UNCHANGED if as_draft(article_id, before) == draft else Fate.CHANGED
        return PlannedRow(
            row.number,
            article_id,
            content.title,
            fate,
            content,
            changes=differences(before, content) if before is not None else {},
            problems=(
                *problems_of(
                    draft, self.values, figures_refused=self.categories.refuses_figures(content.topic)
                ),
                *(Problem("not_taken", each) for each in row.lost),
            ),
            seen=seen,
        )

    async def _may_write(self, topic: str) -> bool:
        if topic not in self.topics:
            branch_id = await store.branch_of(self.connection, topic)
            self.topics[topic] = branch_id is None or await self.covers(ObjectPlace(branch_id=branch_id))
        return self.topics[topic]


async def contents_of(
    connection: AsyncConnection, article_ids: Sequence[str]
) -> dict[str, tuple[ArticleContent, VersionSeen]]:
    """What editors would go on from: the draft, or the newest version; without articles that have neither."""
    newest = {each.article_id: each for each in await version_store.all_versions_of(connection, article_ids)}
    works = await drafts.read_all(connection, article_ids)
    found: dict[str, tuple[ArticleContent, VersionSeen]] = {}
    for article_id in article_ids:
        version, work = newest.get(article_id), works.get(article_id)
        seen = VersionSeen(work.revision if work else 0, version.version if version else 0)
        if work is not None:
            found[article_id] = work.content, seen
        elif version is not None:
            found[article_id] = of_version(version), seen
    return found


def _mark(rows: Sequence[PlannedRow]) -> str:
    told = hashlib.sha256()
    for row in rows:
        content = row.content.model_dump_json() if row.content else ""
        told.update(
            repr(
                (row.number, row.article_id, row.fate.value, row.seen.revision, row.seen.version, content)
            ).encode()
        )
    return told.hexdigest()
