"""`/staff/kb/reviews`: how many drafts wait for who asks; and which articles a list is kept to."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import StaffCall, StaffModel, StaffRoute
from kb.studio import categories, waiting
from kb.web.studio.rights import REVIEW
from kb.web.studio.shown import Listing
from kb.web.studio.waiting import drafts_to_review


class ReviewsShown(StaffModel):
    """How many drafts of others wait for a review by who asks."""

    waiting: int


async def show(call: StaffCall[Any]) -> ReviewsShown:
    """The drafts that wait."""
    return ReviewsShown(waiting=len(await drafts_to_review(call.connection, call.staff)))


async def narrowed(
    call: StaffCall[Any], connection: AsyncConnection, query: Listing, today: date
) -> dict[str, Any]:
    """The list's filters as the store takes them: what no column says is kept to by the articles' ids."""
    wanted = query.model_dump(include=set(Listing.model_fields) - {"reviewable", "figures"})
    only: set[str] | None = await drafts_to_review(connection, call.staff) if query.reviewable else None
    if query.figures:
        found = set(await waiting.with_figures(connection, today))
        only = found if only is None else only & found
    if query.topic:
        wanted["topic"] = await categories.meant(connection, query.topic)
    return wanted | {"only": only}


ROUTES = (StaffRoute("GET", "/staff/kb/reviews", right=REVIEW, answer=ReviewsShown, handle=show),)
