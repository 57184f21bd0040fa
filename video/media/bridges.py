"""The calls of this process that go through the media server: one bridge each, as long as both are there."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from hub.errors import Unavailable
from video.calls.rooms import Rooms
from video.calls.states import CallState, RecordingRule
from video.media.bridge import Bridge
from video.media.room import check_room
from video.media.server import MediaServer
from video.store.calls import CallKey, key_of

Tell = Callable[[CallKey], Coroutine[Any, Any, None]]
TellWhy = Callable[[CallKey, str], Coroutine[Any, Any, None]]


class Bridges:
    """Begins, keeps and ends them; the process in which the agent sits has the bridge."""

    def __init__(
        self, server: MediaServer | None, rooms: Rooms, folder: Path, *, records: Tell, broken: TellWhy
    ) -> None:
        """`server`: None where the house has none. `folder`: where calls are recorded, a folder each."""
        self._server = server
        self._rooms = rooms
        self._folder = folder
        self._records = records
        self._broken = broken
        self._bridges: dict[str, Bridge] = {}

    @property
    def can_record(self) -> bool:
        """Whether the house has a media server."""
        return self._server is not None

    async def check(self) -> None:
        """Raises `Unavailable` where there is a media server and nothing can be recorded just now."""
        if self._server is not None:
            await check_room(self._folder)
            await self._server.check()

    async def attend(self, row: Any) -> None:
        """Brings a call's bridge to where the call stands; before the agent's page is told of it."""
        call, bridge = key_of(row).id, self._bridges.get(key_of(row).id)
        if bridge is not None and (row.state != CallState.JOINED or bridge.number != row.round):
            await self.leave(call)
            bridge = None
        if row.state != CallState.JOINED or row.recorded == RecordingRule.NO:
            return
        if bridge is None:
            bridge = self._begin(row)
        if row.recorded == RecordingRule.AGREED:
            folder = self._folder / row.recording
            await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
            bridge.record(folder)

    async def leave(self, call: str) -> None:
        """Ends a call's bridge, where there is one."""
        bridge = self._bridges.pop(call, None)
        if bridge is not None:
            await bridge.stop()

    def _begin(self, row: Any) -> Bridge:
        if self._server is None:
            raise Unavailable("the media server of this call is set no more")
        key = key_of(row)

        bridge = Bridge(
            self._server,
            self._rooms,
            key.id,
            row.round,
            records=partial(self._records, key),
            broken=partial(self._broken, key),
        )
        self._bridges[key.id] = bridge
        bridge.start().add_done_callback(lambda _: self._forget(key.id, bridge))
        return bridge

    def _forget(self, call: str, bridge: Bridge) -> None:
        if self._bridges.get(call) is bridge:
            del self._bridges[call]
