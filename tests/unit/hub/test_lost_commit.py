"""The commit was sent and its answer is lost (reliability.md B7): unknown is treated as unknown."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.engine import make_url

from hub.errors import StoreUnavailable
from hub.store import schema
from hub.store.database import Database
from tests.unit.hub.conftest import EMPTY
from tests.unit.hub.spine import Spine


class Cutter:
    """A proxy before PostgreSQL that passes on a COMMIT and cuts the line before the answer to it."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.cut_next = False
        self.cuts = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries one connection both ways."""
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        cut = asyncio.Event()
        there = asyncio.create_task(self._there(reader, to_server, cut))
        back = asyncio.create_task(self._back(from_server, writer, cut))
        await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        for task in (there, back):
            task.cancel()
        await asyncio.gather(there, back, return_exceptions=True)
        for side in (to_server, writer):
            side.close()
            await asyncio.gather(side.wait_closed(), return_exceptions=True)

    async def _there(
        self, reader: asyncio.StreamReader, to_server: asyncio.StreamWriter, cut: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            if self.cut_next and b"COMMIT" in data:
                self.cut_next = False
                cut.set()
            to_server.write(data)
            await to_server.drain()

    async def _back(
        self, from_server: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
    ) -> None:
        while data := await from_server.read(65536):
            if cut.is_set():
                self.cuts += 1
                return
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def behind_a_cutter(url: str) -> AsyncIterator[tuple[Cutter, Database]]:
    """A database whose line can be cut."""
    server_url = make_url(url)
    assert server_url.port is not None
    cutter = Cutter(server_url.port)
    server = await asyncio.start_server(cutter.serve, "127.0.0.1", 0)
    own = server_url.set(port=server.sockets[0].getsockname()[1])
    database = Database(own.render_as_string(hide_password=False))
    try:
        yield cutter, database
    finally:
        await database.close()
        server.close()


async def test_a_commit_whose_answer_is_lost_has_one_effect_when_it_is_tried_again(
    postgres_url: str,
) -> None:
    async with behind_a_cutter(postgres_url) as (cutter, cut_off):
        async with cut_off.write() as connection:
            await connection.execute(EMPTY)
        spine = Spine(cut_off)
        await spine.say(provider_id="p0")
        for number in range(1, 6):
            cutter.cut_next = True
            with pytest.raises(StoreUnavailable):
                await spine.say(provider_id=f"p{number}")
            again = await spine.accept(spine.arrival(provider_id=f"p{number}"))
            assert (again.repeated, again.message.seq) == (True, number + 1)
        assert cutter.cuts == 5
        stored = [(row.provider_id, row.seq) for row in await spine.rows(schema.message)]
    assert stored == [(f"p{number}", number + 1) for number in range(6)]
