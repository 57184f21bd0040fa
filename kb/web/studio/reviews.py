"""`/staff/kb/reviews`: how many drafts wait for who asks; and which articles a list is kept to."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import StaffCall, StaffModel, StaffRoute
from kb.store.schema_studio import about, category
from kb.studio import categories, waiting
from kb.web.studio.rights import REVIEW
from kb.web.studio.shown import Listing


class ReviewsShown(StaffModel):
    """How many drafts of others wait for a review by who asks."""

    waiting: int


async def show(call: StaffCall[Any]) -> ReviewsShown:
    """The drafts that wait."""
    return ReviewsShown(waiting=len(await _to_review(call, call.connection)))


async def narrowed(
    call: StaffCall[Any], connection: AsyncConnection, query: Listing, today: date
) -> dict[str, Any]:
    """The list's filters as the store takes them: what no column says is kept to by the articles' ids."""
    wanted = query.model_dump(include=set(Listing.model_fields) - {"reviewable", "figures"})
    only: set[str] | None = await _to_review(call, connection) if query.reviewable else None
    if query.figures:
        found = set(await waiting.with_figures(connection, today))
        only = found if only is None else only & found
    if query.topic:
        wanted["topic"] = await categories.meant(connection, query.topic)
    return wanted | {"only": only}


async def _to_review(call: StaffCall[Any], connection: AsyncConnection) -> set[str]:
    reach = call.staff.reach(REVIEW)
    within = reach.where(account=about.c.owner_id, branch=category.c.branch_id)
    return await waiting.to_review(connection, within, call.staff.account_id)


ROUTES = (StaffRoute("GET", "/staff/kb/reviews", right=REVIEW, answer=ReviewsShown, handle=show),)
