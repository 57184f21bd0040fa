"""action_handed_back: an agent has given the conversation back; says so, and what was agreed."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply, wording
from actions.base import TurnAction
from actions.turn import ActionTurn
from kb.understanding.earlier import Earlier


class TakeBack(TurnAction):
    """Takes the conversation up again where the agent left it."""

    action_name = "action_handed_back"

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Repeats what the agent agreed with the customer, in the agent's words."""
        agreed = turn.entities.get("agreed", "")
        words = wording.HANDED_BACK_AGREED.format(agreed=agreed) if agreed else wording.HANDED_BACK
        reply.say(dispatcher, [reply.text(words)])
        return None
