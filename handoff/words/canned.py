"""Canned replies: kept, found by initials, with variables that are filled where a reply is inserted."""

import re
import secrets
from datetime import datetime
from typing import Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import canned
from hub.errors import BadInput, NotFound

VARIABLES = ("坐席", "银行", "热线", "日期")
"""What stands in braces in a reply, and is filled as it is inserted."""

_HOLE = re.compile(r"\{([^{}]{0,40})\}")


def initials_of(title: str) -> str:
    """The first letters of a title's characters as they sound (年费说明: nfsm); Latin and digits stay."""
    sounds = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER))
    return "".join(sign for sign in sounds if sign.isalnum()).casefold()[:240]


def check_reply(text: str) -> None:
    """Raises `BadInput` where a reply has a variable that nobody fills: a customer would read its braces."""
    unknown = [name for name in _HOLE.findall(text) if name not in VARIABLES]
    if unknown:
        raise BadInput(f"there is no such variable: {unknown[0]}")


async def do_add(
    connection: AsyncConnection,
    *,
    title: str,
    text: str,
    now: datetime,
    account_id: str | None = None,
    branch_id: str | None = None,
) -> str:
    """Keeps a new reply, an agent's own or one shared at a branch; gives its id. Raises `BadInput`."""
    check_reply(text)
    reply_id = secrets.token_hex(16)
    await canned.add(
        connection,
        reply_id=reply_id,
        account_id=account_id,
        branch_id=branch_id,
        title=title,
        initials=initials_of(title),
        text=text,
        changed_at=now,
    )
    return reply_id


async def do_change(
    connection: AsyncConnection, reply_id: str, *, title: str, text: str, now: datetime
) -> None:
    """Writes a reply anew. Raises `BadInput`."""
    check_reply(text)
    values = {"title": title, "initials": initials_of(title), "text": text, "changed_at": now}
    await canned.change(connection, reply_id, **values)


async def one(connection: AsyncConnection, reply_id: str) -> Any:
    """A reply; raises `NotFound`."""
    row = await canned.one(connection, reply_id)
    if row is None:
        raise NotFound("there is no such reply")
    return row
