"""Sends messages (发送消息), and says what came of it."""

from collections.abc import Mapping

import structlog

from connectors.kit.store import codes, customers
from connectors.kit.weixin.api import Outcome, ProviderRefused, UploadFile
from connectors.kit.weixin.delivery import BAD_MEDIA, to_delivery, without_token
from connectors.kit.weixin.errors import ErrorMeaning
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.uploading import NotUploaded
from connectors.wecom_kf.errors import OUT_OF_STEP, is_repeat
from connectors.wecom_kf.render import msgid_of, to_event_request, to_request, to_sends, upload_kind
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.sessions import ELSEWHERE, KfSessions
from connectors.wecom_kf.translate import CHANNEL
from hub.errors import Unavailable
from hub.messages import Event, Media, Message
from hub.ports import Address, Clock, Delivery, Outside, Parts, SendOutcome, Store

SEND = "/cgi-bin/kf/send_msg"
ON_EVENT = "/cgi-bin/kf/send_msg_on_event"
UPLOAD = "/cgi-bin/media/upload"

MEDIA_HOLDS_S = 2.5 * 86_400.0
"""A temporary media id holds for three days."""

log = structlog.get_logger(__name__)


class WecomKfSender:
    """Implements `hub.ports.Sender`."""

    def __init__(
        self,
        served: Mapping[str, ServedKf],
        sessions: KfSessions,
        store: Store,
        clock: Clock,
        outside: Outside,
    ) -> None:
        """`served`: by the account's name."""
        self._served = served
        self._sessions = sessions
        self._store = store
        self._clock = clock
        self._outside = outside

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands in what is missing of a message."""
        one = self._served.get(address.account)
        if one is None:
            return Delivery(SendOutcome.REJECTED, code="no_account")
        why = await self._why_unreachable(one, address)
        if why is not None:
            return Delivery(SendOutcome.REJECTED, code=why)
        sends = to_sends(message)
        for number, send in list(enumerate(sends, start=1))[parts.accepted :]:
            msgid = msgid_of(message, number)
            try:
                failed = await self._try(one, address.external_id, send, msgid)
            except NotUploaded as error:
                failed = to_delivery(error.said)
            except Unavailable as error:
                failed = without_token(error)
            if failed is not None:
                if failed.code == ELSEWHERE:
                    # Nobody may ever tell: a change by another program's API makes no event.
                    await self._leave_to_them(address, message)
                return failed
            if not await parts.accept(msgid, more=number < len(sends)):
                return Delivery(SendOutcome.HELD, code="quota")
        return Delivery(SendOutcome.SENT)

    async def show(self, address: Address, event: Event) -> None:
        """Nothing: 微信客服 shows customers neither that somebody types nor that something waits."""

    async def close(self) -> None:
        """Closes the connections of all accounts."""
        for one in self._served.values():
            await one.api.close()

    async def _leave_to_them(self, address: Address, message: Message) -> None:
        """The provider says that a person has the session, before the feed does."""
        if not await self._outside.serves(address):
            at = int(self._clock.now().timestamp())
            await self._outside.take_over(address, by=CHANNEL, key=f"session.met.{message.id}.{at}")

    async def _try(self, one: ServedKf, customer: str, send: WeixinSend, msgid: str) -> Delivery | None:
        """One send; None where the provider has it."""
        by_code = await self._try_code(one, customer, send, msgid)
        if by_code is not None:
            return None if by_code.outcome is SendOutcome.SENT else by_code
        media_id = "" if send.media is None else await self._media_id(one, send.media, upload_kind(send))
        request = to_request(send, customer, one.account.open_kfid, msgid, media_id)
        refused = await self._sessions.check(one, customer)
        if refused is not None:
            return refused
        said = await one.api.call(SEND, request)
        if isinstance(said, ProviderRefused) and said.code in OUT_OF_STEP:
            # Somebody has changed the state since: what it is now decides, and one more try.
            self._sessions.forget(one, customer)
            refused = await self._sessions.check(one, customer)
            if refused is not None:
                return refused
            said = await one.api.call(SEND, request)
        return await self._outcome(one, customer, send, said)

    async def _try_code(self, one: ServedKf, customer: str, send: WeixinSend, msgid: str) -> Delivery | None:
        """Sends by the code that the customer's coming gave; None where there is none that serves."""
        async with self._store.read() as connection:
            code = await codes.find(connection, one.key, customer, self._clock.now())
        request = None if code is None else to_event_request(send, code, msgid)
        if code is None or request is None:
            return None
        said = await one.api.call(ON_EVENT, request)
        refused = said if isinstance(said, ProviderRefused) and not is_repeat(said) else None
        if not isinstance(said, dict | ProviderRefused):
            return to_delivery(said)  # it may have arrived: the same code and the same id once more
        async with self._store.write() as connection:
            await codes.drop(connection, one.key, customer, code)
        if refused is None:
            return Delivery(SendOutcome.SENT)
        log.info("wecom_kf.code_refused", channel=CHANNEL, account=one.account.name, code=refused.code)
        return None

    async def _outcome(
        self, one: ServedKf, customer: str, send: WeixinSend, said: Outcome
    ) -> Delivery | None:
        if isinstance(said, dict):
            return None
        if isinstance(said, ProviderRefused):
            if is_repeat(said):
                return None
            if said.code in OUT_OF_STEP:
                self._sessions.forget(one, customer)
                return Delivery(SendOutcome.RETRY, code=f"weixin_{said.code}")
            if said.meaning is ErrorMeaning.SETTING:
                log.error(
                    "wecom_kf.account_refused", channel=CHANNEL, account=one.account.name, code=said.code
                )
            elif said.code == BAD_MEDIA and send.media is not None:
                await one.uploaded.forget(send.media, upload_kind(send))
        return to_delivery(said)

    async def _media_id(self, one: ServedKf, media: Media, kind: str) -> str:
        """The provider's id of a file; raises `NotUploaded`, and `Unavailable` without a token."""

        async def upload(body: bytes) -> str:
            name = media.name or f"{media.id[:16]}.{media.mime.partition('/')[2]}"
            said = await one.api.upload(UPLOAD, UploadFile(body, name, media.mime), type=kind)
            match said:
                case {"media_id": str(media_id)}:
                    return media_id
            raise NotUploaded(said)

        return await one.uploaded.id_of(media, kind, upload, holds_s=MEDIA_HOLDS_S)

    async def _why_unreachable(self, one: ServedKf, address: Address) -> str | None:
        async with self._store.read() as connection:
            return await customers.why_unreachable(connection, one.key, address.external_id)
