"""`GET /help`, `/help/<article_id>`: the public help pages, which anybody may keep for a minute."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, text

from hub.errors import Unavailable
from hub.ports import Admission, Clock, Wish
from hub.store.database import Database
from hub.web.conditional import unless_held
from kb.answer import Answerer
from kb.help.pages import HEADERS, LARGE, PATH, STYLE_PATH, Index, Pages, tag_of
from kb.model import Version
from kb.phrases import Phrases
from kb.rich.saying import say
from kb.shown import HELP_CHANNEL as CHANNEL
from kb.store import categories

KEPT_S = 60
"""So long a page may be shown again unasked: what is withdrawn is gone a minute later."""

SHOWN_OF_TOPIC = 8
TOPICS = 40
PAGE = 50
FOUND = 10
WORDS_LIMIT = 200

_PAGE = re.compile(r"[1-9][0-9]{0,4}")


class HelpPages:
    """Serves the pages."""

    def __init__(
        self,
        pages: Pages,
        phrases: Phrases,
        answerer: Answerer,
        database: Database,
        admission: Admission,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._pages = pages
        self._phrases = phrases
        self._answerer = answerer
        self._database = database
        self._admission = admission
        self._clock = clock
        self._zone = zone

    def blueprint(self) -> Blueprint:
        """The addresses."""
        blueprint = Blueprint("kb_help")
        blueprint.add_route(self.style, STYLE_PATH)
        blueprint.add_route(self.index, PATH)
        blueprint.add_route(self.article, f"{PATH}/<article_id:str>")
        return blueprint

    async def style(self, request: Request) -> HTTPResponse:
        """The style sheet."""
        page = self._pages.style()
        headers = _kept(page)
        return unless_held(request, text(page, content_type="text/css; charset=utf-8", headers=headers))

    async def index(self, request: Request) -> HTTPResponse:
        """The list, one category of it, or what a search finds; raises `StoreUnavailable`."""
        words = (request.args.get("words") or "").strip()[:WORDS_LIMIT]
        topic = (request.args.get("topic") or "").strip()
        versions = await self._phrases.versions(self._today(), CHANNEL)
        if words:
            shown = await self._found(words, versions)
        else:
            shown = _listed(versions, topic, request.args.get("page") or "")
        async with self._database.read() as connection:
            shown = replace(shown, names=await categories.names(connection))
        return _page(request, self._pages.index(shown, _size(request)))

    async def article(self, request: Request, article_id: str) -> HTTPResponse:
        """One article as customers read it today; 404 for what nobody may see."""
        size, today = _size(request), self._today()
        version = (await self._phrases.versions(today, CHANNEL)).get(unquote(article_id))
        if version is not None:
            async with self._database.read() as connection:
                said = await say(connection, version, today)
                names = await categories.names(connection)
            if said is not None:
                page = self._pages.article(version, said, names.get(version.topic), size)
                return _page(request, page)
        return html(self._pages.gone(size), status=404, headers={**HEADERS, "Cache-Control": "no-store"})

    async def _found(self, words: str, versions: Mapping[str, Version]) -> Index:
        if self._admission.refuses(Wish.SUGGESTION):
            return _listed(versions, "", "", words=words, busy=True)
        try:
            ranking = await self._answerer.rank(words, channel=CHANNEL)
        except Unavailable:
            return _listed(versions, "", "", words=words, busy=True)
        ids = [each.version.article_id for each in ranking.candidates[:FOUND]]
        found = [versions[article_id] for article_id in ids if article_id in versions]
        return Index({"": found} if found else {}, words=words)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _listed(
    versions: Mapping[str, Version], topic: str, page: str, *, words: str = "", busy: bool = False
) -> Index:
    """The first of each category; of one category all, page by page."""
    by_topic: dict[str, list[Version]] = {}
    for version in sorted(versions.values(), key=lambda each: (each.topic, each.title)):
        by_topic.setdefault(version.topic, []).append(version)
    if not topic:
        first = {name: found[:SHOWN_OF_TOPIC] for name, found in list(by_topic.items())[:TOPICS]}
        return Index(first, words=words, busy=busy)
    found: Sequence[Version] = by_topic.get(topic, ())
    pages = max(1, -(-len(found) // PAGE))
    number = min(int(page), pages) if _PAGE.fullmatch(page) else 1
    some = found[(number - 1) * PAGE : number * PAGE]
    return Index({topic: some} if some else {}, topic=topic, page=number, pages=pages)


def _size(request: Request) -> str:
    return LARGE if request.args.get("size") == LARGE else ""


def _page(request: Request, page: str) -> HTTPResponse:
    return unless_held(request, html(page, headers=_kept(page)))


def _kept(page: str) -> dict[str, str]:
    return {**HEADERS, "Cache-Control": f"public, max-age={KEPT_S}", "ETag": tag_of(page)}
