"""What the customer sees of a turn before its answer, as the channel shows it: that one types, or waits."""

import asyncio
from collections.abc import Mapping

from hub.bus import Bus, Topic
from hub.conversation.turn import Turn, left_s
from hub.messages import Event, EventKind, NoticeCode
from hub.ports import ChannelRules, Clock, Sender, ShownAs

TYPING_AFTER_S = 0.4
"""A sign that flashes is worse than none, and costs a call on many channels."""


class TurnSigns:
    """Shows signs; nothing of them is stored."""

    def __init__(
        self,
        bus: Bus,
        clock: Clock,
        senders: Mapping[str, Sender],
        rules: Mapping[str, ChannelRules],
        waiting_after_s: float,
    ) -> None:
        """`senders` and `rules`: those of the channels, by name."""
        self._bus = bus
        self._clock = clock
        self._senders = senders
        self._rules = rules
        self._waiting_after_s = waiting_after_s

    async def show_progress(self, turn: Turn) -> None:
        """Shows that somebody is at it, and within 8 s that it takes longer (G5), unless it was called late.

        Where the time has passed already (much to do, or a worker that died), it says so at once.
        """
        if turn.of_house:  # nobody asked, so nobody waits
            return
        await self._wait_until(turn, TYPING_AFTER_S)
        await self.show(turn, EventKind.TYPING)
        if turn.noticed:
            return
        await self._wait_until(turn, self._waiting_after_s)
        await self.show(turn, EventKind.WAITING)

    async def _wait_until(self, turn: Turn, span_s: float) -> None:
        """Waits until so much time has passed since the turn was opened."""
        await asyncio.sleep(max(0.0, left_s(turn, self._clock, span_s)))

    async def show(self, turn: Turn, kind: EventKind) -> None:
        """Shows a sign as the channel shows it, if it does."""
        shown = self._rules[turn.address.channel].shown_as(kind)
        if shown is ShownAs.NOTHING:
            return
        event = Event(
            kind=kind if shown is ShownAs.ITSELF else EventKind.TYPING,
            identity=turn.identity,
            conversation=turn.conversation,
            seq=turn.last_seq,
            at=self._clock.now(),
        )
        await self._senders[turn.address.channel].show(turn.address, event)

    def tells(self, turn: Turn, code: NoticeCode) -> bool:
        """Whether the channel is sent this notice as a message."""
        return self._rules[turn.address.channel].shown_as(code) is ShownAs.ITSELF

    async def follow(self, turn: Turn, code: NoticeCode) -> None:
        """A notice is written: it is sent, or the sign shown that stands for it here."""
        if self.tells(turn, code):
            self._bus.wake(Topic.OUTBOX)
        elif self._rules[turn.address.channel].shown_as(code) is ShownAs.TYPING and not turn.of_house:
            await self.show(turn, EventKind.TYPING)
