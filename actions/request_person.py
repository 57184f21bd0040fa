"""action_request_person: records that the customer wants a person, and says honestly what comes next."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import Remember, TurnAction
from actions.turn import ActionTurn
from actions.wording import ZH
from hub.messages import RequestPerson

REASON_LIMIT = 200


class AskForPerson(TurnAction):
    """Asks for a person; the hub carries the command out when it closes the turn."""

    action_name = "action_request_person"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says what was recorded; the reason is in the customer's words."""
        command = RequestPerson(reason=(turn.text or ZH.person)[:REASON_LIMIT])
        words = turn.words.person_requested.format(hotline=self._hotline)
        reply.say(dispatcher, [reply.text(words)], [command])
        return Remember(person=True)
