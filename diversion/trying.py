"""Tries rules on kept conversations: which turns would have gone otherwise. Writes nothing, asks no bank.

What was understood and said is read as it was kept. How old a customer is, is kept nowhere: rules that ask
for an age hold for nobody here, and are named.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.deciding import decide
from diversion.diverting import language_of
from diversion.earlier import of_turns, top_intent
from diversion.facts import TurnSeen
from diversion.mood import mood_of
from diversion.rules import LiveRule
from diversion.store import fired, kept
from diversion.store import rules as store
from diversion.wishes import may_wish_person
from hub.conversation.replies import PERSON_INTENT
from hub.conversation.standing import wishes_person_in_words
from hub.ids import conversation_id
from hub.messages import Message, plain_text
from hub.ports import Clock
from hub.privacy import for_view
from hub.store.database import Database
from hub.store.identities import facts_of
from hub.store.messages import from_row

MOST_TURNS = 500
DAYS = 30
WORDS = 120


class Otherwise(NamedTuple):
    """A turn that would go otherwise: the rules (names, empty for none) that apply now and then.

    `words` are masked.
    """

    conversation: str
    turn: int
    words: str
    intent: str
    now: str
    then: str


class TriedRules(NamedTuple):
    """`looked`: at how many turns. `by_rule`: for how many each rule would decide, by its name."""

    looked: int
    otherwise: list[Otherwise]
    by_rule: dict[str, int]
    ages_unknown: list[str]


class RuleTrial:
    """Reads a bounded number of turns, each with its conversation."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    async def rules(self) -> Sequence[Any]:
        """The rows of all rules, with their drafts."""
        async with self._database.read() as connection:
            return await store.every(connection)

    async def run(self, now: Sequence[LiveRule], then: Sequence[LiveRule], last: int) -> TriedRules:
        """Tries the rules that would apply beside those that do, both in order, on the last turns."""
        since = self._clock.now() - timedelta(days=DAYS)
        otherwise, by_rule = [], dict[str, int]()
        async with self._database.read_aside() as connection:
            rows = await kept.newest_turns(connection, since, min(last, MOST_TURNS))
            for row in rows:
                seen, said = await self._seen(connection, row)
                before, after = _name(decide(now, seen)), _name(decide(then, seen))
                if after:
                    by_rule[after] = by_rule.get(after, 0) + 1
                if before != after:
                    otherwise.append(_otherwise(row, said, before, after))
        ages = [each.rule.name for each in then if _asks_for_age(each)]
        return TriedRules(len(rows), otherwise, by_rule, ages)

    async def _seen(self, connection: AsyncConnection, row: Any) -> tuple[TurnSeen, list[Message]]:
        key, number = row.identity_key, row.conversation
        turns = await fired.turns_before(connection, key, number, row.turn)
        state = await fired.state_before(connection, key, number, row.turn)
        earlier = of_turns(turns, state, None, None)
        messages = [from_row(each) for each in await kept.words_of(connection, key, number, row.last_seq)]
        said = [each for each in messages if each.seq >= row.first_seq]
        texts, before = _texts(said), _texts(each for each in messages if each.seq < row.first_seq)
        words, intent, facts = "\n".join(texts), top_intent(row), facts_of(row)
        waited = (row.opened_at - said[0].created_at).total_seconds() if said else 0.0
        return (
            TurnSeen(
                channel=row.channel,
                at=row.opened_at.astimezone(self._zone),
                segment=facts.segment,
                tier=facts.tier,
                language=facts.language or language_of(words),
                age=None,
                intent=intent or None,
                earlier=earlier.intents,
                urgencies=earlier.urgencies,
                mood=max((mood_of(each, before) for each in texts), default=0),
                waited_s=max(0.0, waited),
                failures=earlier.failures,
                wish=intent == PERSON_INTENT
                or any(map(wishes_person_in_words, texts))
                or may_wish_person(words),
                busy=earlier.busy,
            ),
            said,
        )


def _texts(messages: Any) -> list[str]:
    return [plain_text(each.segments) for each in messages]


def _name(found: object) -> str:
    return found.rule.name if isinstance(found, LiveRule) else ""


def _asks_for_age(each: LiveRule) -> bool:
    conditions = each.rule.conditions
    return conditions.age_from is not None or conditions.age_to is not None


def _otherwise(row: Any, said: Sequence[Message], before: str, after: str) -> Otherwise:
    return Otherwise(
        conversation=conversation_id(row.identity_key, row.conversation),
        turn=row.turn,
        words=for_view("\n".join(_texts(said)))[:WORDS],
        intent=top_intent(row),
        now=before,
        then=after,
    )
