"""Carries campaigns out: one customer after the other at their pace, each in the transaction that says it."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.engine.contract import OfferedChoices
from hub.errors import SetupError, StoreUnavailable
from hub.messages import Author, AuthorKind
from hub.metrics import STORE_FAILURES
from hub.ports import ChannelRules, Clock
from hub.store import identities
from hub.store.database import Database
from hub.store.encrypted import DataKeys
from outreach.campaign import CampaignContent, said_as, words_for
from outreach.campaigns import unseal
from outreach.hours import QuietHours
from outreach.reaching import CAPPED, may_send
from outreach.store import campaigns, caps, consents, people, recipients

EVERY_S = 5.0
SHORTEST_S = 0.01
AT_ONCE = 20
BUSY = timedelta(minutes=10)
"""So long a customer is left in peace whom an agent serves."""

HOUSE = Author(kind=AuthorKind.SYSTEM)
log = structlog.get_logger(__name__)


class CampaignCarrying:
    """Any number of processes may run one: the campaign's row is locked while a customer is told.

    So its pace, its quiet hours and its stop hold for all processes together.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        keys: DataKeys | None,
        quiet: QuietHours,
        rules: Mapping[str, ChannelRules],
        *,
        per_week: int,
    ) -> None:
        """`rules`: of the open channels; `per_week`: of notices to one customer on one channel."""
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._keys = keys
        self._quiet = quiet
        self._rules = rules
        self._per_week = per_week
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """A campaign was approved in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Works until cancelled; a database that does not answer is asked again."""
        while True:
            self._woken.clear()
            wait = EVERY_S
            try:
                wait = await self.work_due()
            except StoreUnavailable:
                STORE_FAILURES.inc()
            except Exception:
                # Nobody else does this work: the campaign is due again, and the loop goes on.
                log.exception("outreach.campaigns_broke")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def work_due(self) -> float:
        """Tells one customer of each campaign that is due; in so many seconds there is more to do."""
        async with self._database.read() as connection:
            due = await campaigns.due(connection, self._clock.now(), AT_ONCE)
        for campaign_id in due:
            async with self._database.write() as connection:
                await self._step(connection, campaign_id)
        async with self._database.read() as connection:
            next_at = await campaigns.next_at(connection)
        if next_at is None:
            return EVERY_S
        return min(max((next_at - self._clock.now()).total_seconds(), SHORTEST_S), EVERY_S)

    async def _step(self, connection: AsyncConnection, campaign_id: str) -> None:
        now, row = self._clock.now(), await campaigns.locked(connection, campaign_id)
        if row is None or row.next_at is None or row.next_at > now:
            return
        content = CampaignContent.model_validate(row.content)
        if now > content.valid_until:
            await recipients.drop_waiting(connection, campaign_id, "too_late", now)
        elif (ends := self._quiet.ends(now)) is not None:
            await campaigns.change(connection, campaign_id, next_at=ends)
            return
        elif (one := await recipients.next_due(connection, campaign_id, now)) is not None:
            await self._take(connection, content, one, now)
        await self._go_on(connection, row, content, now)

    async def _go_on(
        self, connection: AsyncConnection, row: Any, content: CampaignContent, now: datetime
    ) -> None:
        """Says when the next is told; what was missed while nobody worked is not made up for at once."""
        earliest = await recipients.earliest(connection, row.campaign_id)
        if earliest is None:
            values: dict[str, Any] = {"state": "ended", "next_at": None, "ended_at": now}
            log.info("outreach.campaign_ended", campaign=row.campaign_id)
        else:
            pace = row.next_at + timedelta(minutes=1) / content.per_minute
            values = {"next_at": max(pace, earliest, now)}
        await campaigns.change(connection, row.campaign_id, **values)

    async def _take(
        self, connection: AsyncConnection, content: CampaignContent, row: Any, now: datetime
    ) -> None:
        if self._keys is None:
            raise SetupError("YUANQIAO_DATA_KEYS is empty, and lists of customers are kept encrypted")
        values, address = unseal(self._keys, row)
        person = await identities.lock(connection, row.identity_key)
        if not await recipients.change(connection, row, due_at=now):
            return  # who was erased meanwhile is not made anew
        person = person or await identities.ensure(connection, row.identity_key, address, now)
        code = await self._why_not(connection, content, row, now)
        if code:
            ended = {"state": "dropped", "code": code, "due_at": None, "ended_at": now, "body": None}
            await recipients.change(connection, row, **ended)
            return
        of = await self._conversations.current(
            connection, row.identity_key, person.last_conversation, person.channel, now
        )
        if Owner(of.owner).is_person:
            await recipients.change(connection, row, due_at=now + BUSY)
            return
        told = {"state": "told", "due_at": None, "ended_at": now, "body": None}
        if not await recipients.change(connection, row, **told, conversation=of.conversation):
            return
        seq = await self._say(connection, row, of.conversation, content, values)
        await recipients.place(connection, row, seq)

    async def _why_not(
        self, connection: AsyncConnection, content: CampaignContent, row: Any, now: datetime
    ) -> str:
        """Why the customer is not told any more, as things stand now."""
        key = row.identity_key
        if await consents.is_refused(connection, key, content.purpose):
            return "refused"
        if content.purpose == "marketing" and not await consents.is_granted(connection, key, "marketing"):
            return "no_consent"
        if (await caps.told_since(connection, [key], now - CAPPED))[key] >= self._per_week:
            return "too_many"
        rights = await people.rights_of(connection, [key])
        return "" if may_send(self._rules.get(row.channel), rights.get(key, ()), now) else "window_closed"

    async def _say(
        self,
        connection: AsyncConnection,
        row: Any,
        conversation: int,
        content: CampaignContent,
        values: Mapping[str, str],
    ) -> int:
        said = said_as(content, words_for(content, row.channel, values))
        key, of = row.identity_key, self._conversations
        if isinstance(said, OfferedChoices):
            return (await of.do_ask(connection, key, conversation, said, author=HOUSE)).seq
        return (await of.do_say(connection, key, conversation, [said], author=HOUSE)).seq
