"""action_take_reply: what 好的, 不用, 第二个 or 都不是 mean, after what the bot asked last."""

from dataclasses import replace

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import reply
from actions.answer import AnswerQuestion
from actions.asked import ARTICLE, NUMBERS_HOLD, AskedOption
from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.request_person import AskForPerson
from actions.show_article import ShowArticle
from actions.turn import ActionTurn
from kb.understanding.follow_up import says_nothing

log = structlog.get_logger(__name__)

THANKS, DENY = "thanks", "deny"


class TakeReply(TurnAction):
    """Takes a reply for what it means; where nothing was asked, for a word of courtesy or for a question."""

    action_name = "action_take_reply"

    def __init__(self, answer: AnswerQuestion, show: ShowArticle, person: AskForPerson, hotline: str) -> None:
        self._answer = answer
        self._show = show
        self._person = person
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Does what was chosen, asks which one is meant, or lets the matter rest."""
        meaning = turn.entities.get("reply", "")
        log.info("reply.taken", why=meaning or turn.intent)
        age = turn.number - turn.asked.turn
        shown = bool(turn.asked.options) and age <= NUMBERS_HOLD
        if meaning in ("yes", "no", ""):
            return await self._word(dispatcher, turn, meaning if shown and age == 1 else "")
        if meaning == "none" and shown and (turn.asked.articles or not says_nothing(turn.text)):
            return self._none_of_them(dispatcher, turn)
        if meaning == "none" and shown:  # 不是, where only a person was offered
            return self._say(dispatcher, turn.words.declined)
        return await self._choice(dispatcher, turn, meaning if shown else None)

    async def _word(self, dispatcher: CollectingDispatcher, turn: ActionTurn, answer: str) -> Remember:
        """An assent or a refusal, or where it answers nothing that was `asked` just before, a courtesy."""
        if answer == "yes":
            return await self._assent(dispatcher, turn)
        words = turn.words
        if answer == "no":
            return self._say(dispatcher, words.declined)
        if turn.intent == THANKS:
            return self._say(dispatcher, words.thanks)
        return self._say(dispatcher, words.no_more if turn.intent == DENY else words.at_your_service)

    async def _choice(
        self, dispatcher: CollectingDispatcher, turn: ActionTurn, place: str | None
    ) -> Remember:
        if place == "this":
            return await self._assent(dispatcher, turn)
        option = turn.asked.at(place) if place and place != "none" else None
        if option is not None:
            return await self._do(dispatcher, turn, option)
        if says_nothing(turn.text) or turn.complaint:
            return await self._answer.act(dispatcher, turn)
        # What counts nothing that is shown names nothing that could be looked up.
        return self._say(dispatcher, turn.words.in_a_sentence)

    async def _assent(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        option = turn.asked.meant_by_yes()
        # 好的谢谢 to an answer thanks for that; to nothing but an offer it takes the offer.
        if turn.intent == THANKS and (option is None or turn.asked.behind_answer):
            return self._say(dispatcher, turn.words.thanks)
        if option:
            return await self._do(dispatcher, turn, option)
        again = [_as_segment(each) for each in turn.asked.options]
        reply.say(dispatcher, [reply.choices(turn.words.which_one, again)])
        return NOTHING_NEW

    async def _do(self, dispatcher: CollectingDispatcher, turn: ActionTurn, option: AskedOption) -> Remember:
        if option.intent == ARTICLE and option.article_id:
            picked = replace(turn, text=option.label, entities={"article_id": option.article_id})
            return await self._show.act(dispatcher, picked)
        # What they asked says more to whoever reads the request than "好的".
        reason = turn.earlier.waiting or option.label
        return await self._person.act(dispatcher, replace(turn, text=reason))

    def _none_of_them(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        words = turn.words.in_other_words.format(hotline=self._hotline)
        reply.say(dispatcher, [reply.text(words), *reply.person(turn.words)])
        return NOTHING_NEW

    def _say(self, dispatcher: CollectingDispatcher, words: str) -> Remember:
        reply.say(dispatcher, [reply.text(words.format(hotline=self._hotline))])
        return NOTHING_NEW


def _as_segment(option: AskedOption) -> reply.Segment:
    entities = {"article_id": option.article_id} if option.article_id else {}
    return reply.option(option.label, option.intent, **entities)
