"""Implements `hub.ports.diversion.Diversion`: the rules that apply, asked with what is known of a turn."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.ages import Ages
from diversion.deciding import Wanted, decide
from diversion.earlier import Earlier, read_earlier
from diversion.facts import NOT_YET, Seen
from diversion.known import KnownRules
from diversion.mood import mood_of
from diversion.rules import LiveRule
from diversion.saying import way_of
from diversion.store import fired
from diversion.wishes import may_wish_person
from hub.messages import AuthorKind, Message, plain_text
from hub.ports import Clock
from hub.ports.diversion import Asked, Way
from hub.store import messages
from hub.store.database import Database

WORDS_LOOKED_AT = 20
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


class RuledDiversion:
    """Costs nothing while there are no rules, and a few reads by key while there are."""

    def __init__(
        self, database: Database, clock: Clock, known: KnownRules, ages: Ages, *, zone: ZoneInfo, hotline: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._known = known
        self._ages = ages
        self._zone = zone
        self._hotline = hotline

    async def find_way(self, asked: Asked) -> Way | None:
        """As the port has it; where only the intent is missing, the bot is asked first."""
        rules = self._known.rules
        if not rules or (asked.answered and not any(each.rule.conditions.intents for each in rules)):
            return None
        seen, earlier = await self._look(asked, rules)
        found = decide(rules, seen)
        if found is Wanted.AGE:
            seen = replace(seen, age=await self._ages.of(asked.identity, asked.address))
            found = decide(rules, seen)
        if not isinstance(found, LiveRule):
            return None
        note = {
            "rule_id": found.rule_id,
            "version": found.version,
            "action": found.rule.action.kind,
            "epoch": earlier.epoch,
            "seen": seen.kept(),
        }
        language = "en" if (seen.language or "").lower().startswith("en") else "zh"
        return way_of(found, language=language, hotline=self._hotline, awaited=earlier.awaited, note=note)

    async def do_note(self, connection: AsyncConnection, asked: Asked, way: Way) -> None:
        """As the port has it."""
        await fired.add(
            connection,
            identity_key=asked.identity,
            conversation=asked.conversation,
            turn=asked.turn,
            at=self._clock.now(),
            **way.note,
        )

    async def _look(self, asked: Asked, rules: Sequence[LiveRule]) -> tuple[Seen, Earlier]:
        said: list[Message] = []
        async with self._database.read() as connection:
            earlier = await read_earlier(connection, asked.identity, asked.conversation, asked.turn)
            if any(each.rule.conditions.mood_from is not None for each in rules):
                said = await messages.newest(
                    connection, asked.identity, asked.conversation, limit=WORDS_LOOKED_AT
                )
        first = asked.messages[0].seq
        before = [
            plain_text(each.segments)
            for each in said
            if each.seq < first and each.author.kind is AuthorKind.CUSTOMER
        ]
        return seen_of(asked, earlier, before, self._clock.now().astimezone(self._zone)), earlier


def seen_of(asked: Asked, earlier: Earlier, before: Sequence[str], at: datetime) -> Seen:
    """The facts of a turn, but for the age; `before`: what the customer wrote earlier."""
    texts = [plain_text(each.segments) for each in asked.messages]
    words = "\n".join(texts)
    return Seen(
        channel=asked.address.channel,
        at=at,
        segment=asked.facts.segment,
        tier=asked.facts.tier,
        language=asked.facts.language or language_of(words),
        intent=asked.intent or NOT_YET,
        earlier=earlier.intents,
        urgencies=earlier.urgencies,
        mood=max(mood_of(each, [*before, *texts[:place]]) for place, each in enumerate(texts)),
        waited_s=max(0.0, (at - asked.waiting_since).total_seconds()),
        failures=earlier.failures,
        wish=asked.wish or may_wish_person(words),
        busy=asked.busy or earlier.busy,
        left=earlier.left,
    )


def language_of(words: str) -> str | None:
    """`zh` or `en`, as far as the words show it."""
    if _HAN.search(words):
        return "zh"
    return "en" if _LATIN.search(words) else None
