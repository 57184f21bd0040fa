"""`/staff/queues`: where tasks wait, whose they are, and how long they may."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff import setups
from handoff.setup import QueueSetup
from handoff.setups import Setups
from handoff.web.staff_setup import CHANGE, READ, SetupVersionSeen, Version, add_and_change
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

    async def put(call: StaffCall[Any], setup: QueueSetup, version: int) -> QueueShown:
        written = await changes.do_put_queue(call.connection, setup, version=version)
        call.note(queue=setup.queue_id, version=written.version)
        return QueueShown(version=written.version, setup=written.setup)

    async def remove(call: StaffCall[Any]) -> None:
        """Removes a queue; raises `Conflict` where another leads to it."""
        seen: SetupVersionSeen = call.query
        await changes.do_remove_queue(call.connection, call.args["queue_id"], version=seen.version)

    return (
        StaffRoute("GET", "/staff/queues", right=READ, answer=QueuesShown, handle=list_queues),
        *add_and_change("queue", new=NewQueue, changed=QueueBody, shown=QueueShown, put=put),
        StaffRoute(
            "DELETE",
            "/staff/queues/<queue_id>",
            right=CHANGE,
            about={"queue_id": "queue"},
            query=SetupVersionSeen,
            handle=remove,
            audit="queue.removed",
        ),
    )
