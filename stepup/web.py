"""Serves the one-time pages: `GET` and `POST /check/<token>`."""

import re

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, text

from hub.errors import ForeignRequest, StoreUnavailable
from hub.remote import remote_address
from hub.settings import Settings
from stepup import page, words
from stepup.checks import Checks, Typed

PATH = "/check/"
_TOKEN = re.compile(r"[A-Za-z]{40}")
_TYPED = 64
"""Most characters that are looked at."""


def pages(checks: Checks, settings: Settings) -> Blueprint:
    """The pages' routes. Looking at a page does nothing: chat apps fetch links by themselves."""
    blueprint, bank = Blueprint("stepup"), settings.bank_name

    @blueprint.get(f"{PATH}style.css")
    async def style(_request: Request) -> HTTPResponse:
        return text(page.STYLE, content_type="text/css; charset=utf-8", headers=page.HEADERS)

    @blueprint.get(f"{PATH}<token:str>")
    async def look(_request: Request, token: str) -> HTTPResponse:
        if not _TOKEN.fullmatch(token):
            return _answer(page.told(bank, words.OVER), 404)
        if await checks.look(token) is None:
            return _answer(page.told(bank, words.OVER), 410)
        return _answer(page.form(bank))

    @blueprint.post(f"{PATH}<token:str>")
    async def type_code(request: Request, token: str) -> HTTPResponse:
        if request.headers.get("origin") not in (None, *settings.own_origins):
            raise ForeignRequest("the form is the page's own")
        if not _TOKEN.fullmatch(token):
            return _answer(page.told(bank, words.OVER), 404)
        typed = str(request.form.get("code", "") if request.form else "")[:_TYPED]
        try:
            answer = await checks.type_code(token, typed, remote_address(request, settings.proxies))
        except StoreUnavailable:
            return _answer(page.told(bank, words.BUSY), 503)
        match answer.typed:
            case Typed.PASSED:
                return _answer(page.told(bank, words.PASSED))
            case Typed.WRONG:
                return _answer(page.form(bank, words.WRONG.format(left=answer.left)), 422)
            case Typed.OVER:
                return _answer(page.told(bank, words.OVER), 410)

    return blueprint


def _answer(body: str, status: int = 200) -> HTTPResponse:
    return html(body, status=status, headers=page.HEADERS)
