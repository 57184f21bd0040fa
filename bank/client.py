"""Calls the bank's systems over HTTP (docs/bank.md): signed, bounded, with a time limit and a breaker."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, TypeVar

import aiohttp
import structlog
from pydantic import BaseModel, TypeAdapter, ValidationError

from bank.breaker import BankBreaker
from bank.metrics import CALLS
from hub.bank_signature import SIGNATURE, sign
from hub.compact_json import write_json
from hub.errors import BankUnavailable, Conflict, NotFound
from hub.ports import Address, Clock
from hub.ports.bank import CustomerProfile, InstructionResult, Order, Transaction

CONNECT_S = 2.0
WITHIN_S = 5.0
ANSWER_BYTES = 256 * 1024
CONNECTIONS = 16
READ_TRIES = 3
READ_PAUSE_S = 0.2
"""Doubled with each try; readings alone are tried again here: they change nothing."""

log = structlog.get_logger(__name__)

Model = TypeVar("Model", bound=BaseModel)
_TRANSACTIONS = TypeAdapter(tuple[Transaction, ...])


class _Refused(Exception):
    """The bank answered with a status that is the caller's to understand."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class HttpBank:
    """Implements `hub.ports.bank.Bank`; follows no redirect and uses no proxy of the environment."""

    def __init__(self, url: str, secret: str, clock: Clock, *, within_s: float = WITHIN_S) -> None:
        """`url`: without a slash at its end. `within_s`: for one call, answer included."""
        self._url = url.rstrip("/")
        self._key = secret.encode()
        self._clock = clock
        self._within_s = within_s
        self._breaker = BankBreaker(clock)
        self._session: aiohttp.ClientSession | None = None

    @property
    def answers(self) -> bool:
        """Whether the bank answered lately."""
        return not self._breaker.is_open

    async def find_customer(self, address: Address) -> str:
        """See `hub.ports.bank.BankReader`."""
        body = {
            "channel": address.channel,
            "account": address.account,
            "external_id": address.external_id,
        }
        return _text(await self._read("/customers/find", body), "customer")

    async def profile(self, customer: str) -> CustomerProfile:
        """See `hub.ports.bank.BankReader`."""
        return _model(CustomerProfile, await self._read("/customers/profile", {"customer": customer}))

    async def transactions(self, customer: str, account: str, *, limit: int) -> Sequence[Transaction]:
        """See `hub.ports.bank.BankReader`."""
        body = {"customer": customer, "account": account, "limit": limit}
        found = await self._read("/customers/transactions", body)
        try:
            return _TRANSACTIONS.validate_python(found.get("transactions"))
        except ValidationError:
            raise _not_understood() from None

    async def telephone(self, customer: str) -> str:
        """See `hub.ports.bank.BankReader`."""
        return _text(await self._read("/customers/telephone", {"customer": customer}), "telephone")

    async def instruct(self, order: Order) -> InstructionResult:
        """See `hub.ports.bank.BankActor`; sent once, since who asks again keeps the key."""
        body = {
            "key": order.key,
            "customer": order.customer,
            "instruction": order.instruction.model_dump(mode="json"),
            "valid_until": order.valid_until.isoformat(),
        }
        try:
            return _model(InstructionResult, await self._call("/instructions", body))
        except _Refused as refused:
            if refused.status == 409:
                raise Conflict("the bank knows this key for another instruction") from None
            raise _refusal(refused) from None

    async def result_of(self, key: str) -> InstructionResult | None:
        """See `hub.ports.bank.BankActor`."""
        try:
            return _model(InstructionResult, await self._read("/instructions/find", {"key": key}))
        except NotFound:
            return None

    async def close(self) -> None:
        """Closes the session; a later call opens another one."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def _read(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        pause = READ_PAUSE_S
        for left in reversed(range(READ_TRIES)):
            try:
                return await self._call(path, body)
            except _Refused as refused:
                if refused.status == 404:
                    raise NotFound("the bank does not know this") from None
                raise _refusal(refused) from None
            except BankUnavailable as error:
                if not left or error.fields.get("sent") is False:
                    raise
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    async def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self._breaker.check()
        try:
            status, answer = await self._exchange(path, write_json(body).encode())
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            self._failed(path, type(error).__name__)
            raise BankUnavailable("the bank's systems do not answer") from error
        if status == 429 or status >= 500:
            self._failed(path, str(status))
            raise BankUnavailable("the bank's systems cannot answer just now", status=status)
        self._breaker.succeeded()
        CALLS.labels(path, str(status)).inc()
        if status != 200:
            raise _Refused(status)
        if answer is None:
            raise BankUnavailable("the bank's answer is too large")
        try:
            read = json.loads(answer)
        except ValueError:
            raise _not_understood() from None
        if not isinstance(read, dict):
            raise _not_understood()
        return read

    async def _exchange(self, path: str, body: bytes) -> tuple[int, bytes | None]:
        millis = int(self._clock.now().timestamp() * 1000)
        headers = {"Content-Type": "application/json", SIGNATURE: sign(self._key, path, body, millis)}
        async with self._opened().post(
            self._url + path, data=body, headers=headers, allow_redirects=False
        ) as answer:
            read = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                read += chunk
                if len(read) > ANSWER_BYTES:
                    answer.close()
                    return answer.status, None
            return answer.status, bytes(read)

    def _failed(self, path: str, why: str) -> None:
        self._breaker.failed()
        CALLS.labels(path, "failed").inc()
        log.warning("bank.no_answer", route=path, why=why)

    def _opened(self) -> aiohttp.ClientSession:
        # aiohttp wants a running loop, which there is none of when the parts are opened.
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._within_s, connect=min(CONNECT_S, self._within_s)),
                trust_env=False,
            )
        return self._session


def _model(kind: type[Model], answer: dict[str, Any]) -> Model:
    try:
        return kind.model_validate(answer)
    except ValidationError:
        raise _not_understood() from None


def _text(answer: dict[str, Any], name: str) -> str:
    found = answer.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= 128:
        raise _not_understood()
    return found


def _refusal(refused: _Refused) -> BankUnavailable:
    return BankUnavailable("the bank refuses the call", status=refused.status)


def _not_understood() -> BankUnavailable:
    return BankUnavailable("the bank's answer is not understood")
