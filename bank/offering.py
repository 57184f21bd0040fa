"""Offers to go on with what a customer left under way elsewhere, and hands it over once they say yes.

Offered at the first answer of a conversation and after a login of the bank's: `dialogue_left` opens a turn
that asks. What was told of the dialogue goes over with the yes alone (`do_hand_over`); where it stood it is
over then.
"""

import asyncio
import contextlib
import json
from collections import OrderedDict
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bank import left
from bank.left import DialogueLeft
from bank.store import left as store
from hub.contacts import ContactBook
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import NotFound, StoreUnavailable
from hub.messages import AuthorKind, Trigger
from hub.ports import Clock
from hub.ports.bank import InstructionResult, ResultState
from hub.reactions import Said, SignedIn
from hub.store import conversations, identities
from hub.store.database import Database

LEFT, MOVED = "dialogue_left", "dialogue_moved"
"""The triggers: something rests elsewhere; what rested here goes on elsewhere."""

AGAIN_S = 1.0
MOST_WAITING = 1000
"""So many people are remembered to be looked at; in a rush it is left out rather than late."""

URGENT = frozenset({"request_person", "complain", "insult", "need_help", "report_loss", "report_fraud"})
"""Who begins with one of these is not reminded of anything."""

log = structlog.get_logger(__name__)


class Handed(NamedTuple):
    """How handing over ended, and what was told of the dialogue, as JSON."""

    result: InstructionResult
    found: str = ""


class Offering:
    """Looks beside the way of messages: an offer is worth no message that waits for it."""

    def __init__(
        self, database: Database, clock: Clock, talks: Conversations, contacts: ContactBook, zone: ZoneInfo
    ) -> None:
        """`zone`: in which days are told."""
        self._database = database
        self._clock = clock
        self._conversations = talks
        self._contacts = contacts
        self._zone = zone
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._woken = asyncio.Event()

    def said(self, said: Said) -> None:
        """Listens for the first answer of a conversation."""
        message = said.message
        if message.turn == 1 and message.author.kind is AuthorKind.BOT:
            self._look_at(message.identity)

    def signed_in(self, signed: SignedIn) -> None:
        """Listens for who has shown the bank's login."""
        self._look_at(signed.identity)

    def _look_at(self, identity: str) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting[identity] = None
            self._woken.set()

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.work_due()
            except StoreUnavailable as error:
                log.warning("bank.offer_put_off", why=error.detail)
                await asyncio.sleep(AGAIN_S)
                self._woken.set()
            except Exception:
                log.exception("bank.offering_broke")

    async def work_due(self) -> int:
        """One round: how many were offered something."""
        offered = 0
        while self._waiting:
            identity = next(iter(self._waiting))
            if await self._is_worth_a_look(identity):
                async with self._database.write() as connection:
                    with contextlib.suppress(NotFound):  # erased meanwhile
                        offered += await self._do_offer(connection, identity)
            self._waiting.pop(identity, None)
        return offered

    async def _is_worth_a_look(self, identity: str) -> bool:
        """Whether there is an earlier conversation, or who writes is known: most who are new need no lock."""
        async with self._database.read() as connection:
            row = await store.person(connection, identity)
        known = row is not None and identities.facts_of(row).at(self._clock.now()).verification is not None
        return row is not None and (row.last_conversation > 1 or known)

    async def _do_offer(self, connection: AsyncConnection, identity: str) -> bool:
        person = await identities.lock(connection, identity)
        number = 0 if person is None else person.last_conversation
        talk = await conversations.lock(connection, identity, number) if number else None
        if talk is None or talk.closed_at is not None or talk.owner != Owner.BOT or talk.alert is not None:
            return False
        answer = await store.last_answer(connection, identity, number)
        if answer is None or _is_urgent(answer) or await left.is_under_way(connection, identity, number):
            return False
        now = self._clock.now()
        found = await left.find(connection, self._contacts, identity, now)
        if found is None:
            return False
        since = found.state.at.astimezone(self._zone).date().isoformat()
        details = {"kind": found.state.kind, "since": since}
        if found.elsewhere:
            details["channel"] = found.channel
        key = f"{LEFT}.{number}.{found.identity}.{found.conversation}.{found.turn}"
        trigger = Trigger(name=LEFT, details=dict(details))
        note = await self._conversations.do_note(connection, identity, trigger, key=key)
        if note is not None:
            log.info("bank.dialogue_offered", kind=found.state.kind, elsewhere=found.elsewhere)
        return note is not None

    async def sources(self, identity: str) -> list[str]:
        """The identities whose rows handing over takes, in the order of locks. Raises `NotFound`."""
        async with self._database.write() as connection:
            found = await left.find(connection, self._contacts, identity, self._clock.now())
        return sorted({identity, identity if found is None else found.identity})

    async def do_hand_over(self, connection: AsyncConnection, row: Any, locked: list[str]) -> Handed:
        """What was left, for the conversation that wants to go on with it; where it stood it is over.

        `row`: the reading that wants it; the caller holds `locked`. Refused where there is nothing any more,
        and where it is just being gone on with.
        """
        found = await left.find(connection, self._contacts, row.identity_key, self._clock.now())
        if found is None or found.identity not in locked or found.is_busy:
            return Handed(InstructionResult(state=ResultState.REFUSED, code="nothing_left"))
        await self._do_end(connection, row, found)
        told = {"kind": found.state.kind, "said": found.state.said, "values": found.state.values}
        log.info("bank.dialogue_handed_over", kind=found.state.kind, elsewhere=found.elsewhere)
        return Handed(
            InstructionResult(state=ResultState.DONE), json.dumps({"dialogue": told}, ensure_ascii=False)
        )

    async def _do_end(self, connection: AsyncConnection, row: Any, found: DialogueLeft) -> None:
        if found.is_open and found.elsewhere:
            channel = (await identities.address_of(connection, row.identity_key)).channel
            trigger = Trigger(name=MOVED, details={"kind": found.state.kind, "channel": channel})
            key = f"{MOVED}.{row.identity_key}.{row.conversation}.{row.turn}.{row.number}"
            await self._conversations.do_note(connection, found.identity, trigger, key=key)
            return
        answer = await store.last_answer(connection, found.identity, found.conversation)
        if answer is not None:
            slots = {name: value for name, value in answer.bot_state["slots"].items() if name != "dialogue"}
            state = {**answer.bot_state, "slots": slots}
            await store.set_state(connection, found.identity, found.conversation, answer.turn, state)


def _is_urgent(answer: Any) -> bool:
    return any(each.get("name") in URGENT for each in (answer.intents or ())[:1])
