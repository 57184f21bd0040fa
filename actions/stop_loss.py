"""action_stop_loss: a loss or fraud told in English: what stops it first, then articles and a person."""

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import Remember, TurnAction
from actions.turn import ActionTurn
from actions.wording import EN
from kb.answer import Answered, Answerer, Offered

FRAUD = "report_fraud"

ASKED_IN_CHINESE = {"report_loss": "银行卡丢了怎么挂失", FRAUD: "银行卡被盗刷了怎么办"}
"""The question by which the knowledge base is asked: its articles are in Chinese."""


class StopLoss(TurnAction):
    """Says in English what has to be done at once, and offers the articles and a person."""

    action_name = "action_stop_loss"

    def __init__(self, answerer: Answerer, hotline: str) -> None:
        self._answerer = answerer
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """The first sentence stops the loss; what the knowledge base has stands below it."""
        words = EN.defrauded if turn.intent == FRAUD else EN.lost
        asked = ASKED_IN_CHINESE.get(turn.intent, ASKED_IN_CHINESE[FRAUD])
        decision = await self._answerer.answer(asked, channel=turn.channel, at=turn.at)
        said = [reply.text(words.format(hotline=self._hotline))]
        match decision:
            case Answered():
                said += [*reply.answered(decision, EN, self._hotline)[1:], *reply.person(EN)]
            case Offered():
                said += reply.offered(decision, EN)
            case _:
                said += reply.person(EN)
        reply.say(dispatcher, said)
        return Remember(turn.earlier.after(decision))
