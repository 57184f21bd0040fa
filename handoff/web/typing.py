"""Shows a customer that the agent types, where the channel can."""

import asyncio

import structlog

from handoff.store.reservations import TaskKey
from hub.errors import YuanqiaoError
from hub.messages import Event, EventKind
from hub.parts import PartContext
from hub.ports import Address, Sender, ShownAs

WITHIN_S = 5.0

log = structlog.get_logger(__name__)


class TypingShown:
    """Shows it beside everything else: a provider that is slow holds no desk up."""

    def __init__(self, context: PartContext) -> None:
        self._senders = context.senders
        self._rules = context.rules
        self._clock = context.clock
        self._showing: dict[str, asyncio.Task[None]] = {}

    def show(self, address: Address, key: TaskKey) -> None:
        """Shows it once at a time; whoever is being told already is not told again."""
        sender, rules = self._senders.get(address.channel), self._rules.get(address.channel)
        if sender is None or rules is None or key.identity in self._showing:
            return
        if rules.shown_as(EventKind.TYPING) is ShownAs.NOTHING:
            return
        event = Event(
            kind=EventKind.TYPING,
            identity=key.identity,
            conversation=key.conversation,
            at=self._clock.now(),
        )
        showing = asyncio.create_task(self._show(sender, address, event))
        self._showing[key.identity] = showing
        showing.add_done_callback(lambda _: self._showing.pop(key.identity, None))

    async def _show(self, sender: Sender, address: Address, event: Event) -> None:
        try:
            async with asyncio.timeout(WITHIN_S):
                await sender.show(address, event)
        except (TimeoutError, YuanqiaoError) as error:
            log.info("desk.typing_not_shown", channel=address.channel, cause=type(error).__name__)
