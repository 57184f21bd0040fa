"""`/staff/reports/plans`: reports that go out by mail, to colleagues who have an address."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound
from hub.parts import PartContext
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from hub.store.staff import accounts
from mail.store import letters
from supervision.reports.counting import ReportGrouping
from supervision.reports.periods import Every, following, newest
from supervision.reports.sending import kind_of
from supervision.rights import PLAN, REPORT
from supervision.store import plans

MOST = 20
"""Plans of one account, and the addressees of one plan."""
SHOWN = 200


class NewPlan(StaffModel):
    """Which report, how often, at which hour of the house's day, as which file, to whom."""

    by: Annotated[ReportGrouping, Field(examples=["queue"])]
    every: Annotated[Every, Field(examples=["week"])]
    hour: Annotated[int, Field(ge=0, le=23, examples=[8])]
    form: Annotated[Literal["csv", "xlsx"], Field(examples=["xlsx"])]
    language: Literal["zh", "en"] = "zh"
    account_ids: Annotated[tuple[str, ...], Names("account"), Field(min_length=1, max_length=MOST)]


class To(StaffModel):
    """Somebody who gets it; `has_address`: false, and nothing can go to them."""

    name: str
    has_address: bool


class ReportPlanShown(StaffModel):
    """A plan; `code`: what kept the last try back; `waiting`, `given_up`: letters that were not taken yet."""

    plan_id: str
    by: ReportGrouping
    every: Every
    hour: int
    form: str
    language: str
    planner: str
    to: list[To]
    due_at: datetime
    sent_at: datetime | None
    code: str
    waiting: int
    given_up: int


class PlansShown(StaffModel):
    """Plans, the oldest first; `has_mail`: whether the house can send letters at all."""

    plans: list[ReportPlanShown]
    has_mail: bool


class ReportPlanned(StaffModel):
    """The plan that was made."""

    plan_id: str


class PlanRoutes:
    """What is done with plans at the desk."""

    def __init__(self, context: PartContext, zone: ZoneInfo) -> None:
        self._clock = context.clock
        self._notices = context.staff.notices
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        one, about = "/staff/reports/plans/<plan_id>", {"plan_id": PLAN}
        return (
            StaffRoute("GET", "/staff/reports/plans", right=REPORT, answer=PlansShown, handle=self.listed),
            StaffRoute(
                "POST",
                "/staff/reports/plans",
                right=REPORT,
                body=NewPlan,
                answer=ReportPlanned,
                handle=self.add,
                audit="report.planned",
            ),
            StaffRoute(
                "DELETE", one, right=REPORT, about=about, handle=self.remove, audit="report.unplanned"
            ),
            StaffRoute(
                "POST",
                f"{one}/again",
                right=REPORT,
                about=about,
                handle=self.again,
                audit="report.sent_again",
            ),
        )

    async def listed(self, call: StaffCall[Any]) -> PlansShown:
        """Plans of those within reach."""
        where = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
        rows = await plans.within(call.connection, where, SHOWN)
        shown = [await self._shown(call.connection, row) for row in rows]
        return PlansShown(plans=shown, has_mail=self._notices.is_there)

    async def add(self, call: StaffCall[NewPlan]) -> ReportPlanned:
        """Has a report go out from the next period's end on."""
        body, now, by = call.body, self._clock.now(), call.staff.account_id
        if await plans.count_of(call.connection, by) >= MOST:
            raise Conflict(f"{MOST} reports are planned already: end one first")
        first = following(body.every, body.hour, newest(body.every, body.hour, self._zone, now))
        plan_id = secrets.token_hex(16)
        await plans.add(
            call.connection,
            plan_id=plan_id,
            account_id=by,
            dimension=body.by,
            form=body.form,
            language=body.language,
            every=body.every,
            hour=body.hour,
            recipients=list(dict.fromkeys(body.account_ids)),
            period_end=first.span.until,
            due_at=first.due_at,
            tries=0,
            code="",
            created_at=now,
        )
        call.note(plan=plan_id, addressees=len(body.account_ids))
        return ReportPlanned(plan_id=plan_id)

    async def remove(self, call: StaffCall[Any]) -> None:
        """Ends a plan."""
        await plans.remove(call.connection, call.args["plan_id"])

    async def again(self, call: StaffCall[Any]) -> None:
        """Tries what failed at once: the report, and letters that were given up."""
        row = await plans.get(call.connection, call.args["plan_id"])
        if row is None:
            raise NotFound("there is no such plan")
        now = self._clock.now()
        if row.code:
            await plans.move(call.connection, row, due_at=now)
        for letter in await letters.of_kind(call.connection, [kind_of(row.plan_id)]):
            await letters.again(call.connection, letter.letter_id, now)

    async def _shown(self, connection: AsyncConnection, row: Any) -> ReportPlanShown:
        unsent = await letters.of_kind(connection, [kind_of(row.plan_id)])
        given_up = sum(each.due_at is None for each in unsent)
        found = [await accounts.by_id(connection, account_id) for account_id in row.recipients]
        return ReportPlanShown(
            plan_id=row.plan_id,
            by=row.dimension,
            every=row.every,
            hour=row.hour,
            form=row.form,
            language=row.language,
            planner=row.name or "",
            to=[To(name=each.name, has_address=each.email is not None) for each in found if each],
            due_at=row.due_at,
            sent_at=row.sent_at,
            code=row.code,
            waiting=len(unsent) - given_up,
            given_up=given_up,
        )
