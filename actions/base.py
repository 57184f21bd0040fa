"""The base of the actions: each one gets the turn that it works for, and says what to remember of it."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import asked, complaint
from actions.turn import EARLIER_SLOT, ActionTurn
from kb.understanding.earlier import EarlierQuestion


@dataclass(frozen=True, slots=True)
class Remember:
    """What changes in a conversation's memory; `None` where it stays as it is.

    `earlier`: what was asked; `complaint`: how often one that is open was told of, 0 for none; `person`:
    whether a person was asked for.
    """

    earlier: EarlierQuestion | None = None
    complaint: int | None = None
    person: bool = False


NOTHING_NEW = Remember()


class TurnAction(Action):
    """An action on one turn; it writes nothing and only says what it wants (docs/architecture.md)."""

    action_name: str

    def name(self) -> str:
        """The name in `domain.yml`."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Rasa's entry: reads the turn, acts on it, and sets the slots for which there is something new."""
        state = {
            "sender_id": tracker.sender_id,
            "latest_message": tracker.latest_message,
            "slots": tracker.slots,
        }
        turn = ActionTurn.of(state)
        return remembered(dispatcher, turn, await self.act(dispatcher, turn))

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Does the action's work for one turn; says what to remember."""


def remembered(
    dispatcher: CollectingDispatcher, turn: ActionTurn, remember: Remember
) -> list[dict[str, Any]]:
    """The slots for which there is something new once a turn was acted on and all was said."""
    events: list[dict[str, Any]] = []
    if remember.earlier is not None:
        events.append(SlotSet(EARLIER_SLOT, remember.earlier.as_slot()))
    if remember.complaint is not None and remember.complaint != turn.complaint:
        events.append(SlotSet(complaint.SLOT, remember.complaint))
    # What was asked before holds for a while (`asked.NUMBERS_HOLD`), so nothing takes it away.
    said = [segment for message in dispatcher.messages for segment in message["custom"]["segments"]]
    question = asked.asked_in(said, turn.number) or turn.asked
    question = replace(question, person=turn.number if remember.person else turn.asked.person)
    if question != turn.asked:
        events.append(SlotSet(asked.SLOT, question.as_slot()))
    return events
