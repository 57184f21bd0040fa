"""Looks at a turn before the bot is asked: what cannot wait is answered by the house itself.

A part that knows what is urgent, or an answer that needs no bot, implements `Triage` (docs/urgent.md); here
stands what the turn asks of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hub.engine.contract import PickInput, Reply
from hub.messages import Command, Message

Alert = Mapping[str, Any]
"""What a conversation is urgently about, and what is known of it: kept with it, read by the part alone."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """The house's own answer to a turn, which needs no bot.

    `name`: what it was taken for, for the trail. `up_to`: the number of the last message that it answers.
    `ask`: a question whose article belongs below it, where the bot can answer that at once. `alert`: what the
    conversation is urgently about from here on, None for nothing. `left`: earlier words of the turn ask
    something else, which people have to answer. `notes`: it only takes down what the words may tell, so that
    words which the bot has asked for are the bot's.
    """

    name: str
    replies: Sequence[Reply]
    commands: Sequence[Command]
    alert: Alert | None
    up_to: int
    ask: str | None = None
    left: bool = False
    notes: bool = False


class Triage(Protocol):
    """Tells what is urgent; must be quick, and needs nothing but the words."""

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The answer to what is urgent in these messages; None where the bot is to answer them.

        `pick`: what the newest message chose. `alert`: what the conversation is about already. `language`: a
        BCP 47 tag where it is known for certain.
        """
        ...

    def presses(self, message: Message) -> bool:
        """Whether a message is urgent by itself: it should not wait for the bot's answer to another."""
        ...

    def reminder(self, alert: Alert) -> Reply | None:
        """What is said below an answer of the bot that knows nothing, while something is urgent."""
        ...


class EveryTriage:
    """Asks each of several: the first that has an answer gives it."""

    def __init__(self, each: Sequence[Triage]) -> None:
        self._each = tuple(each)

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The answer of the first that has one."""
        judged = (each.judge(said, pick, alert, language) for each in self._each)
        return next((urgent for urgent in judged if urgent is not None), None)

    def presses(self, message: Message) -> bool:
        """Whether one of them says so."""
        return any(each.presses(message) for each in self._each)

    def reminder(self, alert: Alert) -> Reply | None:
        """The reminder of the first that has one."""
        reminders = (each.reminder(alert) for each in self._each)
        return next((reply for reply in reminders if reply is not None), None)


class NothingUrgent:
    """Takes nothing for urgent: for a house without that part."""

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """None."""
        return None

    def presses(self, message: Message) -> bool:
        """No."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None
