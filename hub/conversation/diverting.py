"""Asks the rules where a turn goes, before the bot is asked and once more when it has answered.

Rules that break or take too long change nothing: the turn goes as without them, and the log says so.
"""

import asyncio
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.notices import offer_person
from hub.conversation.replies import PERSON_INTENT, chosen
from hub.conversation.standing import wishes_person_in_words
from hub.conversation.together import asked_of_bot
from hub.conversation.triage import Urgent
from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer, PickInput, Reply, SpokenText
from hub.engine.history import is_in_dialogue
from hub.messages import RecordGap, RequestPerson, plain_text
from hub.metrics import TURNS_DIVERTED
from hub.ports.diversion import UNTIL_ANSWERED, Diversion, TurnToDivert, Undecided, Way

WITHIN_S = 1.5
"""So long a turn waits for the rules, the bank's own answer included."""

log = structlog.get_logger(__name__)


class FoundWay(NamedTuple):
    """A way, and for which turn it was found."""

    asked: TurnToDivert
    way: Way


class Diverting:
    """Has no state of its own."""

    def __init__(self, diversion: Diversion) -> None:
        self._diversion = diversion

    async def before(self, turn: Turn, pick: PickInput | None) -> FoundWay | Undecided | None:
        """The way of a turn that the bot was not asked about yet; `pick`: what its newest message chose."""
        if turn.of_house or turn.replayed:
            return None
        wish = any(wishes_person_in_words(plain_text(each.segments)) for each in turn.messages)
        if chosen(turn.messages) is None:
            return await self._find(_asked(turn, wish=wish))
        # An option says by itself what is wanted; of one that nobody knows the bot makes what it can.
        if pick is None:
            return UNTIL_ANSWERED
        return await self._find(
            _asked(turn, intent=pick.intent, wish=wish or pick.intent == PERSON_INTENT, busy=True)
        )

    async def applied(
        self, turn: Turn, done: BotAnswer, decided: FoundWay | Undecided | None
    ) -> tuple[BotAnswer, FoundWay | None]:
        """The bot's answer as the rules change it; `decided`: what they said before it was asked."""
        found = await self._after(turn, done) if isinstance(decided, Undecided) else decided
        return (done if found is None else _diverted(turn, done, found.way)), found

    async def _after(self, turn: Turn, done: BotAnswer) -> FoundWay | None:
        """The way of a turn that the bot has answered, where rules ask for what it understood."""
        if turn.of_house or turn.replayed or not done.intents:
            return None
        intent = done.intents[0].name
        wanted = [each for each in done.commands if not isinstance(each, RecordGap)]
        wish = intent == PERSON_INTENT or any(isinstance(each, RequestPerson) for each in wanted)
        wish = wish or any(wishes_person_in_words(plain_text(each.segments)) for each in turn.messages)
        busy = bool(wanted) or is_in_dialogue(done.state)
        found = await self._find(_asked(turn, intent=intent, answered=True, wish=wish, busy=busy))
        return found if isinstance(found, FoundWay) else None

    async def do_note(self, connection: AsyncConnection, decided: FoundWay | None) -> None:
        """Keeps what was decided, in the transaction that closes the turn."""
        if decided is not None:
            await self._diversion.do_note(connection, decided.asked, decided.way)

    async def _find(self, asked: TurnToDivert) -> FoundWay | Undecided | None:
        try:
            async with asyncio.timeout(WITHIN_S):
                way = await self._diversion.find_way(asked)
        except Exception as error:  # noqa: BLE001  (whatever breaks in the rules, the customer is answered)
            log.warning("turn.diversion_broke", cause=error)
            return UNTIL_ANSWERED
        return FoundWay(asked, way) if isinstance(way, Way) else way


def told(decided: FoundWay | None) -> None:
    """Counts and logs where a turn has gone."""
    if decided is not None:
        TURNS_DIVERTED.labels(decided.way.name).inc()
        log.info("turn.diverted", kind=decided.way.name)


def answer_of(turn: Turn, way: Way) -> Urgent:
    """The house's own answer; what the conversation is urgently about stays so.

    Where a person is asked for, it answers all words of the turn: people read them.
    """
    last = turn.messages[-1] if way.commands else asked_of_bot(turn.messages)[-1]
    return Urgent(way.name, _replies(turn, way), way.commands, turn.alert, last.seq)


def _diverted(turn: Turn, done: BotAnswer, way: Way) -> BotAnswer:
    """The bot's answer as a rule changes it: a person is asked for below it, or the house answers instead."""
    if not way.by_house:
        return done
    asked = next((each for each in done.commands if isinstance(each, RequestPerson)), None)
    if asked is not None:
        # The bot has asked for somebody and said so; where the customer waits is the rule's.
        ruled = next(
            (each for each in way.commands if isinstance(each, RequestPerson)), RequestPerson(reason="")
        )
        led = asked.model_copy(update={"queue": ruled.queue, "medium": ruled.medium})
        others = [each for each in done.commands if each is not asked]
        return done.model_copy(update={"commands": [led, *others]})
    said = [] if way.instead else done.replies
    return done.model_copy(
        update={"replies": [*said, *_replies(turn, way)], "commands": [*done.commands, *way.commands]}
    )


def _replies(turn: Turn, way: Way) -> list[Reply]:
    said: list[Reply] = [SpokenText(text=way.words)]
    if way.link is not None:
        said.append(way.link)
    if way.offers_person:
        said.append(offer_person(turn))
    return said


def _asked(
    turn: Turn, *, intent: str | None = None, answered: bool = False, wish: bool, busy: bool = False
) -> TurnToDivert:
    first = turn.messages[0]
    return TurnToDivert(
        identity=turn.identity,
        conversation=turn.conversation,
        turn=turn.number,
        address=turn.address,
        facts=turn.facts,
        messages=turn.messages,
        waiting_since=first.created_at,
        intent=intent,
        answered=answered,
        wish=wish,
        busy=busy,
    )
