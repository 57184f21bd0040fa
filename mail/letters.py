"""Letters: written in the transaction that wants them, sent until the server takes them, lost never.

A letter is claimed for longer than one try may take. Where a process dies between the server's word and the
removal of the row, the letter goes once more, with the same `Message-ID`.
"""

import asyncio
import base64
import json
import secrets
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, SetupError, StoreUnavailable, Unavailable
from hub.ports import ADDRESS, LONGEST_ADDRESS, Clock, Enclosed, Letter
from hub.store.database import Database
from hub.store.encrypted import DataKeys, belonging
from mail.message import make_message
from mail.metrics import MAIL
from mail.smtp import TAKEN, SmtpServer
from mail.store import letters, schema

EVERY_S = 2.0
AT_ONCE = 20
CLAIMED_MORE_S = 30.0
"""How much longer than one try a claim holds."""
FIRST_PAUSE_S = 30.0
"""Doubled with each try, up to the longest."""
LONGEST_PAUSE_S = 3600.0
GIVE_UP_AFTER = timedelta(days=5)
"""RFC 5321, 4.5.4.1: four to five days at least."""

MOST_ENCLOSED = 8 * 2**20
"""Bytes of all files of one letter: what mail servers commonly take, with room for Base64."""

log = structlog.get_logger(__name__)


class Letters:
    """Keeps letters and sends them by the bank's server."""

    def __init__(
        self, database: Database, clock: Clock, keys: DataKeys, server: SmtpServer, *, sender: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._server = server
        self._sender = sender

    async def do_write(self, connection: AsyncConnection, letter: Letter) -> None:
        """Has a letter wait, from the commit of this transaction on; raises `BadInput`."""
        if len(letter.to) > LONGEST_ADDRESS or not ADDRESS.fullmatch(letter.to):
            raise BadInput("this is no address for mail")
        if "\n" in letter.subject or "\r" in letter.subject:
            raise BadInput("a subject is one line")
        if sum(len(each.content) for each in letter.enclosed) > MOST_ENCLOSED:
            raise BadInput("what goes with the letter is too large")
        letter_id, now = secrets.token_hex(16), self._clock.now()
        belongs_to = _belongs_to(letter_id)
        await letters.add(
            connection,
            letter_id=letter_id,
            kind=letter.kind,
            recipient=self._keys.encrypt(letter.to, belongs_to),
            subject=self._keys.encrypt(letter.subject, belongs_to),
            body=self._keys.encrypt(letter.text, belongs_to),
            enclosed=self._keys.encrypt(_packed(letter), belongs_to) if letter.enclosed else None,
            written_at=now,
            due_at=now,
            tries=0,
            code="",
        )

    async def run(self) -> None:
        """Sends until cancelled; a database that does not answer is asked again."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.send_due()
            except StoreUnavailable as error:
                log.warning("mail.put_off", why=error.detail)

    async def send_due(self) -> int:
        """One round: how many letters the server took."""
        async with self._database.read() as connection:
            rows = await letters.due(connection, self._clock.now(), AT_ONCE)
        sent = 0
        for row in rows:
            if await self._claim(row):
                sent += await self._send(row)
        return sent

    async def _claim(self, row: Any) -> bool:
        until = self._clock.now() + timedelta(seconds=self._server.within_s + CLAIMED_MORE_S)
        async with self._database.write() as connection:
            return await letters.claim(connection, row, until)

    async def _send(self, row: Any) -> bool:
        try:
            code = await self._server.send(self._message(row))
        except Unavailable as error:
            await self._put_off(row, str(error.fields.get("code", error.code)))
            return False
        except SetupError as error:  # the data key that wrote it is missing: it may come back
            await self._put_off(row, error.code)
            return False
        if code != TAKEN:
            await self._give_up(row, str(code))
            return False
        async with self._database.write() as connection:
            await letters.remove(connection, row.letter_id)
        MAIL.labels("sent").inc()
        return True

    def _message(self, row: Any) -> Any:
        def opened(column: Any) -> str:
            return self._keys.decrypt(column, _belongs_to(row.letter_id))

        files = _unpacked(opened(row.enclosed)) if row.enclosed is not None else ()
        letter = Letter(row.kind, opened(row.recipient), opened(row.subject), opened(row.body), files)
        return make_message(letter, sender=self._sender, letter_id=row.letter_id, written_at=row.written_at)

    async def _put_off(self, row: Any, code: str) -> None:
        now = self._clock.now()
        if now - row.written_at >= GIVE_UP_AFTER:
            await self._give_up(row, code)
            return
        tries = row.tries + 1
        log.warning("mail.failed", kind=row.kind, code=code, attempt=tries)
        MAIL.labels("put_off").inc()
        async with self._database.write() as connection:
            await letters.set_due(connection, row.letter_id, now + _pause(tries), code)

    async def _give_up(self, row: Any, code: str) -> None:
        log.error("mail.given_up", kind=row.kind, code=code, attempt=row.tries + 1)
        MAIL.labels("given_up").inc()
        async with self._database.write() as connection:
            await letters.set_due(connection, row.letter_id, None, code)


def _pause(tries: int) -> timedelta:
    return timedelta(seconds=min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(tries - 1, 20)))


def _packed(letter: Letter) -> str:
    return json.dumps(
        [[each.name, each.mime, base64.b64encode(each.content).decode()] for each in letter.enclosed]
    )


def _unpacked(text: str) -> tuple[Enclosed, ...]:
    return tuple(Enclosed(name, mime, base64.b64decode(data)) for name, mime, data in json.loads(text))


def _belongs_to(letter_id: str) -> str:
    return belonging(schema.letter.c.body, letter_id=letter_id)
