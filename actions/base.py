"""The base of the actions: each one gets the turn that it works for, and returns no events."""

from abc import abstractmethod
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import Turn


class TurnAction(Action):
    """An action on one turn; it writes nothing and only says what it wants (design.md §3.3)."""

    action_name: str

    def name(self) -> str:
        """The name in `domain.yml`."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Rasa's entry: reads the turn and acts on it."""
        state = {"sender_id": tracker.sender_id, "latest_message": tracker.latest_message}
        await self.act(dispatcher, Turn.of(state))
        return []

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, turn: Turn) -> None:
        """Does the action's work for one turn."""
