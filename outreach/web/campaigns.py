"""`/staff/outreach/campaigns`: notices to many; one writes, another approves, and whoever may stops them."""

import asyncio
import base64
import binascii
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, TooLarge
from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute, waiting_in_house
from hub.staff.four_eyes import By
from hub.store.after_commit import after_commit
from hub.store.encrypted import DataKeys
from outreach import campaigns
from outreach.campaign import CampaignContent, check_variables, words_for
from outreach.campaigns import check_times
from outreach.lists import MOST_BYTES, CustomerList, example_list, read_list
from outreach.reaching import CampaignReach, Planned
from outreach.store import campaigns as store
from outreach.store import recipients
from outreach.web.campaign_shown import (
    CampaignOpened,
    CampaignPlanShown,
    CampaignShown,
    CampaignsShown,
    RowNotTold,
    opened,
    shown,
)
from outreach.web.notices import READ

SEND, APPROVE = "outreach.send", "outreach.approve"
RIGHTS = (
    Right(SEND, "编写群发通知", "Write notices to many", {"supervisor": Scope.ALL, "editor": Scope.ALL}),
    Right(APPROVE, "批准群发通知", "Approve notices to many", {"supervisor": Scope.ALL}),
)
ALL = "/staff/outreach/campaigns"
ONE = f"{ALL}/<campaign_id>"
ABOUT = {"campaign_id": "campaign"}
PAGE = 50
ROWS_SHOWN = 200
EXAMPLES_SHOWN = 3
LARGEST = MOST_BYTES * 4 // 3 + 20_000

EXAMPLE = {
    "channels": ["webchat"],
    "text": "您好，您的贷款将于本月到期，请按时还款。",
    "valid_until": datetime(2099, 1, 1, tzinfo=UTC).isoformat(),
}
EXAMPLE_LIST = base64.b64encode(example_list()).decode()
Whole = Annotated[CampaignContent, Field(examples=[EXAMPLE])]


async def place_of(connection: AsyncConnection, campaign_id: str) -> ObjectPlace | None:
    """Campaigns are the house's."""
    return ObjectPlace() if await store.one(connection, campaign_id) is not None else None


KIND = Kind("campaign", place_of)
WAITING = waiting_in_house("outreach/campaigns", APPROVE, store.waiting_of_others)


class Tried(StaffModel):
    """What is to be told, and the list: a workbook in Base64."""

    content: Whole
    file: str = Field(max_length=MOST_BYTES * 4 // 3 + 4, examples=[EXAMPLE_LIST])


class NewCampaign(Tried):
    """A campaign whose dry run was looked at."""

    name: str = Field(min_length=1, max_length=60, examples=["十一月还款提醒"])


class ListFile(StaffModel):
    """A workbook in Base64."""

    name: str
    data: str


class CampaignsWanted(StaffModel):
    """Which campaigns are wanted: those written before a time (for the next page)."""

    before: Annotated[datetime, Field(strict=False)] | None = None


class CampaignRoutes:
    """The routes' handlers."""

    def __init__(
        self, clock: Clock, reach: CampaignReach, keys: DataKeys | None, wake: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._reach = reach
        self._keys = keys
        self._wake = wake

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        listed = StaffRoute(
            "GET",
            ALL,
            right=READ,
            query=CampaignsWanted,
            answer=CampaignsShown,
            handle=self.list_all,
            transaction=False,
        )
        tried = StaffRoute(
            "POST",
            f"{ALL}/try",
            right=SEND,
            body=Tried,
            answer=CampaignPlanShown,
            prepare=_read,
            handle=self.try_out,
            asks=True,
            largest=LARGEST,
        )
        created = StaffRoute(
            "POST",
            ALL,
            right=SEND,
            body=NewCampaign,
            answer=CampaignShown,
            prepare=_read,
            handle=self.create,
            audit="campaign.written",
            largest=LARGEST,
        )
        one = StaffRoute("GET", ONE, right=READ, about=ABOUT, answer=CampaignOpened, handle=self.open)
        form = StaffRoute(
            "GET", "/staff/outreach/list-form", right=SEND, answer=ListFile, handle=_form, transaction=False
        )
        steps = (
            self._step("approve", APPROVE, self.approve, "approved"),
            self._step("reject", APPROVE, self.reject, "rejected"),
            self._step("stop", SEND, self.stop, "stopped"),
        )
        return (listed, tried, created, one, form, *steps)

    @staticmethod
    def _step(name: str, right: str, handle: Any, audit: str) -> StaffRoute:
        return StaffRoute(
            "POST",
            f"{ONE}/{name}",
            right=right,
            about=ABOUT,
            answer=CampaignShown,
            handle=handle,
            audit=f"campaign.{audit}",
        )

    async def list_all(self, call: StaffCall[Any]) -> CampaignsShown:
        """The newest, each with how far it is."""
        async with call.house.database.read_aside() as connection:
            rows = await store.newest(connection, call.query.before, PAGE)
            counted = await recipients.counts(connection, [row.campaign_id for row in rows])
        account = call.staff.account_id
        return CampaignsShown(
            campaigns=[
                shown(row, [each for each in counted if each.campaign_id == row.campaign_id], account)
                for row in rows
            ],
            channels=sorted(self._reach.rules),
        )

    async def try_out(self, call: StaffCall[Tried]) -> CampaignPlanShown:
        """Who would be told and who would not, and why; nothing is kept."""
        content, found = call.body.content, call.prepared
        plan = await self._plan(call.connection, content, found)
        unreached = [RowNotTold(number=row.number, code=row.code) for row in plan if row.code]
        told = [row for row in plan if not row.code]
        return CampaignPlanShown(
            total=len(plan),
            reached=len(told),
            reasons=Counter(row.code for row in unreached),
            channels=Counter(row.address.channel for row in told if row.address),
            unreached=unreached[:ROWS_SHOWN],
            examples=[
                words_for(content, row.address.channel, row.values)
                for row in told[:EXAMPLES_SHOWN]
                if row.address
            ],
            minutes=-(-len(told) // content.per_minute),
        )

    async def create(self, call: StaffCall[NewCampaign]) -> CampaignShown:
        """Writes one, which waits for somebody else's approval."""
        body = call.body
        plan = await self._plan(call.connection, body.content, call.prepared)
        campaign_id = await campaigns.do_create(
            call.connection, body.name, body.content, plan, self._keys, self._by(call)
        )
        call.note(campaign=campaign_id, rows=len(plan))
        return await self._shown(call, campaign_id)

    async def open(self, call: StaffCall[Any]) -> CampaignOpened:
        """One with its text, its figures, and who was not told."""
        connection, one = call.connection, call.args["campaign_id"]
        row: Any = await store.one(connection, one)
        until = (row.ended_at or self._clock.now()) + timedelta(days=7)
        examples = []
        if self._keys is not None and row.state == "waiting":
            content = CampaignContent.model_validate(row.content)
            for each in await recipients.waiting(connection, one, EXAMPLES_SHOWN):
                values, _ = campaigns.unseal(self._keys, each)
                examples.append(words_for(content, each.channel, values))
        return opened(
            shown(row, await recipients.counts(connection, [one]), call.staff.account_id),
            row,
            delivered=await recipients.deliveries(connection, one),
            replied=await recipients.count_replied(connection, one, until),
            unreached=await recipients.dropped(connection, one, ROWS_SHOWN),
            examples=examples,
        )

    async def approve(self, call: StaffCall[Any]) -> CampaignShown:
        """Tells its customers from now on."""
        one = call.args["campaign_id"]
        await campaigns.do_approve(call.connection, one, self._by(call))
        after_commit(call.connection, self._wake)
        return await self._shown(call, one)

    async def reject(self, call: StaffCall[Any]) -> CampaignShown:
        """Tells nobody."""
        one = call.args["campaign_id"]
        await campaigns.do_reject(call.connection, one, self._by(call))
        return await self._shown(call, one)

    async def stop(self, call: StaffCall[Any]) -> CampaignShown:
        """Tells nobody more."""
        one = call.args["campaign_id"]
        call.note(rows=await campaigns.do_stop(call.connection, one, self._by(call)))
        return await self._shown(call, one)

    async def _plan(
        self, connection: AsyncConnection, content: CampaignContent, found: CustomerList
    ) -> list[Planned]:
        now = self._clock.now()
        check_times(content, now)
        check_variables(content, found.variables)
        unknown = sorted({*content.channels} - {*self._reach.rules})
        if unknown:
            raise BadInput(f"没有这个渠道：{'、'.join(unknown)}", channels=unknown)
        return await self._reach.plan(connection, content, found.rows, now)

    async def _shown(self, call: StaffCall[Any], campaign_id: str) -> CampaignShown:
        row = await store.one(call.connection, campaign_id)
        return shown(row, await recipients.counts(call.connection, [campaign_id]), call.staff.account_id)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


async def _read(call: StaffCall[Any]) -> CustomerList:
    """The list that came; raises `BadInput`, `TooLarge`."""
    body: Tried = call.body
    try:
        data = base64.b64decode(body.file, validate=True)
    except binascii.Error:
        raise BadInput("the file is not in Base64") from None
    if len(data) > MOST_BYTES:
        raise TooLarge(f"a list may have {MOST_BYTES} bytes")
    return await asyncio.to_thread(read_list, data)


async def _form(_call: StaffCall[Any]) -> ListFile:
    """A list to begin with: its columns, and one row."""
    return ListFile(name="群发名单.xlsx", data=EXAMPLE_LIST)
