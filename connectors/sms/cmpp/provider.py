"""A gateway with CMPP as a provider: a connection that is kept, parts of long messages, receipts, 上行."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.sms.account import CmppAccount
from connectors.sms.cmpp import pdu
from connectors.sms.cmpp.connection import Acknowledge, CmppConnection, LoginRefused
from connectors.sms.cmpp.joining import Joining
from connectors.sms.cmpp.pdu import BrokenPacket, DeliveryReport
from connectors.sms.mainland import read_upward
from connectors.sms.provider import SendResult, SmsToSend
from connectors.sms.render import fit
from connectors.sms.translate import Incoming, SmsReceipt
from hub.errors import BadInput, YuanqiaoError
from hub.messages import Status
from hub.ports import SendOutcome

PAUSES_S = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
COME_AGAIN_S = 2.0
SPEED = 8
"""The result of a submit that came too fast (流量控制错)."""

DELIVERED, PASSING = "DELIVRD", frozenset(("ACCEPTD", "ENROUTE"))

log = structlog.get_logger(__name__)


class CmppProvider:
    """Implements `connectors.sms.provider.SmsProvider`."""

    def __init__(
        self, account: CmppAccount, key: AccountKey, take: Callable[[Incoming], Awaitable[None]]
    ) -> None:
        """`take`: where receipts and customers' messages are handed in."""
        self._account, self._key, self._take = account, key, take
        self._connection: CmppConnection | None = None
        self._joining = Joining()

    async def send(self, to: str, ready: SmsToSend) -> SendResult:
        """As `Provider.send`; all parts go out at once, as a gateway may wait for all before it answers."""
        connection = self._connection
        if connection is None:
            return SendResult.not_taken(SendOutcome.RETRY, "not_connected", retry_after_s=COME_AGAIN_S)
        text = fit(ready.words, ready.link, before=f"【{self._account.sign_name}】", unicode=True)
        parts = pdu.to_parts(text, secrets.randbelow(256))
        bodies = [self._submit(each, len(parts), place, to) for place, each in enumerate(parts, start=1)]
        answers = await asyncio.gather(
            *(connection.ask(pdu.SUBMIT, body) for body in bodies), return_exceptions=True
        )
        return to_tried(answers, connection.version)

    async def run(self) -> None:
        """Keeps the connection: after one that ends comes the next, a little later each time that fails."""
        failures = 0
        while True:
            try:
                connection = await CmppConnection.open(self._account, self._delivered)
                log.info("sms.connected", **self._key._asdict())
                failures, self._connection = 0, connection
                await connection.serve()
            except (OSError, EOFError, TimeoutError, LoginRefused, BrokenPacket) as error:
                log.warning("sms.not_connected", **self._key._asdict(), why=type(error).__name__)
            finally:
                self._connection = None
            await asyncio.sleep(PAUSES_S[min(failures, len(PAUSES_S) - 1)])
            failures += 1

    async def close(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._connection.close()

    def _submit(self, content: bytes, total: int, place: int, to: str) -> bytes:
        account = self._account
        return pdu.submit_body(
            content=content,
            total=total,
            place=place,
            version=pdu.V3 if account.version == "3.0" else pdu.V2,
            sp_id=account.sp_id,
            service_id=account.service_id,
            source=account.source,
            to=to,
        )

    async def _delivered(self, body: bytes, acknowledge: Acknowledge) -> None:
        """Stores what the gateway brings; what could not be stored it brings again."""
        try:
            for each in await self._store(body, acknowledge):
                await each()
        except (BrokenPacket, BadInput) as error:
            log.warning("sms.deliver_refused", **self._key._asdict(), why=type(error).__name__)
            await acknowledge()
        except YuanqiaoError as error:
            log.warning("sms.deliver_put_off", **self._key._asdict(), why=error.code)

    async def _store(self, body: bytes, acknowledge: Acknowledge) -> tuple[Acknowledge, ...]:
        """Stores it; what may be acknowledged now."""
        read = pdu.read_delivered(body, pdu.V3 if self._account.version == "3.0" else pdu.V2)
        if isinstance(read, DeliveryReport):
            await self._take(to_told(read))
            return (acknowledge,)
        whole = self._joining.add(read, acknowledge)
        if whole is None:
            return ()
        await self._take(read_upward(read.number, whole.message_id, whole.text))
        return whole.acknowledge


def to_told(report: DeliveryReport) -> Incoming:
    """What a report means for the part that it names."""
    if report.state in PASSING:
        return Ignored("status.passing")
    provider_id = f"{report.submitted:016x}"
    if report.state == DELIVERED:
        return SmsReceipt(provider_id, Status.DELIVERED)
    state = report.state if report.state.isascii() and report.state.replace(":", "").isalnum() else "unknown"
    return SmsReceipt(provider_id, Status.FAILED, f"cmpp_{state}")


def to_tried(answers: list[bytes | BaseException], version: int) -> SendResult:
    """What the answers to all parts mean for the message."""
    try:
        read = [pdu.read_submitted(each, version) for each in answers if isinstance(each, bytes)]
    except BrokenPacket:
        return SendResult.not_taken(SendOutcome.UNSURE, "not_understood")
    taken = [f"{number:016x}" for number, result in read if result == 0]
    refused = [result for _, result in read if result]
    if len(taken) == len(answers):
        return SendResult.taken(*taken)
    if len(refused) == len(answers):
        if SPEED in refused:
            return SendResult.not_taken(SendOutcome.RETRY, f"cmpp_{SPEED}", retry_after_s=COME_AGAIN_S)
        return SendResult.not_taken(SendOutcome.REJECTED, f"cmpp_{refused[0]}")
    # Some parts may be on the phone: a repeat would show them twice.
    return SendResult.not_taken(SendOutcome.UNSURE, "no_answer" if not refused else f"cmpp_{refused[0]}")
