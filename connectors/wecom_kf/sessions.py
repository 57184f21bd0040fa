"""Session states (会话状态): who may answer a customer, by the provider's own word.

While the hub serves a customer, with its own console, the session is the bot's (state 1). The bank's people
can take it over in WeCom's own client at any time; then nothing is sent from here, and the bot
is asked nothing until they end it (`hub.ports.Outside`).
"""

from collections import OrderedDict
from enum import IntEnum

import structlog

from connectors.kit.weixin.api import Outcome as Said
from connectors.kit.weixin.api import ProviderRefused
from connectors.kit.weixin.delivery import to_delivery
from connectors.wecom_kf.errors import OUT_OF_STEP
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.translate import CHANNEL
from hub.ports import Clock, Delivery, SendOutcome

GET = "/cgi-bin/kf/service_state/get"
TRANS = "/cgi-bin/kf/service_state/trans"

MOST_KNOWN = 10_000
"""Of so many customers it is remembered that their session is ours."""

TRUSTED_S = 3600.0
"""For so long: a session ends by itself after two days, and a new one has to be taken for the bot again."""

ELSEWHERE = "served_elsewhere"

log = structlog.get_logger(__name__)


class KfSessionState(IntEnum):
    """The provider's numbers."""

    NEW = 0
    BOT = 1
    QUEUED = 2
    SERVED = 3
    ENDED = 4


class KfSessions:
    """What this process knows of sessions; where it is wrong, the provider says so."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ours: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def check(self, one: ServedKf, customer: str) -> Delivery | None:
        """None where the account may send to the customer; else what that means for the message.

        Takes a new session for the bot. Raises `Unavailable` without a token.
        """
        place = (one.account.name, customer)
        now = self._clock.monotonic()
        if now < self._ours.get(place, now):
            return None
        refused = await self._ask(one, customer)
        if refused is None:
            self._ours[place] = now + TRUSTED_S
            self._ours.move_to_end(place)
            while len(self._ours) > MOST_KNOWN:
                self._ours.popitem(last=False)
        return refused

    def forget(self, one: ServedKf, customer: str) -> None:
        """Somebody else has changed the session."""
        self._ours.pop((one.account.name, customer), None)

    async def is_anew(self, one: ServedKf, customer: str) -> bool:
        """Whether the provider says that no person has the session, and none has ended it just now.

        An ended session begins anew with the customer's next message: until then what was said in it was
        said to the person. Raises `Unavailable` without a token.
        """
        return _state(await one.api.call(GET, self._of(one, customer))) in (
            KfSessionState.NEW,
            KfSessionState.BOT,
        )

    async def _ask(self, one: ServedKf, customer: str) -> Delivery | None:
        said = await one.api.call(GET, self._of(one, customer))
        if (state := _state(said)) is None:
            return to_delivery(said)
        if state is KfSessionState.NEW:
            asked = self._of(one, customer) | {"service_state": int(KfSessionState.BOT)}
            said = await one.api.call(TRANS, asked)
            if isinstance(said, dict):
                return None
            if not (isinstance(said, ProviderRefused) and said.code in OUT_OF_STEP):
                return to_delivery(said)
            # Somebody was faster: theirs is the state that counts.
            if (state := _state(await one.api.call(GET, self._of(one, customer)))) is None:
                return Delivery(SendOutcome.RETRY, code="no_answer")
        return self._meaning(one, state)

    def _meaning(self, one: ServedKf, state: KfSessionState) -> Delivery | None:
        match state:
            case KfSessionState.NEW | KfSessionState.BOT:
                return None
            case KfSessionState.ENDED:
                return Delivery(SendOutcome.HELD, code="session_ended")
        log.info("wecom_kf.served_elsewhere", channel=CHANNEL, account=one.account.name, state=int(state))
        return Delivery(SendOutcome.HELD, code=ELSEWHERE)

    def _of(self, one: ServedKf, customer: str) -> dict[str, object]:
        return {"open_kfid": one.account.open_kfid, "external_userid": customer}


def _state(said: Said) -> KfSessionState | None:
    match said:
        case {"service_state": int(number)} if number in set(KfSessionState):
            return KfSessionState(number)
    return None
