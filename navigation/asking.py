"""Asks once, a while after somebody was led somewhere, whether it helped; else a person does."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.conversation.replies import PERSON_INTENT, place_of_choice
from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import OfferedChoices, OfferedOption, Pick, PickInput, Reply, SpokenText
from hub.errors import Conflict, NotFound, StoreUnavailable
from hub.messages import Author, AuthorKind, Choice, Message
from hub.ports import Clock
from hub.reactions import Arrived, OwnerChanged
from hub.store import conversations, messages
from hub.store.database import Database
from navigation.guiding import BACK_WITHIN
from navigation.store import guided
from navigation.words import WORDS, NavigationWords

SOLVED = "navigation_solved"
"""The intent of the option that says it helped: the house answers it, the bot never hears it."""

LOOK_EVERY_S = 2.0
AT_ONCE = 20

log = structlog.get_logger(__name__)


class HelpedAsking:
    """Any number of processes may run one: each row is looked at under its lock."""

    def __init__(self, database: Database, clock: Clock, speaking: Conversations, *, after_s: float) -> None:
        self._database = database
        self._clock = clock
        self._speaking = speaking
        self._after = timedelta(seconds=after_s)

    async def run(self) -> None:
        """Asks until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("navigation.asking_waits", cause=error.detail)
            except Exception:
                # Nobody else does this work.
                log.exception("navigation.asking_broke")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """One round."""
        async with self._database.read() as connection:
            rows = await guided.due(connection, self._clock.now(), AT_ONCE)
        for row in rows:
            async with self._database.write() as connection:
                await self._do_ask(connection, row)

    async def _do_ask(self, connection: AsyncConnection, seen: Any) -> None:
        """Asks where the bot has the conversation and nobody wrote lately; else later, or not at all."""
        talk = await conversations.lock(connection, seen.identity_key, seen.conversation)
        row, now = await guided.locked(connection, seen), self._clock.now()
        if row is None or row.ask_at is None or row.ask_at > now:
            return
        if talk is None or talk.closed_at is not None or talk.owner != Owner.BOT or talk.alert is not None:
            await guided.change(connection, row, ask_at=None)
            return
        newest = await messages.newest(connection, row.identity_key, row.conversation, limit=1)
        later = _wait_until(newest, self._after)
        if later is not None and later > now:
            await guided.change(connection, row, ask_at=later)
            return
        try:
            asked = await self._speaking.do_ask(
                connection,
                row.identity_key,
                row.conversation,
                question(WORDS["en" if row.english else "zh"]),
                author=Author(kind=AuthorKind.BOT),
            )
        except (NotFound, Conflict):
            await guided.change(connection, row, ask_at=None)
            return
        await guided.change(connection, row, ask_at=None, asked_seq=asked.seq)
        log.info("navigation.asked", place=row.destination_id, intent=row.intent)

    async def do_note_choice(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """Notes what was chosen, in the transaction that takes the choice in."""
        message = arrived.message
        last = message.segments[-1]
        if not isinstance(last, Choice) or (place := place_of_choice(last.id)) is None:
            return
        row = await guided.asked_by(connection, message.identity, *place)
        picks = await messages.picks_of(connection, message.identity, *place) if row is not None else {}
        if row is None or last.id not in picks:
            return
        helped = picks[last.id]["intent"] == SOLVED
        await guided.change(connection, row, outcome="solved" if helped else "unsolved")

    async def do_note_person(self, connection: AsyncConnection, changed: OwnerChanged) -> None:
        """Who needs a person within a day was not helped by where they were led."""
        if changed.before == Owner.BOT:
            await guided.note_return(connection, changed.identity, since=self._clock.now() - BACK_WITHIN)


def question(words: NavigationWords) -> OfferedChoices:
    """The question whether it helped."""
    return OfferedChoices(
        prompt=words.did_it_help,
        options=[
            OfferedOption(label=words.helped, pick=Pick(intent=SOLVED)),
            OfferedOption(label=words.not_helped, pick=Pick(intent=PERSON_INTENT)),
        ],
    )


def _wait_until(newest: Sequence[Message], span: timedelta) -> datetime | None:
    """Until when a customer who wrote last, or was just answered, is left alone."""
    return newest[-1].created_at + span if newest else None


class SolvedTriage:
    """Implements `hub.conversation.triage.Triage`: thanks who was helped, without the bot."""

    def judge(
        self, said: Sequence[Message], pick: PickInput | None, alert: Alert | None, language: str | None
    ) -> Urgent | None:
        """The answer to the option that says it helped."""
        if pick is None or pick.intent != SOLVED or len(said) > 1:
            return None
        words = WORDS["en" if (language or "").startswith("en") else "zh"]
        thanks = [SpokenText(text=words.thanks)]
        return Urgent("navigation.solved", thanks, (), alert, said[-1].seq)

    def presses(self, message: Message) -> bool:
        """No."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None
