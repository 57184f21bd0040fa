"""Queries on what was chosen of what was offered, and on the order that was learnt of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, insert, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.store.schema_choices import choice, offer_order

PAIRS_AT_ONCE = 500
"""Asked for in one query: each pair takes two of the parameters that a database allows."""


class OfferPair(NamedTuple):
    """Two articles that were offered together: the one that is, or was, before the other."""

    ahead_id: str
    behind_id: str

    def turned(self) -> "OfferPair":
        """The other way round."""
        return OfferPair(self.behind_id, self.ahead_id)


async def add(connection: AsyncConnection, counts: Mapping[OfferPair, int], day: date) -> None:
    """Adds to what was counted of a day."""
    # In one order everywhere, so that two processes that write at once never wait for each other in a ring.
    for pair, count in sorted(counts.items()):
        made = insert_for(connection, choice).values(
            article_id=pair.ahead_id, over_id=pair.behind_id, day=day, count=count
        )
        await connection.execute(
            made.on_conflict_do_update(
                index_elements=[choice.c.article_id, choice.c.over_id, choice.c.day],
                set_={"count": choice.c.count + count},
            )
        )


async def drop_before(connection: AsyncConnection, day: date) -> None:
    """Forgets what was counted before a day."""
    await connection.execute(delete(choice).where(choice.c.day < day))


async def counted(
    connection: AsyncConnection, pairs: Sequence[OfferPair], since: date
) -> dict[OfferPair, int]:
    """How often the first of two was chosen over the second from a day on; uncounted pairs are left out."""
    found: dict[OfferPair, int] = {}
    for some in _in_parts(pairs):
        query = select(choice.c.article_id, choice.c.over_id, func.sum(choice.c.count)).where(
            tuple_(choice.c.article_id, choice.c.over_id).in_(some), choice.c.day >= since
        )
        rows = await connection.execute(query.group_by(choice.c.article_id, choice.c.over_id))
        found |= {OfferPair(ahead_id, behind_id): int(count) for ahead_id, behind_id, count in rows}
    return found


async def ahead(connection: AsyncConnection, pairs: Sequence[OfferPair]) -> set[OfferPair]:
    """Those pairs of which the first stands before the second."""
    found: set[OfferPair] = set()
    for some in _in_parts(pairs):
        query = select(offer_order.c.ahead_id, offer_order.c.behind_id).where(
            tuple_(offer_order.c.ahead_id, offer_order.c.behind_id).in_(some)
        )
        found |= {OfferPair(*row) for row in await connection.execute(query)}
    return found


async def put_ahead(
    connection: AsyncConnection, pair: OfferPair, chosen: int, choices: int, at: datetime
) -> None:
    """Has the first of two stand before the second."""
    await connection.execute(
        insert(offer_order).values(**pair._asdict(), chosen=chosen, choices=choices, learnt_at=at)
    )


async def take_back(connection: AsyncConnection, pair: OfferPair) -> bool:
    """Has them stand as they are found again; tells whether the first stood before the second."""
    return bool((await connection.execute(delete(offer_order).where(_is(pair)))).rowcount)


async def forget(connection: AsyncConnection, pair: OfferPair) -> None:
    """Forgets all choices between two."""
    both = [
        and_(choice.c.article_id == each.ahead_id, choice.c.over_id == each.behind_id)
        for each in (pair, pair.turned())
    ]
    await connection.execute(delete(choice).where(or_(*both)))


async def among(connection: AsyncConnection, article_ids: Sequence[str]) -> set[OfferPair]:
    """What was learnt of these articles among each other."""
    query = select(offer_order.c.ahead_id, offer_order.c.behind_id).where(
        offer_order.c.ahead_id.in_(article_ids), offer_order.c.behind_id.in_(article_ids)
    )
    return {OfferPair(*row) for row in await connection.execute(query)}


async def learnt(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """What was learnt, the latest first."""
    query = select(offer_order).order_by(
        offer_order.c.learnt_at.desc(), offer_order.c.ahead_id, offer_order.c.behind_id
    )
    return (await connection.execute(query.limit(limit))).all()


def _in_parts(pairs: Sequence[OfferPair]) -> Iterator[Sequence[OfferPair]]:
    return (pairs[begin : begin + PAIRS_AT_ONCE] for begin in range(0, len(pairs), PAIRS_AT_ONCE))


def _is(pair: OfferPair) -> Any:
    return and_(offer_order.c.ahead_id == pair.ahead_id, offer_order.c.behind_id == pair.behind_id)
