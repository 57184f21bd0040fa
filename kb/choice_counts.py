"""Counts what customers choose of what is offered, and learns the order of it (`kb.offer_order`)."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.replies import place_of_choice
from hub.messages import Choice
from hub.ports import Clock
from hub.reactions import Arrived
from hub.staff.audit import HOUSE, Audit
from hub.store import messages
from hub.store.after_commit import after_commit
from hub.store.database import Database
from kb.gathered import GatheredCounts
from kb.offer_order import is_preferred
from kb.store import choices as store
from kb.store.choices import OfferPair

PICK = "pick_article"
"""The intent of an option that is an article."""

KEPT_DAYS = 90
MOST_COUNTED = 50_000
"""So many (customer, pair) are remembered a day, each counted once; what comes on top is not counted."""


class ChoiceCounts(GatheredCounts[OfferPair]):
    """Counts choices, and learns of them; nothing but the order of offers depends on them."""

    def __init__(
        self, database: Database, clock: Clock, *, time_zone: ZoneInfo, may_write: Callable[[], bool]
    ) -> None:
        """`may_write`: as for all `GatheredCounts`."""
        super().__init__(database, may_write)
        self._clock = clock
        self._zone = time_zone
        self._audit = Audit(clock)
        self._seen: set[tuple[str, OfferPair]] = set()
        self._day = date.min

    async def do_note(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """Counts a choice among articles once it is stored: of each customer, each pair once a day."""
        last = arrived.message.segments[-1]
        place = place_of_choice(last.id) if isinstance(last, Choice) else None
        if not isinstance(last, Choice) or place is None:
            return
        identity = arrived.message.identity
        picks = await messages.picks_of(connection, identity, *place)
        articles = {
            option_id: str(pick["entities"]["article_id"])
            for option_id, pick in picks.items()
            if pick.get("intent") == PICK and pick.get("entities", {}).get("article_id")
        }
        chosen = articles.get(last.id)
        if chosen is not None:
            pairs = [OfferPair(chosen, other) for other in articles.values() if other != chosen]
            after_commit(connection, lambda: self._count(identity, pairs))

    def _count(self, identity: str, pairs: Sequence[OfferPair]) -> None:
        today = self._today()
        if today != self._day:
            self._day, self._seen = today, set()
        for pair in pairs:
            # Whoever presses a hundred times does not decide for the others.
            if (identity, pair) not in self._seen and len(self._seen) < MOST_COUNTED:
                self._seen.add((identity, pair))
                self._counts[pair] += 1

    async def _do_write(self, connection: AsyncConnection, counts: Counter[OfferPair]) -> None:
        since = self._today() - timedelta(days=KEPT_DAYS)
        await store.drop_before(connection, since)
        await store.add(connection, counts, self._today())
        changed: list[tuple[str, OfferPair, int, int]] = []
        touched = sorted({*counts, *(each.turned() for each in counts)})
        counted = await store.counted(connection, touched, since)
        ahead = await store.ahead(connection, touched)
        for pair in touched:
            chosen = counted.get(pair, 0)
            choices = chosen + counted.get(pair.turned(), 0)
            wanted = is_preferred(chosen, choices)
            if wanted == (pair in ahead):
                continue
            if wanted:
                await store.put_ahead(connection, pair, chosen, choices, self._clock.now())
            else:
                await store.take_back(connection, pair)
            changed.append(("offer.order_learnt" if wanted else "offer.order_ended", pair, chosen, choices))
        for action, pair, chosen, choices in changed:
            await self._audit.append(
                connection,
                action,
                actor=HOUSE,
                object_kind="article",
                object_id=pair.ahead_id,
                behind=pair.behind_id,
                chosen=chosen,
                choices=choices,
            )

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()
