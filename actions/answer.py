"""action_answer: answers a question, offers articles to choose from, or records a gap."""

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import reply, wording
from actions.base import TurnAction
from actions.turn import ActionTurn
from kb.answer import Abstained, Answered, Answerer, Offered
from kb.understanding.earlier import Earlier
from kb.understanding.follow_up import says_nothing

log = structlog.get_logger(__name__)


class AnswerQuestion(TurnAction):
    """Asks the knowledge base what the customer asked."""

    action_name = "action_answer"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Says one of the three outcomes, or invites to ask where the words ask nothing yet."""
        if says_nothing(turn.text):
            log.info("answer.invited")
            reply.say(dispatcher, [reply.text(wording.INVITATION)])
            return None
        decision = await self._answerer.answer(
            turn.text, channel=turn.channel, at=turn.at, earlier=turn.earlier
        )
        match decision:
            case Answered():
                log.info(
                    "answer.given",
                    best_article_id=decision.source.article_id,
                    version=decision.source.version,
                    count=1 + len(decision.also),
                )
                reply.say(dispatcher, reply.answered(decision))
            case Offered():
                log.info(
                    "answer.offered",
                    best_article_id=decision.options[0].article_id if decision.options else None,
                    count=len(decision.options),
                )
                reply.say(dispatcher, reply.offered(decision))
            case Abstained():
                log.info("answer.abstained", reason=decision.reason, best_article_id=decision.best_article_id)
                reply.say(dispatcher, reply.abstained(decision), [reply.gap(turn.text, decision)])
        return turn.earlier.after(decision)
