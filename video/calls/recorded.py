"""Writes down what of a call is recorded, in the transaction of the caller, who holds the call's row."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound
from hub.ports import Clock
from hub.store.after_commit import after_commit
from video.calls.states import RecordingRule
from video.store import calls, recordings
from video.store.calls import CallKey, key_of


class Recordings:
    """From the wish to record to the end of the call."""

    def __init__(self, clock: Clock, changed: Callable[[str], None]) -> None:
        """`changed`: told a call's id after each change."""
        self._clock = clock
        self._changed = changed

    async def do_ask(self, connection: AsyncConnection, row: Any) -> None:
        """From now on the call goes through the media server: both pages connect anew. Raises `Conflict`."""
        await self._change(
            connection,
            row,
            recorded=RecordingRule.ASKED,
            recording=secrets.token_hex(16),
            round=row.round + 1,
        )

    async def do_agree(self, connection: AsyncConnection, row: Any) -> None:
        """The customer agrees to be recorded. Raises `Conflict`."""
        await self._change(connection, row, recorded=RecordingRule.AGREED)
        await recordings.add(
            connection,
            key_of(row),
            recording=row.recording,
            state="open",
            agreed_at=self._clock.now(),
            happened=[],
            lacks=[],
        )

    async def do_record(self, connection: AsyncConnection, key: CallKey) -> None:
        """Both sides are recorded from now on. Raises `Conflict`, `NotFound`."""
        row = await calls.get(connection, key, lock=True)
        held = await recordings.get(connection, key)
        if row is None or held is None or row.recorded != RecordingRule.AGREED:
            raise NotFound("nobody has agreed to it, or the call is over")
        await self._change(connection, row, recorded=RecordingRule.ON)
        if held.began_at is None:
            await recordings.change(connection, key, began_at=self._clock.now())
        else:
            await self._append(connection, row, held, "back", {})

    async def do_lose(self, connection: AsyncConnection, row: Any, side: str) -> None:
        """One side's line, or the media server, is gone while both were recorded."""
        held = await recordings.get(connection, key_of(row))
        if held is not None and row.recorded == RecordingRule.ON:
            await self._append(connection, row, held, "lost", {"side": side})

    async def do_end(self, connection: AsyncConnection, key: CallKey) -> None:
        """The call has ended: what was recorded waits for its seal."""
        held = await recordings.get(connection, key)
        if held is not None and held.state == "open":
            await recordings.change(connection, key, state="ended", ended_at=self._clock.now())

    async def _append(
        self, connection: AsyncConnection, row: Any, held: Any, kind: str, detail: dict[str, str]
    ) -> None:
        at_ms = int((self._clock.now() - row.joined_at).total_seconds() * 1000)
        line = {"at_ms": at_ms, "kind": kind, "detail": detail}
        await recordings.change(connection, key_of(row), happened=[*held.happened, line])

    async def _change(self, connection: AsyncConnection, row: Any, **values: Any) -> None:
        if not await calls.change(connection, row, **values):
            raise Conflict("the call has changed meanwhile")
        after_commit(connection, partial(self._changed, key_of(row).id))
