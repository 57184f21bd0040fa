"""`/staff/outlets`: where the bank is and when it is open; one writes, another approves."""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute, waiting_in_house
from hub.staff.four_eyes import By
from outlets import outlets
from outlets.content import OutletContent
from outlets.hours import status_at
from outlets.store import outlets as store

READ, WRITE, APPROVE = "outlets.read", "outlets.write", "outlets.approve"
PAGE = 50
_ALL = Scope.ALL
RIGHTS = (
    Right(
        READ,
        "查看网点",
        "See outlets",
        given=dict.fromkeys(("editor", "supervisor", "administrator", "auditor"), _ALL),
    ),
    Right(WRITE, "编写网点", "Write outlets", given={"editor": _ALL, "supervisor": _ALL}),
    Right(APPROVE, "批准网点", "Approve outlets", given={"supervisor": _ALL}),
)
ONE = "/staff/outlets/<outlet_id>"
ABOUT = {"outlet_id": "outlet"}
ID = r"^[a-z0-9][a-z0-9-]{0,39}$"
_DAY = [{"opens": "09:00", "closes": "17:00"}]
EXAMPLE = {
    "name": "人民广场支行",
    "city": "上海市",
    "district": "黄浦区",
    "address": "西藏中路 1 号",
    "latitude": 31.2304,
    "longitude": 121.4737,
    "weekly": [*[_DAY] * 5, [], []],
}
Whole = Annotated[OutletContent, Field(examples=[EXAMPLE])]


async def place_of(connection: AsyncConnection, outlet_id: str) -> ObjectPlace | None:
    """Outlets are the house's."""
    return ObjectPlace() if await store.versions(connection, outlet_id) else None


KIND = Kind("outlet", place_of)
WAITING = waiting_in_house("knowledge/outlets", APPROVE, store.OUTLETS.waiting_of_others)


class OutletsAsked(StaffModel):
    """Which outlets are wanted: by words of name, district or address, from behind one."""

    words: str = Field(default="", max_length=100)
    waiting: bool = False
    after: str = Field(default="", max_length=40)


class NewOutlet(StaffModel):
    """An outlet that is not there yet."""

    name: str = Field(pattern=ID, examples=["people-square"])
    content: Whole


class WrittenOutlet(StaffModel):
    """What an outlet is to be."""

    content: Whole


class Decided(StaffModel):
    """Which version is meant: what was looked at, and not one that came after."""

    version: int = Field(ge=1, examples=[1])


class OutletVersionShown(StaffModel):
    """One version; `written_by` and `decided_by` are accounts. `own`: whoever asks wrote it."""

    version: int
    state: Literal["waiting", "approved", "rejected"]
    content: OutletContent
    written_by: str
    written_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    own: bool


class OutletShown(StaffModel):
    """An outlet by its newest version; `live`: the one customers are told, `open_now`: by the newest."""

    outlet_id: str
    live: int | None
    newest: OutletVersionShown
    open_now: bool


class OutletsShown(StaffModel):
    """A page of outlets, by id."""

    outlets: list[OutletShown]
    more: bool


class OutletOpened(StaffModel):
    """One with all its versions, the newest first."""

    outlet_id: str
    live: int | None
    versions: list[OutletVersionShown]


class OutletRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        return (
            StaffRoute(
                "GET", "/staff/outlets", right=READ, query=OutletsAsked, answer=OutletsShown, handle=self.list
            ),
            StaffRoute(
                "POST",
                "/staff/outlets",
                right=WRITE,
                body=NewOutlet,
                answer=OutletOpened,
                handle=self.create,
                audit="outlet.written",
            ),
            StaffRoute("GET", ONE, right=READ, about=ABOUT, answer=OutletOpened, handle=self.open),
            self._step("write", WRITE, self.write, "written", WrittenOutlet),
            self._step("approve", APPROVE, self.approve, "approved", Decided),
            self._step("reject", APPROVE, self.reject, "rejected", Decided),
            StaffRoute(
                "POST",
                f"{ONE}/withdraw",
                right=APPROVE,
                about=ABOUT,
                answer=OutletOpened,
                handle=self.withdraw,
                audit="outlet.withdrawn",
            ),
        )

    @staticmethod
    def _step(name: str, right: str, handle: Any, audit: str, body: type[StaffModel]) -> StaffRoute:
        return StaffRoute(
            "POST",
            f"{ONE}/{name}",
            right=right,
            about=ABOUT,
            body=body,
            answer=OutletOpened,
            handle=handle,
            audit=f"outlet.{audit}",
        )

    async def list(self, call: StaffCall[Any]) -> OutletsShown:
        """The newest version of each."""
        asked: OutletsAsked = call.query
        rows = await store.newest(
            call.connection,
            words=asked.words,
            waiting=asked.waiting,
            after=asked.after,
            limit=PAGE + 1,
        )
        now = self._clock.now().astimezone(self._zone)
        shown = []
        for row in rows[:PAGE]:
            newest = _version(row, call)
            is_open = status_at(newest.content, now).is_open
            shown.append(OutletShown(outlet_id=row.outlet_id, live=row.live, newest=newest, open_now=is_open))
        return OutletsShown(outlets=shown, more=len(rows) > PAGE)

    async def create(self, call: StaffCall[NewOutlet]) -> OutletOpened:
        """Writes a new one, which waits for somebody else's approval."""
        body = call.body
        await outlets.do_create(call.connection, body.name, body.content, self._by(call))
        call.note(outlet=body.name)
        return await _opened(call, body.name)

    async def open(self, call: StaffCall[Any]) -> OutletOpened:
        """One of them."""
        return await _opened(call, call.args["outlet_id"])

    async def write(self, call: StaffCall[WrittenOutlet]) -> OutletOpened:
        """Writes the next version; the live one goes on until it is approved."""
        one = call.args["outlet_id"]
        await outlets.do_write(call.connection, one, call.body.content, self._by(call))
        return await _opened(call, one)

    async def approve(self, call: StaffCall[Decided]) -> OutletOpened:
        """Tells customers a version from now on."""
        one = call.args["outlet_id"]
        await outlets.do_approve(call.connection, one, call.body.version, self._by(call))
        return await _opened(call, one)

    async def reject(self, call: StaffCall[Decided]) -> OutletOpened:
        """Leaves what is live as it is."""
        one = call.args["outlet_id"]
        await outlets.do_reject(call.connection, one, call.body.version, self._by(call))
        return await _opened(call, one)

    async def withdraw(self, call: StaffCall[Any]) -> OutletOpened:
        """Tells nobody of it any more."""
        one = call.args["outlet_id"]
        await outlets.do_withdraw(call.connection, one)
        return await _opened(call, one)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


async def _opened(call: StaffCall[Any], outlet_id: str) -> OutletOpened:
    rows = await store.versions(call.connection, outlet_id)
    return OutletOpened(
        outlet_id=outlet_id, live=rows[0].live, versions=[_version(row, call) for row in rows]
    )


def _version(row: Any, call: StaffCall[Any]) -> OutletVersionShown:
    return OutletVersionShown(
        version=row.version,
        state=row.state,
        content=OutletContent.model_validate(row.content),
        written_by=row.written_by,
        written_at=row.written_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        own=row.written_by == call.staff.account_id,
    )
