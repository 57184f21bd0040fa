"""Closes a card on the member's phone once an option was tapped, so that nobody taps a second one."""

import asyncio
from typing import Any

import structlog

from connectors.kit.weixin.fields import optional
from connectors.kit.weixin.incoming import Incoming, WeixinMessage
from connectors.kit.weixin.xml import Fields
from connectors.wecom.served import Served
from connectors.wecom.translate import CHANNEL
from hub.errors import YuanqiaoError
from hub.messages import Choice

UPDATE = "/cgi-bin/message/update_template_card"
CHOSEN = "已选择"

log = structlog.get_logger(__name__)


class CardCloser:
    """Closes cards beside all else: a card that stays open is no reason to fail."""

    def __init__(self) -> None:
        self._at_work: set[asyncio.Task[None]] = set()

    def close_card(self, one: Served, fields: Fields, incoming: Incoming) -> None:
        """Begins to close the card that a callback was tapped on, if it was one of ours."""
        code = optional(fields, "ResponseCode")
        if (
            not code
            or not isinstance(incoming, WeixinMessage)
            or not isinstance(incoming.segments[0], Choice)
        ):
            return
        task = asyncio.create_task(_update(one, incoming.customer, code))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def close(self) -> None:
        """Ends what is at work."""
        for task in list(self._at_work):
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)


def to_update(member: str, agent_id: int, code: str) -> dict[str, Any]:
    """The request that puts a word in the place of the button that was tapped.

    (path/94888 更新模版卡片消息.) `code` (response_code) holds for 72 hours and once.
    """
    return {
        "userids": [member],
        "agentid": agent_id,
        "response_code": code,
        "button": {"replace_name": CHOSEN},
    }


async def _update(one: Served, member: str, code: str) -> None:
    try:
        said = await one.api.call(UPDATE, to_update(member, one.account.agent_id, code))
    except YuanqiaoError as error:
        log.info("wecom.card_left_open", channel=CHANNEL, account=one.account.name, why=error.code)
        return
    if not isinstance(said, dict):
        why = str(getattr(said, "code", type(said).__name__))
        log.info("wecom.card_left_open", channel=CHANNEL, account=one.account.name, why=why)
