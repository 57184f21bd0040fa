"""The knowledge base as a part of the house."""

from zoneinfo import ZoneInfo

from hub.errors import Unavailable
from hub.messages import AuthorKind, RecordGap, Text
from hub.parts import Part, PartContext
from hub.ports import Wish
from hub.reactions import Said
from kb.advice import KnownAnswers
from kb.answer import Answerer, open_judge
from kb.answered import AnsweredCounts
from kb.commands import record_gap
from kb.hot import Hot
from kb.phrases import Phrases
from kb.questions import KnownQuestions
from kb.ratings import StoredRatings
from kb.search.embedded import EmbeddedSearch
from kb.suggest import Suggestions
from kb.web.media import media_blueprint

TERMINAL = {"kb": "kb.cli.knowledge:kb"}


def open_part(context: PartContext) -> Part:
    """The knowledge base on the hub's database and the embedded index."""
    settings, database, clock = context.settings, context.database, context.clock
    search, zone = EmbeddedSearch(settings.index_dir), ZoneInfo(settings.time_zone)
    suggestions = Suggestions(Phrases(database, clock), search, clock, time_zone=zone)
    answered = AnsweredCounts(
        database,
        clock,
        time_zone=zone,
        may_write=lambda: not context.admission.refuses(Wish.ANALYTICS),
    )

    def count(said: Said) -> None:
        if said.message.author.kind is AuthorKind.BOT:
            texts = [segment for segment in said.message.segments if isinstance(segment, Text)]
            answered.note([text.source for text in texts if text.source is not None])

    async def healthy() -> bool:
        try:
            search.statistics()
        except Unavailable:
            return False
        return True

    answerer = Answerer(database, search, clock, time_zone=zone, judge=open_judge(settings))
    return Part(
        name="kb",
        blueprints=[media_blueprint(database)],
        background=[answered.run],
        commands={RecordGap: record_gap},
        listeners={Said: count},
        healthy=healthy,
        terminal=TERMINAL,
        questions=KnownQuestions(suggestions, Hot(database, clock, zone), clock),
        ratings=StoredRatings(database, clock),
        advice=KnownAnswers(answerer),
    )
