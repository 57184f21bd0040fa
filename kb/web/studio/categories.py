"""`/staff/kb/categories`: which branch's editors look after a category."""

from typing import Annotated, Any

from pydantic import Field

from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from kb.store import drafts as store
from kb.studio.content import Topic
from kb.web.studio.rights import CATEGORIES


class GiveCategory(StaffModel):
    """A category, and the branch that gets it."""

    topic: Topic
    branch_id: Annotated[str, Names("branch"), Field(max_length=32)]


async def give(call: StaffCall[Any]) -> None:
    """Gives a category to a branch: who may write in their branch alone then writes here."""
    await store.save_category(call.connection, call.body.topic, call.body.branch_id)


ROUTES = (
    StaffRoute(
        "PUT",
        "/staff/kb/categories",
        right=CATEGORIES,
        body=GiveCategory,
        handle=give,
        audit="category.given",
    ),
)
