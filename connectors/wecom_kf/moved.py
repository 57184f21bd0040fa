"""What customers are told when the bank's people take a session over in WeCom's own client, or end it."""

from datetime import datetime

import structlog

from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.translate import CHANNEL, Moved
from hub.errors import YuanqiaoError

ON_EVENT = "/cgi-bin/kf/send_msg_on_event"

HOLDS_S = {"served": 2 * 86_400.0, "ended": 20.0}
"""So long after the change its code lets one message be sent."""

log = structlog.get_logger(__name__)


async def tell_change(one: ServedKf, moved: Moved, now: datetime) -> None:
    """Sends the account's words for the change, where it has some and the change gave a code.

    Once and no more: who serves the customer now says the rest, and a missing courtesy holds nobody up.
    """
    words = one.account.served if moved.change == "served" else one.account.ended
    if not words or not moved.code or now.timestamp() - moved.at > HOLDS_S[moved.change]:
        return
    request = {"code": moved.code, "msgtype": "text", "text": {"content": words}}
    try:
        said = await one.api.call(ON_EVENT, request)
    except YuanqiaoError as error:
        log.info("wecom_kf.change_not_told", channel=CHANNEL, account=one.account.name, code=error.code)
        return
    outcome = "sent" if isinstance(said, dict) else str(getattr(said, "code", type(said).__name__))
    log.info("wecom_kf.change_told", channel=CHANNEL, kind=moved.change, outcome=outcome)
