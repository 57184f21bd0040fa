"""The knowledge base as a part of the house."""

from pathlib import Path
from zoneinfo import ZoneInfo

from hub.errors import Unavailable
from hub.messages import AuthorKind, RecordGap, Text
from hub.parts import Part, PartContext
from hub.ports import Wish
from hub.reactions import Said
from hub.staff import StaffRoute
from kb import calibration, store
from kb.answer import open_risks
from kb.answered import AnsweredCounts
from kb.commands import record_gap
from kb.hot import Hot
from kb.phrases import Phrases
from kb.questions import KnownQuestions
from kb.ratings import StoredRatings
from kb.search.embedded import EmbeddedSearch
from kb.search.port import SearchBackend
from kb.studio.indexing import Indexing
from kb.studio.trying import Trying
from kb.suggest import Suggestions
from kb.web.media import media_blueprint
from kb.web.studio.articles import ArticleRoutes
from kb.web.studio.categories import ROUTES as CATEGORY_ROUTES
from kb.web.studio.gaps import GapRoutes
from kb.web.studio.rights import KINDS, RIGHTS
from kb.web.studio.trying import TryingRoutes

TERMINAL = {"kb": "kb.cli.knowledge:kb"}
MIGRATIONS = store.MIGRATIONS


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

    return Part(
        name="kb",
        blueprints=[media_blueprint(database)],
        background=[answered.run, Indexing(database, settings.index_dir, clock, time_zone=zone).run],
        commands={RecordGap: record_gap},
        listeners={Said: count},
        healthy=healthy,
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        questions=KnownQuestions(suggestions, Hot(database, clock, zone), clock),
        ratings=StoredRatings(database, clock),
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=_studio(context, search, zone),
    )


def _studio(context: PartContext, search: SearchBackend, zone: ZoneInfo) -> list[StaffRoute]:
    """What editors and reviewers ask for; raises `SetupError` for a calibration that is none."""
    settings, clock = context.settings, context.clock
    curve = calibration.load(Path(settings.kb_calibration or calibration.SHIPPED))
    trying = Trying(context.database, search, clock, curve, time_zone=zone)
    return [
        *ArticleRoutes(clock, zone).routes(),
        *GapRoutes(clock).routes(),
        *TryingRoutes(trying, open_risks(settings), clock, zone).routes(),
        *CATEGORY_ROUTES,
    ]
