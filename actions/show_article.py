"""action_show_article: shows the article that the customer picked from an offer."""

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import TurnAction
from actions.turn import ActionTurn, BadCall
from kb.answer import Abstained, Answered, Answerer
from kb.understanding.earlier import Earlier

log = structlog.get_logger(__name__)


class ShowArticle(TurnAction):
    """Answers with the article of the entity `article_id`."""

    action_name = "action_show_article"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Earlier | None:
        """Says the article's answer, or why it cannot be shown; raises `BadCall` without an article."""
        article_id = turn.entities.get("article_id")
        if not article_id:
            raise BadCall("no article was picked")
        decision = await self._answerer.article(article_id, channel=turn.channel, at=turn.at)
        match decision:
            case Answered():
                log.info("answer.given", best_article_id=article_id, version=decision.source.version)
                reply.say(dispatcher, reply.answered(decision))
            case Abstained():
                log.info("answer.abstained", reason=decision.reason, best_article_id=article_id)
                reply.say(dispatcher, reply.abstained(decision), [reply.gap(turn.text, decision)])
                return None
        return turn.earlier.after(decision)
