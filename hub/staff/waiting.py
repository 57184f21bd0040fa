"""What waits for somebody's decision, so that the desk can say so to who may decide."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.current import CurrentStaff
from hub.staff.reach import ObjectPlace

CountWaiting = Callable[[AsyncConnection, CurrentStaff], Awaitable[int]]
CountOfOthers = Callable[[AsyncConnection, str], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Work of one kind that waits; `page`: where the desk shows it, as its address says (`knowledge/values`).

    `count` tells how many somebody who holds `right` may decide on: within their reach, and not their own.
    """

    page: str
    right: str
    count: CountWaiting


def waiting_in_house(page: str, right: str, of_others: CountOfOthers) -> WaitingWork:
    """What is the whole house's, and so decided on by who holds the right everywhere.

    `of_others`: how many wait that are not this account's own.
    """

    async def count(connection: AsyncConnection, staff: CurrentStaff) -> int:
        if not await staff.reach(right).covers(connection, ObjectPlace()):
            return 0
        return await of_others(connection, staff.account_id)

    return WaitingWork(page, right, count)
