"""`/staff/openings`: the questions that customers are offered first."""

import secrets
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, StaffCall, StaffModel, StaffRoute
from navigation.content import Name
from navigation.openings import opening_of
from navigation.store import openings as store
from navigation.web.destinations import READ, WRITE

Path = Annotated[str, Field(pattern=r"^/[^\s?#]{0,200}$", examples=["/cards"])]


async def place_of(connection: AsyncConnection, opening_id: str) -> ObjectPlace | None:
    """First questions are the house's."""
    return ObjectPlace() if await store.one(connection, opening_id) is not None else None


OPENING_KIND = Kind("opening", place_of)


class NewOpening(StaffModel):
    """A question, and where and when it is offered; empty lists mean everywhere and everybody.

    `pages`: beginnings of paths. From one hour up to but not with another, perhaps over midnight.
    """

    question: str = Field(min_length=1, max_length=100, examples=["怎样激活银行卡"])
    channels: tuple[Name, ...] = Field(default=(), max_length=20)
    pages: tuple[Path, ...] = Field(default=(), max_length=20)
    segments: tuple[Name, ...] = Field(default=(), max_length=20)
    from_hour: int = Field(default=0, ge=0, le=23)
    until_hour: int = Field(default=24, ge=1, le=24)
    place: int = Field(default=100, ge=0, le=1000)


class OpeningShown(NewOpening):
    """One that is offered."""

    opening_id: str


class OpeningsShown(StaffModel):
    """All of them, in their order."""

    openings: list[OpeningShown]


class OpeningRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        return (
            StaffRoute("GET", "/staff/openings", right=READ, answer=OpeningsShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/openings",
                right=WRITE,
                body=NewOpening,
                answer=OpeningsShown,
                handle=self.add,
                audit="opening.added",
            ),
            StaffRoute(
                "DELETE",
                "/staff/openings/<opening_id>",
                right=WRITE,
                about={"opening_id": "opening"},
                answer=OpeningsShown,
                handle=self.remove,
                audit="opening.removed",
            ),
        )

    async def list(self, call: StaffCall[Any]) -> OpeningsShown:
        """All of them."""
        rows = [opening_of(row) for row in await store.every(call.connection)]
        return OpeningsShown(
            openings=[
                OpeningShown(**{name: getattr(each, name) for name in OpeningShown.model_fields})
                for each in rows
            ]
        )

    async def add(self, call: StaffCall[NewOpening]) -> OpeningsShown:
        """Offers one more."""
        opening_id = f"o-{secrets.token_hex(6)}"
        await store.add(
            call.connection,
            opening_id=opening_id,
            **call.body.model_dump(mode="json"),
            written_by=call.staff.account_id,
            written_at=self._clock.now(),
        )
        call.note(opening=opening_id)
        return await self.list(call)

    async def remove(self, call: StaffCall[Any]) -> OpeningsShown:
        """Offers one no more."""
        await store.remove(call.connection, call.args["opening_id"])
        return await self.list(call)
