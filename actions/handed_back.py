"""action_handed_back: an agent has given the conversation back; says so, and what was agreed."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import Remember, TurnAction
from actions.turn import ActionTurn


class TakeBack(TurnAction):
    """Takes the conversation up again where the agent left it."""

    action_name = "action_handed_back"

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Repeats what the agent agreed with the customer, in the agent's words."""
        agreed = turn.entities.get("agreed", "")
        words = turn.words.handed_back_agreed.format(agreed=agreed) if agreed else turn.words.handed_back
        reply.say(dispatcher, [reply.text(words)])
        # What was complained of has been with a person by now.
        return Remember(complaint=0)
