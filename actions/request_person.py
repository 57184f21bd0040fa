"""action_request_person: records that the customer wants a person, and says honestly what comes next."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply, wording
from actions.base import TurnAction
from actions.turn import ActionTurn
from hub.messages import RequestPerson
from kb.understanding.earlier import Earlier

REASON_LIMIT = 200


class AskForPerson(TurnAction):
    """Asks for a person; the hub carries the command out when it closes the turn."""

    action_name = "action_request_person"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Says what was recorded; the reason is in the customer's words."""
        command = RequestPerson(reason=(turn.text or wording.PERSON)[:REASON_LIMIT])
        words = wording.PERSON_REQUESTED.format(hotline=self._hotline)
        reply.say(dispatcher, [reply.text(words)], [command])
        return None
