"""`/staff/waiting`: how much waits for the decision of who asks, by section and page of the desk."""

from collections import Counter
from typing import Any

from hub.errors import TodoFirst
from hub.staff.routes import Access, StaffCall, StaffModel, StaffRoute


class WaitingShown(StaffModel):
    """How many things wait, by section (`knowledge`) and page (`knowledge/values`); 0 is left out."""

    waiting: dict[str, int]
    pages: dict[str, int]


async def show(call: StaffCall[Any]) -> WaitingShown:
    """What others wrote and who asks may approve."""
    staff = call.staff
    if staff.todo:
        raise TodoFirst(f"first: {', '.join(staff.todo)}")
    works = [work for work in call.catalog.waiting if staff.may(work.right)]
    pages: Counter[str] = Counter()
    if works:  # most who sit at the desk decide on nothing
        async with call.house.database.read_aside() as connection:
            for work in works:
                pages[work.page] += await work.count(connection, staff)
    sections: Counter[str] = Counter()
    for page, count in pages.items():
        sections[page.partition("/")[0]] += count
    return WaitingShown(waiting=dict(+sections), pages=dict(+pages))


ROUTES = (
    StaffRoute(
        "GET",
        "/staff/waiting",
        right=Access.SIGNED_IN,
        answer=WaitingShown,
        handle=show,
        transaction=False,
    ),
)
