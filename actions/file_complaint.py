"""action_file_complaint: records a complaint for people to see."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply, wording
from actions.base import TurnAction
from actions.turn import ActionTurn
from hub.messages import FileComplaint
from kb.understanding.earlier import Earlier


class Complain(TurnAction):
    """Files a complaint; the hub carries the command out when it closes the turn."""

    action_name = "action_file_complaint"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Says calmly what was recorded and what happens next, and offers a person."""
        words = wording.COMPLAINT_FILED.format(hotline=self._hotline)
        person = reply.choices(wording.ASK_FOR_PERSON, [reply.option(wording.PERSON, "request_person")])
        command = FileComplaint(text=turn.text[: reply.COMMAND_TEXT_LIMIT])
        reply.say(dispatcher, [reply.text(words), person], [command])
        return None
