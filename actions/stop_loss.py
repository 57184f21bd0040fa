"""action_stop_loss: a loss or fraud told in English: what stops it first, then articles and a person."""

import re

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import Remember, TurnAction
from actions.turn import ActionTurn
from actions.wording import EN
from kb.answer import Answered, Answerer, Offered

FRAUD = "report_fraud"

LOST, STOLEN_FROM, SCAMMED = "银行卡丢了怎么挂失", "银行卡被盗刷了怎么办", "被骗转账了怎么办"
"""The questions by which the knowledge base is asked: whatever was told, these articles have to come."""

_SCAM = re.compile(
    r"\b(?:scam|trick|cheat|fraudster|swindl|police|caller|safe account|link|code|password|pin|screen)", re.I
)


class StopLoss(TurnAction):
    """Says in English what has to be done at once, and offers the articles and a person."""

    action_name = "action_stop_loss"

    def __init__(self, answerer: Answerer, hotline: str) -> None:
        self._answerer = answerer
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """The first sentence stops the loss; what the knowledge base has stands below it."""
        words = EN.defrauded if turn.intent == FRAUD else EN.lost
        decision = await self._answerer.answer(_in_chinese(turn), channel=turn.channel, at=turn.at)
        said = [reply.text(words.format(hotline=self._hotline))]
        match decision:
            case Answered():
                said += [*reply.answered(decision, EN, self._hotline), *reply.person(EN)]
            case Offered():
                said += reply.offered(decision, EN)
            case _:
                said += reply.person(EN)
        reply.say(dispatcher, said)
        return Remember(turn.earlier.after(decision))


def _in_chinese(turn: ActionTurn) -> str:
    """The question that an article in Chinese answers."""
    if turn.intent != FRAUD:
        return LOST
    return SCAMMED if _SCAM.search(turn.text) else STOLEN_FROM
