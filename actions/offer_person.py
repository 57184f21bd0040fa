"""action_offer_person: for who swears or cannot manage alone: a calm word, the hotline, and a person."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.turn import ActionTurn

NEED_HELP = "need_help"


class OfferPerson(TurnAction):
    """Offers a person without asking for one yet: who is upset may want to try again."""

    action_name = "action_offer_person"

    def __init__(self, hotline: str) -> None:
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says the word that fits what was understood."""
        words = turn.words.need_help if turn.intent == NEED_HELP else turn.words.stay_calm
        reply.say(dispatcher, [reply.text(words.format(hotline=self._hotline)), *reply.person(turn.words)])
        return NOTHING_NEW
