"""`/staff/queues`: where tasks wait, whose they are, and how long they may."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff import setups
from handoff.setup import QueueSetup
from handoff.setups import Setups
from handoff.web.staff_setup import CHANGE, READ, Seen, Version
from hub.errors import NotFound
from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute

EXAMPLE = {"queue_id": "cards", "name": "信用卡", "name_en": "Credit cards", "place": 10}


class QueueBody(StaffModel):
    """A queue as it is to be, and the version that was seen of it."""

    version: Version
    setup: Annotated[QueueSetup, Field(examples=[EXAMPLE])]


class NewQueue(StaffModel):
    """A queue to be made."""

    setup: Annotated[QueueSetup, Field(examples=[EXAMPLE])]


class QueueShown(StaffModel):
    """One queue; `version` is named by who changes it."""

    version: int
    setup: QueueSetup


class QueuesShown(StaffModel):
    """Queues, in the order in which they are asked whose a task is."""

    queues: list[QueueShown]


async def list_queues(call: StaffCall[Any]) -> QueuesShown:
    """Every queue: they are the house's, and no branch's."""
    found = await setups.queues(call.connection)
    return QueuesShown(queues=[QueueShown(version=each.version, setup=each.setup) for each in found])


def routes(clock: Clock) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    changes = Setups(clock)

    async def add(call: StaffCall[NewQueue]) -> QueueShown:
        """Makes a queue; raises `Conflict` where there is one of this id."""
        return await _put(changes, call, call.body.setup, version=0)

    async def change(call: StaffCall[QueueBody]) -> QueueShown:
        """Changes a queue; which one, the path says. Raises `BadInput`, `Conflict`."""
        setup = call.body.setup.model_copy(update={"queue_id": call.args["queue_id"]})
        return await _put(changes, call, setup, version=call.body.version)

    async def remove(call: StaffCall[Any]) -> None:
        """Removes a queue; raises `Conflict` where another leads to it."""
        seen: Seen = call.query
        await changes.do_remove_queue(
            call.connection, call.args["queue_id"], version=seen.version, actor=call.staff.account_id
        )

    path, about = "/staff/queues/<queue_id>", {"queue_id": "queue"}
    return (
        StaffRoute("GET", "/staff/queues", right=READ, answer=QueuesShown, handle=list_queues),
        StaffRoute(
            "POST",
            "/staff/queues",
            right=CHANGE,
            body=NewQueue,
            answer=QueueShown,
            handle=add,
            audit="queue.added",
        ),
        StaffRoute(
            "PUT",
            path,
            right=CHANGE,
            about=about,
            body=QueueBody,
            answer=QueueShown,
            handle=change,
            audit="queue.changed",
        ),
        StaffRoute(
            "DELETE", path, right=CHANGE, about=about, query=Seen, handle=remove, audit="queue.removed"
        ),
    )


async def _put(changes: Setups, call: StaffCall[Any], setup: QueueSetup, *, version: int) -> QueueShown:
    await changes.do_put_queue(call.connection, setup, version=version, actor=call.staff.account_id)
    for each in await setups.queues(call.connection):
        if each.setup.queue_id == setup.queue_id:
            return QueueShown(version=each.version, setup=each.setup)
    raise NotFound("there is no such queue")
