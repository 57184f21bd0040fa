"""The provider's API: what the application's server may ask."""

import json

from aiohttp import web

from simulators.wecom.carrying import carry_out, issue_token
from simulators.wecom.corp import Corp
from simulators.wecom.schemas import SCHEMAS, read_request
from simulators.weixin.api import Answer, Work, error, giving, served, uploading

TOKEN = "/cgi-bin/gettoken"  # noqa: S105  (a path)
MENU = "/cgi-bin/menu/create"
AHEAD = frozenset((TOKEN,))

MEBIBYTE = 1024 * 1024
UPLOAD_LIMITS = {"image": 10 * MEBIBYTE, "voice": 2 * MEBIBYTE, "video": 10 * MEBIBYTE, "file": 20 * MEBIBYTE}
"""Bytes of a temporary file, by its kind (path/90253)."""


def add_api(app: web.Application, corp: Corp) -> None:
    """Adds the endpoints below `/cgi-bin/`."""
    for path in SCHEMAS:
        app.router.add_post(path, served(corp, path, _read_and_carry_out(corp, path)))
    app.router.add_get(TOKEN, served(corp, TOKEN, _token(corp), AHEAD))
    app.router.add_get("/cgi-bin/media/get", served(corp, "/cgi-bin/media/get", giving(corp)))
    upload = served(corp, "/cgi-bin/media/upload", uploading(corp, UPLOAD_LIMITS))
    app.router.add_post("/cgi-bin/media/upload", upload)


def _token(corp: Corp) -> Work:
    async def work(request: web.Request) -> Answer:
        query = request.query
        return issue_token(corp, query.get("corpid", ""), query.get("corpsecret", ""))

    return work


def _read_and_carry_out(corp: Corp, path: str) -> Work:
    async def work(request: web.Request) -> Answer:
        if path == MENU and request.query.get("agentid") != str(corp.agent_id):
            return 40056
        try:
            content = json.loads(await request.read())
            asked = read_request(path, content)
        except ValueError as fault:
            return error(40058, f"invalid Request Parameter: {str(fault)[:300]}")
        corp.calls.append((path, content))
        return carry_out(corp, asked)

    return work
