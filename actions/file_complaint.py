"""action_file_complaint: records a complaint for people to see."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import Remember, TurnAction
from actions.tact import sympathy
from actions.turn import ActionTurn
from hub.messages import FileComplaint


class Complain(TurnAction):
    """Files a complaint; the hub carries the command out when it closes the turn."""

    action_name = "action_file_complaint"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says calmly what was recorded and what happens next, and offers a person."""
        words = turn.words.complaint_joined if turn.complaint else turn.words.complaint_filed
        command = FileComplaint(text=turn.text[: reply.COMMAND_TEXT_LIMIT])
        kind_words = sympathy(turn.text, turn.words)
        before = [reply.text(kind_words)] if kind_words else []
        said = [*before, reply.text(words.format(hotline=self._hotline)), *reply.person(turn.words)]
        reply.say(dispatcher, said, [command])
        return Remember(complaint=turn.complaint + 1)
