"""`/staff/destinations`: where answers lead; one writes, another approves."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute, waiting_in_house
from hub.staff.four_eyes import By
from navigation import destinations
from navigation.content import DestinationContent
from navigation.store import destinations as store

READ, WRITE, APPROVE = "navigation.read", "navigation.write", "navigation.approve"
_ALL = Scope.ALL
RIGHTS = (
    Right(
        READ,
        "查看智能导航",
        "See where answers lead",
        given=dict.fromkeys(("editor", "supervisor", "administrator", "auditor"), _ALL),
    ),
    Right(
        WRITE,
        "编写导航目标和开场问题",
        "Write destinations and first questions",
        given={"editor": _ALL, "supervisor": _ALL},
    ),
    Right(APPROVE, "批准导航目标", "Approve destinations", given={"supervisor": _ALL}),
)
ONE = "/staff/destinations/<destination_id>"
ABOUT = {"destination_id": "destination"}
ID = r"^[a-z0-9][a-z0-9-]{0,39}$"
EXAMPLE = {
    "kind": "map",
    "title": "网点地图",
    "label": "查找网点",
    "ways": [{"url": "https://bank.example/branches"}],
    "intents": ["branch_location"],
}
Whole = Annotated[DestinationContent, Field(examples=[EXAMPLE])]


async def place_of(connection: AsyncConnection, destination_id: str) -> ObjectPlace | None:
    """Destinations are the house's."""
    return ObjectPlace() if await store.versions(connection, destination_id) else None


KIND = Kind("destination", place_of)
WAITING = waiting_in_house("navigation/places", APPROVE, store.DESTINATIONS.waiting_of_others)


class NewDestination(StaffModel):
    """A destination that is not there yet."""

    name: str = Field(pattern=ID, examples=["branches"])
    content: Whole


class WrittenDestination(StaffModel):
    """What a destination is to be."""

    content: Whole


class VersionDecided(StaffModel):
    """Which version is meant: what was looked at, and not one that came after."""

    version: int = Field(ge=1, examples=[1])


class DestinationVersionShown(StaffModel):
    """One version; `written_by` and `decided_by` are accounts. `own`: whoever asks wrote it."""

    version: int
    state: Literal["waiting", "approved", "rejected"]
    content: DestinationContent
    written_by: str
    written_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    own: bool


class LinkShown(StaffModel):
    """What the last look at an address found: `code` is empty where it answered."""

    way: int
    url: str
    code: str
    checked_at: datetime


class DestinationShown(StaffModel):
    """A destination by its newest version; `live`: the version that leads customers, None for none."""

    destination_id: str
    live: int | None
    newest: DestinationVersionShown
    links: list[LinkShown]


class DestinationsShown(StaffModel):
    """All of them, by id."""

    destinations: list[DestinationShown]


class DestinationOpened(StaffModel):
    """One with all its versions, the newest first."""

    destination_id: str
    live: int | None
    versions: list[DestinationVersionShown]


class DestinationRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        return (
            StaffRoute("GET", "/staff/destinations", right=READ, answer=DestinationsShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/destinations",
                right=WRITE,
                body=NewDestination,
                answer=DestinationOpened,
                handle=self.create,
                audit="destination.written",
            ),
            StaffRoute("GET", ONE, right=READ, about=ABOUT, answer=DestinationOpened, handle=self.open),
            self._step("write", WRITE, self.write, "written", WrittenDestination),
            self._step("approve", APPROVE, self.approve, "approved", VersionDecided),
            self._step("reject", APPROVE, self.reject, "rejected", VersionDecided),
            StaffRoute(
                "POST",
                f"{ONE}/withdraw",
                right=WRITE,
                about=ABOUT,
                answer=DestinationOpened,
                handle=self.withdraw,
                audit="destination.withdrawn",
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
            answer=DestinationOpened,
            handle=handle,
            audit=f"destination.{audit}",
        )

    async def list(self, call: StaffCall[Any]) -> DestinationsShown:
        """The newest version of each, and what was found of the addresses that are live."""
        links: dict[str, list[LinkShown]] = {}
        for row in await store.checks(call.connection):
            shown = LinkShown(way=row.way, url=row.url, code=row.code, checked_at=row.checked_at)
            links.setdefault(row.destination_id, []).append(shown)
        return DestinationsShown(
            destinations=[
                DestinationShown(
                    destination_id=row.destination_id,
                    live=row.live,
                    newest=_version(row, call),
                    links=links.get(row.destination_id, []),
                )
                for row in await store.newest(call.connection)
            ]
        )

    async def create(self, call: StaffCall[NewDestination]) -> DestinationOpened:
        """Writes a new one, which waits for somebody else's approval."""
        body = call.body
        await destinations.do_create(call.connection, body.name, body.content, self._by(call))
        call.note(destination=body.name)
        return await _opened(call, body.name)

    async def open(self, call: StaffCall[Any]) -> DestinationOpened:
        """One of them."""
        return await _opened(call, call.args["destination_id"])

    async def write(self, call: StaffCall[WrittenDestination]) -> DestinationOpened:
        """Writes the next version; the live one goes on until it is approved."""
        one = call.args["destination_id"]
        await destinations.do_write(call.connection, one, call.body.content, self._by(call))
        return await _opened(call, one)

    async def approve(self, call: StaffCall[VersionDecided]) -> DestinationOpened:
        """Leads customers by a version from now on."""
        one = call.args["destination_id"]
        await destinations.do_approve(call.connection, one, call.body.version, self._by(call))
        return await _opened(call, one)

    async def reject(self, call: StaffCall[VersionDecided]) -> DestinationOpened:
        """Leaves what is live as it is."""
        one = call.args["destination_id"]
        await destinations.do_reject(call.connection, one, call.body.version, self._by(call))
        return await _opened(call, one)

    async def withdraw(self, call: StaffCall[Any]) -> DestinationOpened:
        """Leads nobody there any more."""
        one = call.args["destination_id"]
        await destinations.do_withdraw(call.connection, one)
        return await _opened(call, one)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


async def _opened(call: StaffCall[Any], destination_id: str) -> DestinationOpened:
    rows = await store.versions(call.connection, destination_id)
    return DestinationOpened(
        destination_id=destination_id, live=rows[0].live, versions=[_version(row, call) for row in rows]
    )


def _version(row: Any, call: StaffCall[Any]) -> DestinationVersionShown:
    return DestinationVersionShown(
        version=row.version,
        state=row.state,
        content=DestinationContent.model_validate(row.content),
        written_by=row.written_by,
        written_at=row.written_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        own=row.written_by == call.staff.account_id,
    )
