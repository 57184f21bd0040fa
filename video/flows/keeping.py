"""Changes scripts, in the caller's transaction: one writes a draft, another approves it."""

from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotAllowed
from hub.staff.four_eyes import By
from video.flows.kept import scripts_now
from video.flows.script import Script, read_script
from video.store import scripts

MOST = 100
"""Scripts of a house."""


class OwnScript(NotAllowed):
    """Who wrote a script does not approve it."""

    code = "own_work"


def checked(name: str, version: int, content: dict[str, Any]) -> Script:
    """The script that a content makes; raises `BadInput`, which names the first mistake."""
    return read_script(_body(name, version, content).encode())


async def do_write(
    connection: AsyncConnection, name: str, revision: int, content: dict[str, Any], by: By
) -> None:
    """Writes what a script is to become; `revision` 0: no draft was there. Raises `BadInput`, `Conflict`."""
    version = await _next_version(connection, name)
    checked(name, version, content)
    values = {"content": content, "written_by": by.account_id, "written_at": by.now}
    if revision:
        if not await scripts.change_draft(connection, name, revision, **values):
            raise Conflict("the draft has changed meanwhile")
        return
    if await scripts.draft_of(connection, name) is not None:
        raise Conflict("somebody else has begun a draft")
    if version == 1 and len(await scripts_now(connection)) >= MOST:
        raise Conflict(f"there are {MOST} scripts already")
    await scripts.add_draft(connection, script=name, **values)


async def do_approve(connection: AsyncConnection, name: str, revision: int, by: By) -> int:
    """Has the draft apply from the next flow on; gives the version. Raises `Conflict`, `OwnScript`."""
    row = await scripts.draft_of(connection, name)
    if row is None or row.revision != revision:
        raise Conflict("the draft has changed meanwhile")
    if row.written_by == by.account_id:
        raise OwnScript("somebody else has to approve what you wrote")
    version = await _next_version(connection, name)
    checked(name, version, row.content)
    await scripts.add_version(
        connection,
        script=name,
        version=version,
        body=_body(name, version, row.content),
        written_by=row.written_by,
        approved_by=by.account_id,
        approved_at=by.now,
    )
    await scripts.remove_draft(connection, name, revision)
    return version


async def do_discard(connection: AsyncConnection, name: str, revision: int) -> None:
    """Takes a draft back; raises `Conflict`."""
    if not await scripts.remove_draft(connection, name, revision):
        raise Conflict("the draft has changed meanwhile")


async def _next_version(connection: AsyncConnection, name: str) -> int:
    now = (await scripts_now(connection)).get(name)
    return 1 if now is None else now.version + 1


def _body(name: str, version: int, content: dict[str, Any]) -> str:
    if {"script", "version"} & set(content):
        raise BadInput("name and version are the house's to give")
    told = {"script": name, "version": version, **content}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)
