"""Takes what the bank sends: `POST /outreach/events` and `/outreach/consents`, signed calls alone."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bank_signature import SIGNATURE, is_signed
from hub.errors import BadInput, BadSignature, Conflict, NotFound, TooLarge, Unavailable
from hub.ids import identity_key
from hub.ports import Clock
from hub.store import identities
from hub.store.after_commit import after_commit
from hub.store.database import Database
from hub.store.encrypted import DataKeys, belonging
from outreach.events import BankConsent, BankEvent, Reached
from outreach.store import consents, notices
from outreach.store.schema import outreach_notice

EVENTS = "/outreach/events"
CONSENTS = "/outreach/consents"
LONGEST = 16_384
"""Bytes of a call."""

Body = TypeVar("Body", bound=BaseModel)
log = structlog.get_logger(__name__)


def belongs_to(event: str) -> str:
    """What the encrypted body of an event belongs to."""
    return belonging(outreach_notice.c.body, event=event)


class Receiving:
    """What is taken is on disk before the bank is told so; the same event again is told once all the same."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        secret: str,
        keys: DataKeys | None,
        wake: Callable[[], None],
    ) -> None:
        """`secret` empty, or `keys` None: every call is refused."""
        self._database = database
        self._clock = clock
        self._key = secret.encode()
        self._keys = keys
        self._wake = wake

    def blueprint(self) -> Blueprint:
        """The routes."""
        made = Blueprint("outreach")
        made.add_route(self.take_event, EVENTS, methods=["POST"], name="take_event")
        made.add_route(self.take_consent, CONSENTS, methods=["POST"], name="take_consent")
        return made

    async def take_event(self, request: Request) -> HTTPResponse:
        """Writes an event down; 202 with its state. Raises `BadSignature`, `BadInput`, `Conflict`."""
        event = self._checked(request, EVENTS, BankEvent)
        digest, now = hashlib.sha256(request.body).hexdigest(), self._clock.now()
        async with self._database.write() as connection:
            identity = await self._known(connection, event.addresses)
            waits = identity is not None
            sealed = (
                self._sealing.encrypt(event.model_dump_json(), belongs_to(event.event)) if waits else None
            )
            await notices.add(
                connection,
                event=event.event,
                digest=digest,
                kind=event.kind,
                identity_key=identity,
                body=sealed,
                state="waiting" if waits else "dropped",
                code="" if waits else "nobody_known",
                due_at=now if waits else None,
                valid_until=event.valid_until,
                received_at=now,
                ended_at=None if waits else now,
            )
            row: Any = await notices.one(connection, event.event)
            if row.digest != digest:
                raise Conflict("another event was sent under this id", event=event.event)
            after_commit(connection, self._wake)
        log.info("outreach.received", kind=event.kind, state=row.state, code=row.code)
        return json({"event": event.event, "state": row.state, "code": row.code}, status=202)

    async def take_consent(self, request: Request) -> HTTPResponse:
        """Keeps a customer's word for each of their addresses that are known. Raises `NotFound`, too."""
        consent = self._checked(request, CONSENTS, BankConsent)
        async with self._database.write() as connection:
            known = [
                key
                for each in consent.addresses
                if (key := await self._known(connection, [each])) is not None
            ]
            if not known:
                raise NotFound("nobody has one of these addresses")
            for identity in sorted(set(known)):
                await consents.put(
                    connection,
                    identity,
                    consent.purpose,
                    granted=consent.granted,
                    version=consent.version,
                    at=consent.at,
                )
        return json({"addresses": len(known)})

    @property
    def _sealing(self) -> DataKeys:
        if self._keys is None:
            raise Unavailable("YUANQIAO_DATA_KEYS is empty, and what the bank sends is kept encrypted")
        return self._keys

    def _checked(self, request: Request, path: str, form: type[Body]) -> Body:
        body = request.body
        if len(body) > LONGEST:
            raise TooLarge("the call is too long", limit=LONGEST)
        millis = int(self._clock.now().timestamp() * 1000)
        if not is_signed(self._key, path, body, request.headers.get(SIGNATURE, ""), millis):
            raise BadSignature("the call is not signed by the bank")
        try:
            return form.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"{where}: {first['msg']}" if where else first["msg"]) from None

    @staticmethod
    async def _known(connection: AsyncConnection, addresses: Any) -> str | None:
        """The first of the addresses from which somebody has written to the house."""
        reached: Reached
        for reached in addresses:
            key = identity_key(reached.channel, reached.account, reached.external_id)
            if await identities.lock(connection, key) is not None:
                return key
        return None
