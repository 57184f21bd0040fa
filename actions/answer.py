"""action_answer: answers a question, offers articles to choose from, or records a gap."""

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import TurnAction
from actions.turn import Turn
from kb.answer import Abstained, Answered, Answerer, Offered

log = structlog.get_logger(__name__)


class AnswerQuestion(TurnAction):
    """Asks the knowledge base what the customer asked."""

    action_name = "action_answer"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    async def act(self, dispatcher: CollectingDispatcher, turn: Turn) -> None:
        """Says one of the three outcomes."""
        decision = await self._answerer.answer(turn.text, channel=turn.channel, at=turn.at)
        match decision:
            case Answered():
                log.info(
                    "answer.given",
                    best_article_id=decision.source.article_id,
                    version=decision.source.version,
                )
                reply.say(dispatcher, reply.answered(decision))
            case Offered():
                log.info(
                    "answer.offered",
                    best_article_id=decision.options[0].article_id,
                    count=len(decision.options),
                )
                reply.say(dispatcher, reply.offered(decision))
            case Abstained():
                log.info("answer.abstained", reason=decision.reason, best_article_id=decision.best_article_id)
                reply.say(dispatcher, reply.abstained(decision), [reply.gap(turn.text, decision)])
