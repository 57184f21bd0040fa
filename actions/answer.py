"""action_answer: answers a question, offers articles to choose from, or records a gap."""

from dataclasses import dataclass

import structlog
from rasa_sdk.executor import CollectingDispatcher

from actions import complaint, reply
from actions.asked import place_once_more
from actions.awaited import asks_of_person
from actions.base import NOTHING_NEW, Remember, TurnAction
from actions.helpless import needs_help
from actions.near_loss import is_near_loss
from actions.on_page import asked_of, named
from actions.reply import Segment
from actions.tact import sympathy, wants_person, without_deaths, without_products
from actions.turn import ActionTurn
from hub.messages import Command, FileComplaint
from kb.answer import Abstained, Answered, Answerer, Decision, Offered
from kb.understanding.earlier import NOTHING
from kb.understanding.fillers import plain
from kb.understanding.follow_up import says_nothing
from kb.understanding.question_words import content_of

log = structlog.get_logger(__name__)


FIGURE = "figure"
"""What `bot/components/short_replies.py` calls a bare number, amount, time or date: alone it asks nothing."""


@dataclass(frozen=True, slots=True)
class _Said:
    segments: list[Segment]
    commands: list[Command]


class AnswerQuestion(TurnAction):
    """Asks the knowledge base what the customer asked; what tells more of an open complaint joins that."""

    action_name = "action_answer"

    def __init__(self, answerer: Answerer, hotline: str) -> None:
        self._answerer = answerer
        self._hotline = hotline

    async def act(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """Says one of the three outcomes, or invites to ask where the words ask nothing yet."""
        if says_nothing(turn.text):
            log.info("answer.invited")
            reply.say(dispatcher, [reply.text(turn.words.invitation)])
            return NOTHING_NEW
        if turn.entities.get("reply") == FIGURE and turn.complaint:
            return self._join(dispatcher, turn)
        alone = turn.entities.get("reply") == FIGURE or not content_of(plain(turn.text))
        if alone and turn.earlier == NOTHING:
            reply.say(dispatcher, [reply.text(turn.words.in_a_sentence.format(hotline=self._hotline))])
            return NOTHING_NEW
        if asks_of_person(turn):
            log.info("answer.person_awaited")
            reply.say(dispatcher, [reply.text(turn.words.person_awaited.format(hotline=self._hotline))])
            return NOTHING_NEW
        decision = await self._decided(turn)
        if turn.complaint and self._joins(turn, decision):
            return self._join(dispatcher, turn)
        kind_words = sympathy(turn.text, turn.words)
        found = decision
        if isinstance(found, Offered):
            decision = without_deaths(found, f"{turn.text} {turn.earlier.told}")
            decision = without_products(decision, turn.text) if kind_words else decision
        if isinstance(decision, Offered) and not decision.options and decision is not found:
            said = _Said(reply.only_person(turn.words, self._hotline), [])
        else:
            said = self._said(turn, decision)
        before = [reply.text(kind_words)] if kind_words else []
        person = isinstance(decision, Answered) and (needs_help(turn.text) or wants_person(turn.text))
        behind = reply.person(turn.words) if person else []
        reply.say(dispatcher, [*before, *said.segments, *behind], said.commands)
        return Remember(turn.earlier.after(decision), _still_open(turn, decision))

    async def _decided(self, turn: ActionTurn) -> Decision:
        """The option that is asked for by its number, or what the knowledge base has to the words."""
        option = turn.asked.shown_at(place_once_more(turn.text), turn.number)
        if option and option.article_id:
            return await self._answerer.article(
                option.article_id, channel=turn.channel, at=turn.at, reader=turn.reader
            )
        product = turn.facts.product
        decision = await self._hear(turn, named(turn.text, product))
        bare = asked_of(turn.text, product) if turn.earlier == NOTHING else None
        if bare is None or isinstance(decision, Answered):
            return decision
        about = await self._hear(turn, bare)
        return about if isinstance(about, Answered) else decision

    async def _hear(self, turn: ActionTurn, question: str) -> Decision:
        return await self._answerer.answer(
            question, channel=turn.channel, at=turn.at, earlier=turn.earlier, reader=turn.reader
        )

    def _said(self, turn: ActionTurn, decision: Decision) -> _Said:
        words = turn.words
        match decision:
            case Answered():
                log.info(
                    "answer.given",
                    best_article_id=decision.source.article_id,
                    version=decision.source.version,
                    count=1 + len(decision.also),
                )
                return _Said(reply.answered(decision, words, self._hotline), [])
            case Offered():
                log.info(
                    "answer.offered",
                    best_article_id=decision.options[0].article_id if decision.options else None,
                    count=len(decision.options),
                )
                near = is_near_loss(turn.text, decision)
                before = [reply.text(words.near_loss.format(hotline=self._hotline))] if near else []
                return _Said([*before, *reply.offered(decision, words)], [])
            case Abstained():
                log.info("answer.abstained", reason=decision.reason, best_article_id=decision.best_article_id)
                said = reply.abstained(decision, words, self._hotline)
                return _Said(said, [reply.gap(turn.text, decision)])

    def _joins(self, turn: ActionTurn, decision: Decision) -> bool:
        """Whether words behind a complaint belong to it: of those that are answered, amounts and days."""
        match decision:
            case Answered():
                return complaint.is_detail(turn.text) and complaint.has_figure(turn.text)
            case Offered():
                return complaint.is_detail(turn.text)
            case Abstained():
                return not complaint.is_question(turn.text)

    def _join(self, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Remember:
        """What the customer tells further belongs to the complaint that is open."""
        log.info("complaint.joined")
        command = FileComplaint(text=turn.text[: reply.COMMAND_TEXT_LIMIT])
        words = turn.words.complaint_joined if turn.complaint == 1 else turn.words.complaint_joined_again
        reply.say(dispatcher, [reply.text(words.format(hotline=self._hotline))], [command])
        return Remember(complaint=turn.complaint + 1)


def _still_open(turn: ActionTurn, decision: Decision) -> int | None:
    """An open complaint is over once words about another subject were answered."""
    if not turn.complaint or not isinstance(decision, Answered):
        return None
    return None if complaint.is_of_complaints(decision.source.title) else 0
