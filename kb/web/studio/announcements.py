"""`/staff/announcements`: emergency announcements, which one writes and another approves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute
from hub.staff.four_eyes import By
from kb.store import announcements as store
from kb.studio import announcements
from kb.studio.announcements import LONGEST, LONGEST_MINUTES, Announcement

SEE, WRITE, APPROVE = "announcements.read", "announcements.write", "announcements.approve"
SHOWN = 50

_ALL = Scope.ALL
_EVERYBODY = ("administrator", "branch_administrator", "auditor", "supervisor", "editor", "agent")

RIGHTS = (
    Right(SEE, "查看应急公告", "See emergency announcements", given=dict.fromkeys(_EVERYBODY, _ALL)),
    Right(
        WRITE,
        "编写和结束应急公告",
        "Write and end emergency announcements",
        given={"editor": _ALL, "supervisor": _ALL},
    ),
    Right(APPROVE, "批准应急公告", "Approve emergency announcements", given={"supervisor": _ALL}),
)


async def _of_announcement(connection: AsyncConnection, announcement_id: str) -> ObjectPlace | None:
    """An announcement is the house's."""
    return ObjectPlace() if await store.one(connection, announcement_id) is not None else None


KIND = Kind("announcement", _of_announcement)
ABOUT = {"announcement_id": "announcement"}
ONE = "/staff/announcements/<announcement_id>"


class NewAnnouncement(StaffModel):
    """What is to be said, on which channels (none are all), and for how long from its approval."""

    text: str = Field(min_length=1, max_length=LONGEST, pattern=r"^[^\r\n]+$", examples=["转账系统维护中"])
    channels: tuple[Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")], ...] = Field(default=(), max_length=20)
    minutes: int = Field(ge=5, le=LONGEST_MINUTES, examples=[60])


class AnnouncementShown(StaffModel):
    """One announcement; `stage`: waiting, running, over."""

    announcement_id: str
    text: str
    channels: tuple[str, ...]
    minutes: int
    stage: str
    written_by: str
    written_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    ends_at: datetime | None


class AnnouncementsShown(StaffModel):
    """Announcements in their order."""

    announcements: list[AnnouncementShown]


class AnnouncementRoutes:
    """What is done with announcements at the desk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "GET",
                "/staff/announcements/running",
                right=SEE,
                answer=AnnouncementsShown,
                handle=self.running,
            ),
            StaffRoute(
                "GET", "/staff/announcements", right=SEE, answer=AnnouncementsShown, handle=self.newest
            ),
            StaffRoute(
                "POST",
                "/staff/announcements",
                right=WRITE,
                body=NewAnnouncement,
                answer=AnnouncementShown,
                handle=self.write,
                audit="announcement.written",
            ),
            self._step("approve", APPROVE, self.approve, "announcement.approved"),
            self._step("end", WRITE, self.end, "announcement.ended"),
        )

    @staticmethod
    def _step(name: str, right: str, handle: Any, audit: str) -> StaffRoute:
        return StaffRoute(
            "POST",
            f"{ONE}/{name}",
            right=right,
            about=ABOUT,
            answer=AnnouncementShown,
            handle=handle,
            audit=audit,
        )

    async def running(self, call: StaffCall[Any]) -> AnnouncementsShown:
        """What is said just now."""
        return self._list(await announcements.running(call.connection, self._clock.now()))

    async def newest(self, call: StaffCall[Any]) -> AnnouncementsShown:
        """What was written last."""
        return self._list(await announcements.newest(call.connection, SHOWN))

    async def write(self, call: StaffCall[NewAnnouncement]) -> AnnouncementShown:
        """Writes one, which waits for somebody else's approval."""
        body = call.body
        written = await announcements.write(
            call.connection, body.text, body.channels, body.minutes, self._by(call)
        )
        call.note(announcement=written.announcement_id)
        return self._shown(written)

    async def approve(self, call: StaffCall[Any]) -> AnnouncementShown:
        """Has one said from now on."""
        by = self._by(call)
        return self._shown(await announcements.approve(call.connection, call.args["announcement_id"], by))

    async def end(self, call: StaffCall[Any]) -> AnnouncementShown:
        """Takes one back."""
        by = self._by(call)
        return self._shown(await announcements.end(call.connection, call.args["announcement_id"], by))

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())

    def _list(self, found: Sequence[Announcement]) -> AnnouncementsShown:
        return AnnouncementsShown(announcements=[self._shown(each) for each in found])

    def _shown(self, each: Announcement) -> AnnouncementShown:
        return AnnouncementShown(
            announcement_id=each.announcement_id,
            text=each.text,
            channels=each.channels,
            minutes=each.minutes,
            stage=each.stage(self._clock.now()).value,
            written_by=each.written_by,
            written_at=each.written_at,
            approved_by=each.approved_by,
            approved_at=each.approved_at,
            ends_at=each.ends_at,
        )
