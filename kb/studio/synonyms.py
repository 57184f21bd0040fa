"""The editors' list of synonyms: written by some, approved by another, from then on searched by.

Version 0 is the list that is shipped. A draft begins with the newest version and is the whole list, so that
a shipped group can be changed, too. Each function works in the caller's transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound, TooLarge
from hub.staff.four_eyes import By, OwnWork
from kb.store import synonyms as store
from kb.store.articles import next_change
from kb.studio.drafts import DraftNotReady, DraftState, VersionSeen
from kb.studio.synonym_checks import MOST_BYTES, problems_in_list
from kb.studio.synonym_difference import changed_groups
from kb.text import SYNONYMS, shipped_synonyms


@dataclass(frozen=True, slots=True)
class SynonymsDraft:
    """The list that is worked on; `comment`: what for; `returned`: why it was given back."""

    revision: int
    state: DraftState
    text: str
    comment: str
    returned: str
    authors: tuple[str, ...]
    updated_by: str
    updated_at: datetime


async def read(connection: AsyncConnection, *, lock: bool = False) -> SynonymsDraft | None:
    """The draft, `None` where nobody works on one."""
    row = await store.draft_row(connection, lock=lock)
    return None if row is None else _draft(row)


async def newest_number(connection: AsyncConnection) -> int:
    """The number of the newest version, 0 where editors have published none."""
    row = await store.newest_version(connection)
    return 0 if row is None else int(row.number)


async def text_of(connection: AsyncConnection, number: int) -> str:
    """The text of a version; raises `NotFound`."""
    if number == 0:
        return SYNONYMS.read_text("utf-8").strip()
    row = await store.version_row(connection, number)
    if row is None:
        raise NotFound("there is no such version of the synonyms")
    return str(row.text)


async def shipped_moved_on(connection: AsyncConnection) -> bool:
    """Whether the shipped list is another one than when the newest version was published."""
    row = await store.newest_version(connection)
    return row is not None and row.shipped != shipped_synonyms().digest


async def save(connection: AsyncConnection, seen: VersionSeen, text: str, by: By) -> SynonymsDraft:
    """Writes the draft, which begins where there is none (revision 0); what was in review is a draft again.

    Raises `Conflict` where it, or the version in force, is another than the one that was seen; `TooLarge`.
    """
    found = await read(connection, lock=True)
    _check_same(found, seen.revision)
    if await newest_number(connection) != seen.version:
        raise Conflict("another version was published meanwhile")
    text = _tidied(text)
    if len(text.encode()) > MOST_BYTES:
        raise TooLarge(f"a list of synonyms has at most {MOST_BYTES} bytes")
    if found is None:
        return await _begin(connection, text, by)
    authors = _with(found.authors, by)
    return await _write(connection, replace(found, state=DraftState.DRAFT, text=text, authors=authors), by)


async def submit(connection: AsyncConnection, revision: int, comment: str, by: By) -> SynonymsDraft:
    """Hands the draft to the reviewers and says what it is for; raises `DraftNotReady`, `Conflict`."""
    found = await _in_state(connection, revision, DraftState.DRAFT)
    await _check_ready(connection, found.text)
    handed_in = replace(
        found, state=DraftState.REVIEW, comment=comment, returned="", authors=_with(found.authors, by)
    )
    return await _write(connection, handed_in, by)


async def give_back(connection: AsyncConnection, revision: int, comment: str, by: By) -> SynonymsDraft:
    """Gives the draft back to its authors, and says why; raises `Conflict`."""
    found = await _in_state(connection, revision, DraftState.REVIEW)
    return await _write(connection, replace(found, state=DraftState.DRAFT, returned=comment), by)


async def approve(connection: AsyncConnection, revision: int, by: By) -> int:
    """Publishes the draft as the next version, by which every index is built anew; gives its number.

    Raises `OwnWork` for whoever wrote in it or handed it in, `DraftNotReady`, `Conflict`.
    """
    found = await _in_state(connection, revision, DraftState.REVIEW)
    if by.account_id in found.authors:
        raise OwnWork("somebody else has to approve what you wrote")
    await _check_ready(connection, found.text)
    number = await newest_number(connection) + 1
    await store.add_version(
        connection,
        number=number,
        text=found.text,
        shipped=shipped_synonyms().digest,
        comment=found.comment,
        authors=list(found.authors),
        approved_by=by.account_id,
        approved_at=by.now,
    )
    await store.drop_draft(connection)
    await next_change(connection, by.now)
    return number


async def drop(connection: AsyncConnection, revision: int) -> None:
    """Gives the draft up; raises `Conflict`."""
    await _in_state(connection, revision, DraftState.DRAFT, DraftState.REVIEW)
    await store.drop_draft(connection)


async def roll_back(connection: AsyncConnection, number: int, by: By) -> SynonymsDraft:
    """Makes a draft of an older version, which is then reviewed like any other.

    Raises `NotFound`, and `Conflict` while there is a draft: its words would be lost.
    """
    text = await text_of(connection, number)
    if await read(connection, lock=True) is not None:
        raise Conflict("somebody works on the synonyms: that draft has to be published or given up first")
    return await _begin(connection, text, by)


async def _check_ready(connection: AsyncConnection, text: str) -> None:
    codes = list(dict.fromkeys(finding.code for finding in problems_in_list(text)))
    if codes:
        raise DraftNotReady(f"first to be mended: {', '.join(codes)}", problems=codes)
    if not changed_groups(await text_of(connection, await newest_number(connection)), text):
        raise DraftNotReady("no group differs from those in force", problems=["same"])


async def _begin(connection: AsyncConnection, text: str, by: By) -> SynonymsDraft:
    begun = SynonymsDraft(1, DraftState.DRAFT, text, "", "", (by.account_id,), by.account_id, by.now)
    if not await store.begin_draft(connection, **_columns(begun)):
        raise Conflict("somebody else has begun a draft")
    return begun


async def _write(connection: AsyncConnection, draft: SynonymsDraft, by: By) -> SynonymsDraft:
    written = replace(draft, revision=draft.revision + 1, updated_by=by.account_id, updated_at=by.now)
    await store.change_draft(connection, **_columns(written))
    return written


async def _in_state(connection: AsyncConnection, revision: int, *states: DraftState) -> SynonymsDraft:
    found = await read(connection, lock=True)
    _check_same(found, revision)
    if found is None or found.state not in states:
        raise Conflict("the draft has moved on")
    return found


def _check_same(found: SynonymsDraft | None, revision: int) -> None:
    if (found.revision if found else 0) != revision:
        raise Conflict("somebody else has changed the draft", revision=found.revision if found else 0)


def _with(authors: tuple[str, ...], by: By) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*authors, by.account_id)))


def _tidied(text: str) -> str:
    """The text in lines as everybody counts them, without characters that nobody sees."""
    lines = ("".join(char if char.isprintable() else " " for char in line) for line in text.splitlines())
    return "\n".join(line.rstrip() for line in lines)


def _columns(draft: SynonymsDraft) -> dict[str, Any]:
    return {
        "revision": draft.revision,
        "state": draft.state.value,
        "text": draft.text,
        "comment": draft.comment,
        "returned": draft.returned,
        "authors": list(draft.authors),
        "updated_by": draft.updated_by,
        "updated_at": draft.updated_at,
    }


def _draft(row: Any) -> SynonymsDraft:
    return SynonymsDraft(
        revision=row.revision,
        state=DraftState(row.state),
        text=row.text,
        comment=row.comment,
        returned=row.returned,
        authors=tuple(row.authors),
        updated_by=row.updated_by,
        updated_at=row.updated_at,
    )
