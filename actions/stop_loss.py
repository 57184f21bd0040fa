"""action_stop_loss: a loss or fraud told in English: what stops it first, then articles and a person."""

import re

from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.answer import AnswerQuestion
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

_HELD = re.compile(
    r"\b(?:account|card)s?\b.{0,16}\b(?:is|was|are|were|been|got|being)\b.{0,12}"
    r"\b(?:frozen|blocked|locked|restricted|suspended)\b"
    r"|\b(?:is|was|been) my (?:\w+ )?(?:account|card) (?:frozen|blocked|locked|restricted|suspended)\b"
    r"|\b(?:froze|locked|blocked|suspended) my (?:account|card)\b"
    r"|\bunfreeze\b",
    re.I,
)
_HARMED = re.compile(
    r"\b(?:lost|stolen|stole|missing|scam\w*|fraud\w*|hack\w*|trick\w*|swindl\w*|someone|somebody|caller|police"
    r"|gone|not me|wasn.?t me|(?:did not|didn.?t) make)\b",
    re.I,
)


def _is_held(text: str) -> bool:
    """Whether the bank holds an account, and nothing was lost: there is nothing to block any more."""
    return bool(_HELD.search(text)) and not _HARMED.search(text)


class StopLoss(TurnAction):
    """Says in English what has to be done at once, and offers the articles and a person."""

    action_name = "action_stop_loss"

    def __init__(self, answerer: Answerer, answer: AnswerQuestion, hotline: str) -> None:
        self._answerer = answerer
        self._answer = answer
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """The first sentence stops the loss; what the knowledge base has stands below it."""
        if _is_held(turn.text):
            return await self._answer.act(dispatcher, turn)
        words = EN.defrauded if turn.intent == FRAUD else EN.lost
        decision = await self._answerer.answer(
            _in_chinese(turn), channel=turn.channel, at=turn.at, reader=turn.reader
        )
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
