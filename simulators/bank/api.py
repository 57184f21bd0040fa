"""The API that the hub calls: signed calls alone, each a POST with JSON."""

import asyncio
import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from simulators.bank import doing, reading
from simulators.bank.database import BankDatabase
from simulators.bank.faults import BankFaults, after, before

WINDOW_MS = 300_000
_SIGNATURE = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{64})")

Asked = dict[str, Any]
Answer = Callable[[sqlite3.Connection, Asked], Asked | None]
Now = Callable[[], datetime]


def _find(connection: sqlite3.Connection, asked: Asked) -> Asked | None:
    number = reading.find_customer(connection, asked["channel"], asked["external_id"])
    return None if number is None else {"customer": number}


def _telephone(connection: sqlite3.Connection, asked: Asked) -> Asked | None:
    number = reading.telephone(connection, asked["customer"])
    return None if number is None else {"telephone": number}


def _transactions(connection: sqlite3.Connection, asked: Asked) -> Asked | None:
    found = reading.transactions(connection, asked["customer"], asked["account"], int(asked["limit"]))
    return None if found is None else {"transactions": found}


INSTRUCTIONS = "/instructions"
READINGS: dict[str, Answer] = {
    "/customers/find": _find,
    "/customers/profile": lambda connection, asked: reading.profile(connection, asked["customer"]),
    "/customers/telephone": _telephone,
    "/customers/transactions": _transactions,
    "/instructions/find": lambda connection, asked: doing.find_result(connection, asked["key"]),
}
PATHS = (INSTRUCTIONS, *READINGS)


class BankApi:
    """The routes of the API; without a secret every call is refused."""

    def __init__(self, database: BankDatabase, secret: str, faults: BankFaults, now: Now) -> None:
        self._database = database
        self._key = secret.encode()
        self._faults = faults
        self._now = now

    def add_to(self, app: web.Application) -> None:
        """Adds a route for each path."""
        for path in PATHS:
            app.router.add_post(path, self._handler(path))

    def _handler(self, path: str) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.Response:
            body = await request.read()
            if not self._is_signed(path, body, request.headers.get("X-Yuanqiao-Signature", "")):
                return web.Response(status=403)
            fault = self._faults.next(path)
            refused = await before(fault)
            if refused is not None:
                return refused
            answer = await asyncio.to_thread(self._answer, path, body)
            return after(fault, request, answer)

        return handle

    def _answer(self, path: str, body: bytes) -> web.Response:
        try:
            asked = json.loads(body)
            with self._database.transaction() as connection:
                if path == INSTRUCTIONS:
                    answer: Asked | None = doing.carry_out(connection, asked, self._now())
                else:
                    answer = READINGS[path](connection, asked)
        except doing.OtherInstruction:
            return web.Response(status=409)
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        return web.Response(status=404) if answer is None else web.json_response(answer)

    def _is_signed(self, path: str, body: bytes, header: str) -> bool:
        found = _SIGNATURE.fullmatch(header)
        if found is None or not self._key:
            return False
        millis = int(found[1])
        if abs(self._now().timestamp() * 1000 - millis) > WINDOW_MS:
            return False
        signed = b"%d.%s." % (millis, path.encode()) + body
        return hmac.compare_digest(hmac.new(self._key, signed, hashlib.sha256).hexdigest(), found[2])
