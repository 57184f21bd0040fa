"""Urgent customers: the answer itself says who is here; where nobody is, whoever is on duty is told."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import OFFER_SETTINGS
from handoff.callbacks.callbacks import Callbacks
from handoff.callbacks.planned import PlannedCallback
from handoff.coming import Staffed, staffed, words_of_coming
from handoff.routing.capacity import VIDEO
from handoff.store import agents, tasks
from handoff.tasks import do_request_person
from handoff.wanting_video import do_want_video
from hub.commands import CommandContext
from hub.errors import SetupError
from hub.messages import AuthorKind, RequestPerson, plain_text
from hub.settings import Settings
from hub.staff import Right, Scope, Staff
from hub.store import messages

DUTY = "duty.alerted"
RIGHTS = (Right(DUTY, "接收值班提醒", "Be alerted on duty", given={"supervisor": Scope.OWN}),)
MOST = 20
"""So many letters at most tell of one customer."""

LIFE = "urgent.life"
SUBJECT = "紧急客户在等待，没有客服在线"
LETTER = (
    "有一位紧急客户在等待人工服务，现在没有客服在线。请打开工作台，把状态改为“空闲”：\n{desk}\n\n"
    "An urgent customer waits and none of the staff is online. Please open the desk and become available.\n"
)

_HAN = re.compile("[\u3400-\u9fff]")
_LAST = 20
log = structlog.get_logger(__name__)


class Nights:
    """Carries out wishes for a person, and looks whether somebody is there for the urgent ones."""

    def __init__(self, settings: Settings, staff: Staff, callbacks: Callbacks) -> None:
        self._hotline = settings.bank_hotline
        self._desk = settings.staff_origins[0]
        self._staff = staff
        self._callbacks = callbacks

    async def do_request(
        self, connection: AsyncConnection, command: RequestPerson, context: CommandContext
    ) -> str:
        """Records the wish; gives what the answer has to say of who comes: once, and where asked again."""
        key, number = context.identity, context.conversation
        planned = None if command.urgent else PlannedCallback.read(command.facts)
        if planned is not None:
            await self._callbacks.do_request(connection, command, context, planned)
            return ""
        if command.medium == VIDEO and not command.urgent:
            language = await _language(connection, key, number)
            return await do_want_video(connection, command, context, language)
        known = await tasks.is_urgent(connection, key, number)
        await do_request_person(connection, command, context)
        if not command.urgent:
            return ""
        staffing = staffed(await _heard(connection, context.now))
        unseen = staffing is Staffed.NOBODY and not known
        if unseen:
            log.info("duty.alerted", count=await self._do_alert(connection))
        if not (command.tells or unseen):
            return ""
        language = await _language(connection, key, number)
        life = command.reason == LIFE
        return words_of_coming(staffing, language, life=life, again=known, hotline=self._hotline)

    async def _do_alert(self, connection: AsyncConnection) -> int:
        """Writes to who is on duty; how many letters. The customer's answer never fails for one of them."""
        written = 0
        for each in (await self._staff.directory.with_right(connection, DUTY))[:MOST]:
            try:
                written += await self._staff.notices.do_write(
                    connection, each.account_id, "duty.urgent", SUBJECT, LETTER.format(desk=self._desk)
                )
            except SetupError as error:
                log.warning("duty.not_told", owner=each.account_id, why=error.detail)
        return written


async def _heard(connection: AsyncConnection, now: datetime) -> Sequence[Any]:
    """The agents whose desks were heard lately."""
    return await agents.heard(connection, now - timedelta(seconds=OFFER_SETTINGS.gone_s))


async def _language(connection: AsyncConnection, key: str, number: int) -> str:
    """The language of the customer's last words; Chinese where there are none."""
    newest = await messages.newest(connection, key, number, limit=_LAST)
    own = next((each for each in newest if each.author.kind is AuthorKind.CUSTOMER), None)
    words = plain_text(own.segments) if own is not None else ""
    return "zh" if not words or _HAN.search(words) else "en"
