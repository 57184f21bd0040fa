"""What becomes of answers: a thumb down, a hand-off right after one, a correction make work items of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.owner import Owner
from hub.errors import Conflict
from hub.messages import AuthorKind, Message, Source, Text, plain_text
from hub.ports import AnswerRating, Clock, Correction, Rating
from hub.reactions import OwnerChanged
from hub.store import conversations, messages
from kb.store.drafts import known_articles
from kb.store.work_items import CauseKey
from kb.studio.work_items import AnswerCause, CauseKind, SaidToAnswer, add_cause, take_back

LOOKED_AT = 8
"""So many of the last messages are looked at for an answer."""

RIGHT_AFTER = timedelta(minutes=10)
WORDS_BETWEEN = 2
"""A hand-off belongs to an answer where the customer said no more than so much after it."""


class ArticleVersion(NamedTuple):
    """Of which article it is."""

    article_id: str
    version: int


class Afterwards:
    """Notes what becomes of answers, each in the transaction in which it happens."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    async def do_note_handoff(self, connection: AsyncConnection, changed: OwnerChanged) -> None:
        """A customer who leaves the bot right after an answer: it may not have helped."""
        if changed.before != Owner.BOT or changed.after == Owner.BOT:
            return
        row = await conversations.lock(connection, changed.identity, changed.conversation)
        if row is None or row.alert is not None:
            return  # what is urgent goes to a person whatever was answered
        said = await messages.newest(connection, changed.identity, changed.conversation, limit=LOOKED_AT)
        place = _answer_among(said, self._clock.now())
        source = None if place is None else source_of(said[place])
        if place is None or source is None:
            return
        answer, after = said[place], [each for each in reversed(said[:place]) if _is_customers(each)]
        key = CauseKey(answer.identity, answer.conversation, answer.seq, CauseKind.HANDOFF)
        words = "\n".join(plain_text(each.segments) for each in after)
        asked = question_among(said[place + 1 :])
        await self._add(connection, key, version_of(source), SaidToAnswer(asked, words))

    async def do_note_rating(
        self, connection: AsyncConnection, rating: Rating, source: Source, comment: str
    ) -> None:
        """A thumb down, or that it was taken back; `comment` is masked already."""
        place = rating.place
        key = CauseKey(rating.identity, place.conversation, place.seq, CauseKind.RATING)
        if rating.verdict is not AnswerRating.DOWN:
            await take_back(connection, key)
            return
        before = await messages.before(
            connection, rating.identity, place=(place.conversation, place.seq), limit=LOOKED_AT
        )
        same = [each for each in reversed(before) if each.conversation == place.conversation]
        reason = rating.reason.value if rating.reason else None
        asked = question_among(same)
        await self._add(connection, key, version_of(source), SaidToAnswer(asked, comment, reason))

    async def do_note_correction(self, connection: AsyncConnection, told: Correction) -> None:
        """An agent gave another answer than the article does."""
        key = CauseKey(told.identity, told.place.conversation, told.place.seq, CauseKind.CORRECTION)
        if not await known_articles(connection, [told.article_id]):
            raise Conflict("there is no such article any more")
        said = SaidToAnswer(told.question, told.text, told_by=told.told_by)
        await self._add(connection, key, ArticleVersion(told.article_id, told.version), said)

    async def _add(
        self, connection: AsyncConnection, key: CauseKey, of: ArticleVersion, said: SaidToAnswer
    ) -> None:
        now = self._clock.now()
        await add_cause(connection, AnswerCause(key, *of, now, now.astimezone(self._zone).date(), said))


def version_of(source: Source) -> ArticleVersion:
    """The version of an article that a source names."""
    return ArticleVersion(source.article_id, source.version)


def source_of(message: Message) -> Source | None:
    """The article that a message answers from, where it does."""
    texts = (each for each in message.segments if isinstance(each, Text))
    return next((each.source for each in texts if each.source is not None), None)


def question_among(newest_first: Iterable[Message]) -> str:
    """The customer's last words among these messages; empty where there are none."""
    asked = (plain_text(each.segments) for each in newest_first if _is_customers(each))
    return next(filter(None, asked), "")


def _answer_among(newest_first: Sequence[Message], now: datetime) -> int | None:
    """The place of the answer that the customer was given just before; None where there was none."""
    words = 0
    for place, each in enumerate(newest_first):
        words += _is_customers(each)
        if words > WORDS_BETWEEN or now - each.created_at > RIGHT_AFTER:
            return None
        if each.author.kind is AuthorKind.BOT and source_of(each) is not None:
            return place if words else None
    return None


def _is_customers(message: Message) -> bool:
    return message.author.kind is AuthorKind.CUSTOMER
