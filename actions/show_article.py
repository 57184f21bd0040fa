"""action_show_article: shows the article that the customer picked from an offer."""

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.turn import ActionTurn, BadCall
from kb.answer import Abstained, Answered, Answerer

log = structlog.get_logger(__name__)


class ShowArticle(TurnAction):
    """Answers with the article of the entity `article_id`."""

    action_name = "action_show_article"

    def __init__(self, answerer: Answerer, hotline: str) -> None:
        self._answerer = answerer
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says the article's answer, or why it cannot be shown; raises `BadCall` without an article."""
        article_id = turn.entities.get("article_id")
        if not article_id:
            raise BadCall("no article was picked")
        decision = await self._answerer.article(
            article_id, channel=turn.channel, at=turn.at, reader=turn.reader
        )
        match decision:
            case Answered():
                log.info("answer.given", best_article_id=article_id, version=decision.source.version)
                reply.say(dispatcher, reply.answered(decision, turn.words, self._hotline))
            case Abstained():
                log.info("answer.abstained", reason=decision.reason, best_article_id=article_id)
                said = reply.abstained(decision, turn.words, self._hotline)
                reply.say(dispatcher, said, [reply.gap(turn.text, decision)])
                return NOTHING_NEW
        return Remember(turn.earlier.after(decision))
