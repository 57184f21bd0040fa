"""One connection to a gateway: answers find their requests, a window bounds them, and a pulse is felt for."""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from functools import partial

from connectors.sms.account import CmppAccount
from connectors.sms.cmpp import pdu
from connectors.sms.cmpp.pdu import ANSWER, BrokenPacket, Packet

CONNECT_S = 10.0
ANSWER_S = 7.0
PULSE_S = 30.0
"""A line that was silent for so long is felt for; the protocol asks for one within three minutes."""

MOST_SEQUENCE = 0x7FFF_FFFF

Acknowledge = Callable[[], Awaitable[None]]
"""Tells the gateway that it may forget what it delivered."""

Deliver = Callable[[bytes, Acknowledge], Awaitable[None]]
"""Takes the body of a CMPP_DELIVER, and acknowledges it once it is stored."""


class LoginRefused(Exception):
    """The gateway does not let this account in, or does not know the secret itself."""


class CmppConnection:
    """A connection that is logged in; `serve` reads it until it ends."""

    def __init__(
        self,
        account: CmppAccount,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        deliver: Deliver,
    ) -> None:
        self.version = pdu.V3 if account.version == "3.0" else pdu.V2
        self._account, self._reader, self._writer, self._deliver = account, reader, writer, deliver
        self._waiting: dict[int, asyncio.Future[bytes]] = {}
        self._window = asyncio.Semaphore(account.window)
        self._sequence = int(time.time()) & 0xFFFF
        self._heard = time.monotonic()

    @classmethod
    async def open(cls, account: CmppAccount, deliver: Deliver) -> "CmppConnection":
        """Connects and logs in; raises `OSError`, `TimeoutError`, `LoginRefused`, `BrokenPacket`."""
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(account.host, account.port, limit=pdu.LARGEST)
            connection = cls(account, reader, writer, deliver)
            try:
                await connection._log_in()
            except BaseException:
                writer.close()
                raise
        return connection

    async def serve(self) -> None:
        """Reads until the connection ends; raises `OSError`, `EOFError`, `BrokenPacket`, `TimeoutError`."""
        pulse = asyncio.create_task(self._pulse())
        reading = asyncio.create_task(self._read_on())
        try:
            done, _ = await asyncio.wait({pulse, reading}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (pulse, reading):
                task.cancel()
            await asyncio.gather(pulse, reading, return_exceptions=True)
            self.close()

    async def ask(self, command: int, body: bytes) -> bytes:
        """The body of the answer to a request; raises `ConnectionError`, `TimeoutError`."""
        async with self._window:
            self._sequence = self._sequence % MOST_SEQUENCE + 1
            number = self._sequence
            future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
            self._waiting[number] = future
            try:
                await self._write(command, number, body)
                async with asyncio.timeout(ANSWER_S):
                    return await future
            finally:
                self._waiting.pop(number, None)

    def close(self) -> None:
        """Ends the connection, and with it whatever waits for an answer."""
        self._writer.close()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection has ended"))

    async def _log_in(self) -> None:
        secret = self._account.secret.get_secret_value()
        stamp = time.strftime("%m%d%H%M%S")
        body, source = pdu.connect_body(self._account.sp_id, secret, self.version, stamp)
        await self._write(pdu.CONNECT, 1, body)
        packet = await self._read()
        if packet.command != pdu.CONNECT | ANSWER:
            raise BrokenPacket("something else than the answer to a connect")
        status, given = pdu.read_connected(packet.body, self.version)
        if status:
            raise LoginRefused(f"the gateway answers {status}")
        if not any(hmac.compare_digest(given, each) for each in pdu.gateway_digests(status, source, secret)):
            raise LoginRefused("the gateway does not know the secret")

    async def _read_on(self) -> None:
        while True:
            packet = await self._read()
            self._heard = time.monotonic()
            if packet.command & ANSWER:
                future = self._waiting.get(packet.sequence)
                if future is not None and not future.done():
                    future.set_result(packet.body)
            elif packet.command == pdu.DELIVER:
                await self._deliver(packet.body, partial(self._forget, packet))
            elif packet.command == pdu.ACTIVE_TEST:
                await self._write(pdu.ACTIVE_TEST | ANSWER, packet.sequence, bytes(1))
            elif packet.command == pdu.TERMINATE:
                await self._write(pdu.TERMINATE | ANSWER, packet.sequence, b"")
                raise EOFError("the gateway ends the connection")

    async def _forget(self, packet: Packet) -> None:
        answer = pdu.delivered_body(packet.body, self.version)
        await self._write(pdu.DELIVER | ANSWER, packet.sequence, answer)

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PULSE_S)
            if time.monotonic() - self._heard >= PULSE_S:
                await self.ask(pdu.ACTIVE_TEST, b"")

    async def _read(self) -> Packet:
        length, command, sequence = pdu.HEADER.unpack(await self._reader.readexactly(pdu.HEADER.size))
        if not pdu.HEADER.size <= length <= pdu.LARGEST:
            raise BrokenPacket("a packet of no length that there is")
        return Packet(command, sequence, await self._reader.readexactly(length - pdu.HEADER.size))

    async def _write(self, command: int, sequence: int, body: bytes) -> None:
        self._writer.write(pdu.pack(command, sequence, body))
        await self._writer.drain()
