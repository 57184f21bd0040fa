"""`/staff/kb/offer-order`: what was learnt of customers' choices, and how it is taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from kb.store import choices, drafts
from kb.store.choices import OfferPair
from kb.web.studio.rights import PUBLISH, READ

MOST_SHOWN = 200

ArticleId = Annotated[str, Names("article"), Field(max_length=128)]


class OfferOrderShown(StaffModel):
    """Two articles: where both are offered, `ahead` stands before `behind`.

    `chosen` of `choices`: how often customers chose it, where they chose one of the two.
    """

    ahead_id: str
    ahead: str
    behind_id: str
    behind: str
    chosen: int
    choices: int
    learnt_at: datetime


class OfferOrdersShown(StaffModel):
    """The latest first; `learns`: whether the bot offers in this order."""

    learns: bool
    orders: list[OfferOrderShown]


class OfferOrderEnded(StaffModel):
    """Of which two it is."""

    ahead_id: ArticleId
    behind_id: ArticleId


class OfferOrderRoutes:
    """What editors see of it, and what they do about it."""

    def __init__(self, *, learns: bool) -> None:
        self._learns = learns

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute("GET", "/staff/kb/offer-order", right=READ, answer=OfferOrdersShown, handle=self.show),
            StaffRoute(
                "POST",
                "/staff/kb/offer-order/end",
                right=PUBLISH,
                body=OfferOrderEnded,
                handle=self.end,
                audit="offer.order_taken_back",
            ),
        )

    async def show(self, call: StaffCall[Any]) -> OfferOrdersShown:
        """What was learnt."""
        rows = await choices.learnt(call.connection, MOST_SHOWN)
        ids = {each for row in rows for each in (row.ahead_id, row.behind_id)}
        titles = await drafts.titles_of(call.connection, sorted(ids))
        return OfferOrdersShown(
            learns=self._learns,
            orders=[
                OfferOrderShown(
                    **row._mapping,
                    ahead=titles.get(row.ahead_id, row.ahead_id),
                    behind=titles.get(row.behind_id, row.behind_id),
                )
                for row in rows
            ],
        )

    async def end(self, call: StaffCall[OfferOrderEnded]) -> None:
        """Has the two stand as they are found; what was chosen until now does not count any more."""
        pair = OfferPair(call.body.ahead_id, call.body.behind_id)
        await choices.take_back(call.connection, pair)
        await choices.forget(call.connection, pair)
        call.note(behind=pair.behind_id)
