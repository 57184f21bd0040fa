"""Implements `hub.ports.diversion.Diversion`: the rules that apply, asked with what is known of a turn."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.ages import Ages
from diversion.deciding import NeededFact, decide, may_hold
from diversion.earlier import EarlierTurns, read_earlier
from diversion.facts import NOT_YET, TurnSeen
from diversion.known import KnownRules
from diversion.mood import mood_of
from diversion.rules import LiveRule
from diversion.saying import way_of
from diversion.store import fired
from diversion.wishes import may_wish_person
from hub.messages import AuthorKind, Message, plain_text
from hub.ports import Clock
from hub.ports.diversion import UNTIL_ANSWERED, TurnToDivert, Undecided, Way
from hub.store import messages
from hub.store.database import Database

WORDS_LOOKED_AT = 20
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


class RuledDiversion:
    """Reads what was before a turn only where a rule could apply to it: most turns cost no read at all."""

    def __init__(
        self, database: Database, clock: Clock, known: KnownRules, ages: Ages, *, zone: ZoneInfo, hotline: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._known = known
        self._ages = ages
        self._zone = zone
        self._hotline = hotline

    async def find_way(self, asked: TurnToDivert) -> Way | Undecided | None:
        """As the port has it; where only the intent is missing, the bot is asked first."""
        at = self._clock.now().astimezone(self._zone)
        seen = seen_of(asked, EarlierTurns(), [], at)
        rules = self._that_may_hold(self._known.rules, asked, seen)
        if any(_asks_for_age(each) for each in rules):
            seen = replace(seen, age=await self._ages.of(asked.identity, asked.address))
            rules = self._that_may_hold(rules, asked, seen)
        if not rules:
            return None
        if (
            not asked.answered
            and seen.intent is NOT_YET
            and all(each.rule.conditions.intents for each in rules)
        ):
            return UNTIL_ANSWERED
        earlier, before = await self._read(asked, rules, seen)
        seen = replace(seen_of(asked, earlier, before, at), age=seen.age)
        found = decide(rules, seen)
        if isinstance(found, LiveRule):
            return await self._way(asked, found, seen, earlier)
        # Who was served already may turn out to want a person again, and rules then lead to one.
        undecided = found is NeededFact.INTENT or seen.left
        return UNTIL_ANSWERED if undecided and not asked.answered else None

    def _that_may_hold(
        self, rules: Sequence[LiveRule], asked: TurnToDivert, seen: TurnSeen
    ) -> list[LiveRule]:
        return [each for each in rules if may_hold(each.rule, seen, turns_before=asked.turn - 1)]

    async def _way(self, asked: TurnToDivert, found: LiveRule, seen: TurnSeen, earlier: EarlierTurns) -> Way:
        epoch = earlier.epoch
        if epoch is None:
            async with self._database.read() as connection:
                epoch = await fired.epoch_of(connection, asked.identity, asked.conversation)
        note = {
            "rule_id": found.rule_id,
            "version": found.version,
            "action": found.rule.action.kind,
            "epoch": epoch,
            "seen": seen.kept(),
        }
        language = "en" if (seen.language or "").lower().startswith("en") else "zh"
        return way_of(found, language=language, hotline=self._hotline, awaited=earlier.awaited, note=note)

    async def do_note(self, connection: AsyncConnection, asked: TurnToDivert, way: Way) -> None:
        """As the port has it."""
        await fired.add(
            connection,
            identity_key=asked.identity,
            conversation=asked.conversation,
            turn=asked.turn,
            at=self._clock.now(),
            **way.note,
        )

    async def _read(
        self, asked: TurnToDivert, rules: Sequence[LiveRule], seen: TurnSeen
    ) -> tuple[EarlierTurns, list[str]]:
        """What was before the turn; what the customer wrote then, where it counts whether it is repeated."""
        said: list[Message] = []
        async with self._database.read() as connection:
            earlier = await read_earlier(connection, asked.identity, asked.conversation, asked.turn)
            if any((each.rule.conditions.mood_from or 0) > seen.mood for each in rules):
                said = await messages.newest(
                    connection, asked.identity, asked.conversation, limit=WORDS_LOOKED_AT
                )
        first = asked.messages[0].seq
        return earlier, [
            plain_text(each.segments)
            for each in said
            if each.seq < first and each.author.kind is AuthorKind.CUSTOMER
        ]


def _asks_for_age(each: LiveRule) -> bool:
    return each.rule.conditions.age_from is not None or each.rule.conditions.age_to is not None


def seen_of(asked: TurnToDivert, earlier: EarlierTurns, before: Sequence[str], at: datetime) -> TurnSeen:
    """The facts of a turn, but for the age; `before`: what the customer wrote earlier."""
    texts = [plain_text(each.segments) for each in asked.messages]
    words = "\n".join(texts)
    return TurnSeen(
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
