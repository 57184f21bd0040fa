"""Leads on from an answer: behind it stands the page, form or number of its intent or article."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.hooks import PendingAnswer
from hub.messages import Card, RecordGap, Text
from navigation.catalogue import Catalogue
from navigation.store import guided

SURE = 0.5
"""Least confidence of an intent that leads somewhere."""

AGAIN_AFTER = 3
"""So many turns a destination is not shown a second time."""

BACK_WITHIN = timedelta(days=1)

log = structlog.get_logger(__name__)


class Guiding:
    """Implements `hub.hooks.Guide`."""

    def __init__(
        self,
        catalogue: Catalogue,
        zone: ZoneInfo,
        *,
        ask_on: Collection[str],
        ask_after_s: float,
    ) -> None:
        """`ask_on`: the channels on which it is asked whether it helped, so much later; 0 for never."""
        self._catalogue = catalogue
        self._zone = zone
        self._ask_on = frozenset(ask_on) if ask_after_s else frozenset[str]()
        self._ask_after = timedelta(seconds=ask_after_s)

    async def guide(self, connection: AsyncConnection, answering: PendingAnswer) -> Sequence[Card | Text]:
        """What stands behind the answer, noted in its transaction; nothing where it leads nowhere."""
        if any(not isinstance(command, RecordGap) for command in answering.commands):
            return ()  # a person, a complaint or a business step is on its way already
        intent = sure_intent(answering)
        found = self._catalogue.find(
            intent=intent,
            articles=answering.articles,
            segment=answering.facts.segment,
            today=answering.now.astimezone(self._zone).date(),
        )
        if found is None:
            return ()
        english = str(answering.slots.get("language") or answering.facts.language or "").startswith("en")
        shown = found.content.shown(answering.channel, answering.slots, english=english)
        key, conversation, turn = answering.identity, answering.conversation, answering.turn
        if shown is None or await guided.was_shown(
            connection, key, conversation, found.destination_id, turn - AGAIN_AFTER
        ):
            return ()
        name = intent or "article"
        await guided.note_return(connection, key, since=answering.now - BACK_WITHIN, intent=name)
        await guided.put_off(connection, key, conversation, None)
        await guided.add(
            connection,
            identity_key=key,
            conversation=conversation,
            turn=turn,
            destination_id=found.destination_id,
            version=found.version,
            intent=name,
            channel=answering.channel,
            english=english,
            shown_at=answering.now,
            ask_at=answering.now + self._ask_after if answering.channel in self._ask_on else None,
        )
        log.info("navigation.guided", place=found.destination_id, intent=name)
        return (shown,)


def sure_intent(answering: PendingAnswer) -> str | None:
    """The likeliest intent, where it is sure."""
    name, confidence = next(iter(answering.intents), ("", 0.0))
    return name if name and confidence >= SURE else None
