"""The base of the actions: each one gets the turn that it works for, and says what to remember of it."""

from abc import abstractmethod
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import EARLIER_SLOT, ActionTurn
from kb.understanding.earlier import Earlier


class TurnAction(Action):
    """An action on one turn; it writes nothing and only says what it wants (docs/architecture.md)."""

    action_name: str

    def name(self) -> str:
        """The name in `domain.yml`."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Rasa's entry: reads the turn, acts on it, and sets the slot where there is something new."""
        state = {
            "sender_id": tracker.sender_id,
            "latest_message": tracker.latest_message,
            "slots": tracker.slots,
        }
        remembered = await self.act(dispatcher, ActionTurn.of(state))
        return [] if remembered is None else [SlotSet(EARLIER_SLOT, remembered.as_slot())]

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Does the action's work for one turn; `None` where what is remembered stays as it is."""
