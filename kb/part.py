"""The knowledge base as a part of the house."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from zoneinfo import ZoneInfo

from sanic import Blueprint

from hub.errors import Unavailable
from hub.leader import LeaderLoop
from hub.messages import AuthorKind, RecordGap, Text
from hub.parts import Background, Part, PartContext
from hub.ports import Wish
from hub.reactions import Arrived, Happening, OwnerChanged, React, Said
from hub.staff import StaffRoute
from kb.advice import KnownAnswers
from kb.afterwards import Afterwards
from kb.announcing import Announcing
from kb.answer import Answerer, open_calibration, open_judge, open_risks
from kb.answered import AnsweredCounts
from kb.choice_counts import ChoiceCounts
from kb.commands import record_gap
from kb.following import Following, embedded_index
from kb.help.pages import HelpPublisher, Pages
from kb.hot import Hot
from kb.metrics import SEARCH_FELL_BACK
from kb.phrases import Phrases
from kb.questions import KnownQuestions
from kb.ratings import StoredRatings
from kb.search.opening import open_search
from kb.search.port import ELASTICSEARCH, EMBEDDED, Filters, SearchBackend
from kb.studio.pictures import open_intake
from kb.studio.replay import DraftReplay
from kb.studio.synonym_trial import SynonymTrial
from kb.studio.trying import QuestionTrial
from kb.suggest import Suggestions
from kb.web.help import HelpPages
from kb.web.media import media_blueprint
from kb.web.studio import announcements
from kb.web.studio.articles import ArticleRoutes
from kb.web.studio.categories import CategoryRoutes
from kb.web.studio.exchange import ExchangeRoutes
from kb.web.studio.gaps import GapRoutes
from kb.web.studio.offer_order import OfferOrderRoutes
from kb.web.studio.pictures import PictureRoutes
from kb.web.studio.readers import ROUTES as READER_ROUTES
from kb.web.studio.replaying import ReplayRoutes
from kb.web.studio.reviews import ROUTES as REVIEW_ROUTES
from kb.web.studio.rights import KINDS, RIGHTS
from kb.web.studio.synonyms import SynonymRoutes
from kb.web.studio.trying import TryingRoutes
from kb.web.studio.values import ValueRoutes
from kb.web.studio.waiting import WAITING
from kb.web.studio.work_items import WORK_ITEM_KIND, WorkItemRoutes

TERMINAL = {"kb": "kb.cli.knowledge:kb"}

Check = Callable[[], Awaitable[bool]]

PROBE = "好"
"""What is searched for to see whether Elasticsearch answers; what is found does not matter."""


def open_part(context: PartContext) -> Part:
    """The knowledge base on the hub's database and the search that the settings name."""
    settings, database, clock = context.settings, context.database, context.clock
    zone = ZoneInfo(settings.time_zone)
    search = open_search(settings, database, clock, told=lambda answers: SEARCH_FELL_BACK.set(not answers))
    phrases = Phrases(database, clock)
    suggestions = Suggestions(phrases, search, clock, time_zone=zone)

    def may_write() -> bool:
        return not context.admission.refuses(Wish.ANALYTICS)

    answered = AnsweredCounts(database, clock, time_zone=zone, may_write=may_write)
    chosen = ChoiceCounts(database, clock, time_zone=zone, may_write=may_write)

    def count(said: Said) -> None:
        if said.message.author.kind is AuthorKind.BOT:
            texts = [segment for segment in said.message.segments if isinstance(segment, Text)]
            answered.note([text.source for text in texts if text.source is not None])

    async def healthy() -> bool:
        try:
            await search.refreshed()
        except Unavailable:
            return False
        return True

    announcing = Announcing(database, clock)
    afterwards = Afterwards(clock, zone)
    answerer = Answerer(
        database,
        search,
        clock,
        time_zone=zone,
        judge=open_judge(settings),
        help_address=settings.help_address,
    )
    reactions: dict[type[Happening], React] = {OwnerChanged: afterwards.do_note_handoff}
    counting = [answered.run]
    if settings.kb_learn_order:
        reactions[Arrived] = chosen.do_note
        counting.append(chosen.run)
    return Part(
        name="kb",
        blueprints=[media_blueprint(database), *_help(context, phrases, answerer, zone)],
        background=[*counting, announcing.run, *_indexes(context, zone), _closing(search)],
        commands={RecordGap: record_gap},
        reactions=reactions,
        listeners={Said: count},
        healthy=healthy,
        checks=_checks(context, search, zone),
        questions=KnownQuestions(suggestions, Hot(database, clock, zone), clock),
        ratings=StoredRatings(database, clock, afterwards),
        staff_rights=(*RIGHTS, *announcements.RIGHTS),
        staff_kinds=(*KINDS, WORK_ITEM_KIND, announcements.KIND),
        staff_routes=_studio(context, search, phrases, zone),
        waiting=WAITING,
        advice=KnownAnswers(answerer, afterwards, database),
        announce=announcing.said_on,
    )


def _help(context: PartContext, phrases: Phrases, answerer: Answerer, zone: ZoneInfo) -> list[Blueprint]:
    """The public help pages, where the bank wants them."""
    settings = context.settings
    if not settings.help_pages:
        return []
    bank = HelpPublisher(settings.bank_name, settings.bank_hotline, settings.bank_colour, settings.public_url)
    pages = HelpPages(
        Pages(bank), phrases, answerer, context.database, context.admission, context.clock, zone
    )
    return [pages.blueprint()]


def _studio(
    context: PartContext, search: SearchBackend, phrases: Phrases, zone: ZoneInfo
) -> list[StaffRoute]:
    """What editors and reviewers ask for; raises `SetupError` for a calibration that is none."""
    settings, clock = context.settings, context.clock
    curve = open_calibration(settings)
    trying = QuestionTrial(context.database, search, clock, curve, time_zone=zone)
    judge = open_judge(settings)
    trial = SynonymTrial(context.database, search, phrases, clock, judge, time_zone=zone)
    return [
        *ArticleRoutes(clock, zone).routes(),
        *GapRoutes(clock).routes(),
        *OfferOrderRoutes(learns=settings.kb_learn_order).routes(),
        *WorkItemRoutes(clock, zone).routes(),
        *TryingRoutes(trying, open_risks(settings, curve), clock, zone).routes(),
        *REVIEW_ROUTES,
        *CategoryRoutes(clock, zone).routes(),
        *READER_ROUTES,
        *PictureRoutes(open_intake(settings), clock).routes(),
        *ValueRoutes(clock, zone).routes(),
        *ReplayRoutes(DraftReplay(context.database, search, clock, zone, judge)).routes(),
        *ExchangeRoutes(clock, zone).routes(),
        *SynonymRoutes(trial, clock).routes(),
        *announcements.AnnouncementRoutes(clock).routes(),
    ]


def _indexes(context: PartContext, zone: ZoneInfo) -> list[Background]:
    """What keeps the indexes up to date: each machine its own, one process Elasticsearch's."""
    settings, database, clock = context.settings, context.database, context.clock
    embedded = Following(
        embedded_index(database, settings.index_dir), clock, time_zone=zone, backend=EMBEDDED
    )
    if not settings.elasticsearch_url:
        return [embedded.run]
    from kb.search.elasticsearch.feed import open_feed  # noqa: PLC0415  (only who uses it pays for it)

    feed = open_feed(settings, database)
    followed = Following(feed.follow, clock, time_zone=zone, backend=ELASTICSEARCH, close=feed.close)
    leading = LeaderLoop(database, clock, name="kb-search-index", owner=context.process, lead=followed.lead)
    return [embedded.run, leading.run]


def _checks(context: PartContext, search: SearchBackend, zone: ZoneInfo) -> Mapping[str, Check]:
    """What `/healthz` says besides: whether a search reaches Elasticsearch just now."""
    if not context.settings.elasticsearch_url:
        return {}

    async def answers() -> bool:
        today = context.clock.now().astimezone(zone).date()
        try:
            found = await search.candidates(PROBE, 1, Filters(today))
        except Unavailable:
            return False
        return found.backend == ELASTICSEARCH

    return {ELASTICSEARCH: answers}


def _closing(search: SearchBackend) -> Background:
    async def until_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await search.close()

    return until_the_end
