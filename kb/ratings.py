"""Ratings: what customers thought of answers, kept for the editors."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.messages import Direction, Source
from hub.ports import COMMENT_LIMIT, AnswerRating, Clock, Rating
from hub.privacy import for_view
from hub.store import messages
from hub.store.database import Database
from kb.afterwards import Afterwards, source_of
from kb.metrics import RATINGS
from kb.store import ratings as store
from kb.store.ratings import Disliked

COMMENTS_SHOWN = 3


class StoredRatings:
    """Implements `hub.ports.Ratings` on the database."""

    def __init__(self, database: Database, clock: Clock, afterwards: Afterwards) -> None:
        self._database = database
        self._clock = clock
        self._afterwards = afterwards

    async def rate(self, rating: Rating) -> None:
        """Stores the verdict over an earlier one; `NONE` takes it back.

        Raises `NotFound` unless there is an answer with a source at that place of the same customer's,
        and `StoreUnavailable`.
        """
        async with self._database.write() as connection:
            source = await _source_at(connection, rating)
            comment = clean_comment(rating.comment)
            if rating.verdict is AnswerRating.NONE:
                await store.remove(connection, rating)
            else:
                await store.save(connection, rating, source, comment, self._clock.now())
            await self._afterwards.do_note_rating(connection, rating, source, comment)
        RATINGS.labels(rating.verdict.value).inc()


async def _source_at(connection: AsyncConnection, rating: Rating) -> Source:
    place = rating.place
    message = await messages.one(connection, rating.identity, place.conversation, place.seq)
    if message is not None and message.direction is Direction.OUT:
        source = source_of(message)
        if source is not None:
            return source
    raise NotFound("there is no answer with a source at this place")


def clean_comment(comment: str) -> str:
    """The comment as it may be kept: no secret, personal data masked, nothing that steers a terminal."""
    masked = for_view(comment)
    visible = "".join(char if char.isprintable() else " " for char in masked)
    # A mark may be longer than what it replaces: cutting behind it reveals nothing.
    return " ".join(visible.split())[:COMMENT_LIMIT]


async def most_disliked(database: Database, *, now: datetime, days: int, limit: int) -> list[Disliked]:
    """The articles that customers liked least in the last days, at most `limit`; with newest comments."""
    async with database.read() as connection:
        return await store.most_disliked(
            connection, since=now - timedelta(days=days), articles=limit, comments=COMMENTS_SHOWN
        )
