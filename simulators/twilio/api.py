"""Twilio's API: messages out, the list of messages, and files."""

import base64
import hmac
import re
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from simulators.phones.gsm import segments
from simulators.twilio.calling import TwilioCaller
from simulators.twilio.provider import SimulatedTwilio
from simulators.twilio.schemas import CreateMessage, refusal_of
from simulators.weixin.faults import cut_off, fail

WORDS = {
    20003: "Authenticate",
    20429: "Too Many Requests",
    21610: "Attempt to send to unsubscribed recipient",
}
LISTS = frozenset(("MediaUrl", "PersistentAction"))
PAGE = 50

Work = Callable[[web.Request], Awaitable[web.Response]]


def add_api(app: web.Application, provider: SimulatedTwilio, caller: TwilioCaller) -> None:
    """Adds the endpoints below `/2010-04-01/Accounts/<sid>/`."""
    base = f"/2010-04-01/Accounts/{provider.account_sid}"

    async def create(request: web.Request) -> web.Response:
        fault = provider.faults.next("/Messages.json")
        if fault is not None and fault.kind != "lost":
            return await (fail(fault, request) if fault.kind != "errcode" else _as_ordered(fault.code))
        answer = await _create(provider, caller, request)
        return answer if fault is None else cut_off(request)

    async def listed(request: web.Request) -> web.Response:
        return _list(provider, request)

    async def media(request: web.Request) -> web.Response:
        sid = request.match_info["sid"]
        found = [_media(base, sid, key) for key, file in provider.files.items() if file.message == sid]
        return web.json_response({"media_list": found, "next_page_uri": None})

    async def file(request: web.Request) -> web.Response:
        kept = provider.files.get(request.match_info["file"])
        if kept is None:
            return error(404, 20404)
        # As the true one: the bytes lie elsewhere, where no password is wanted.
        raise web.HTTPTemporaryRedirect(f"{provider.here}/cdn/{request.match_info['file']}")

    async def cdn(request: web.Request) -> web.Response:
        kept = provider.files.get(request.match_info["file"])
        if kept is None or "Authorization" in request.headers:
            raise web.HTTPNotFound
        return web.Response(body=kept.body, content_type=kept.content_type)

    app.router.add_post(f"{base}/Messages.json", _with_password(provider, create))
    app.router.add_get(f"{base}/Messages.json", _with_password(provider, listed))
    app.router.add_get(f"{base}/Messages/{{sid}}/Media.json", _with_password(provider, media))
    app.router.add_get(f"{base}/Messages/{{sid}}/Media/{{file}}", _with_password(provider, file))
    app.router.add_get("/cdn/{file}", cdn)


def error(status: int, code: int, **headers: str) -> web.Response:
    """An error as Twilio tells it."""
    content = {"code": code, "message": WORDS.get(code, f"Error {code}"), "status": status}
    content["more_info"] = f"https://www.twilio.com/docs/errors/{code}"
    return web.json_response(content, status=status, headers=headers)


async def _as_ordered(code: int) -> web.Response:
    return error(429 if code == 20429 else 400, code)


def _with_password(provider: SimulatedTwilio, work: Work) -> Work:
    wanted = base64.b64encode(f"{provider.account_sid}:{provider.auth_token}".encode()).decode()

    async def serve(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Basic {wanted}".encode()):
            return error(401, 20003)
        return await work(request)

    return serve


async def _create(provider: SimulatedTwilio, caller: TwilioCaller, request: web.Request) -> web.Response:
    form = await request.post()
    given: dict[str, Any] = {
        name: form.getall(name) if name in LISTS else form[name] for name in dict.fromkeys(form)
    }
    try:
        asked = CreateMessage.model_validate(given)
    except ValidationError as fault:
        found = re.search(r"21[0-9]{3}", str(fault))
        return error(400, int(found[0]) if found else 20001)
    provider.calls.append({name: str(value) for name, value in given.items()})
    refused = refusal_of(asked) or (21606 if asked.From not in (None, provider.number) else 0)
    if asked.To in provider.opted_out:
        refused = 21610
    if refused:
        return error(400, refused)
    body = asked.Body or ""
    message = provider.add(
        direction="outbound-api", frm=provider.number, to=asked.To, body=body, segments=segments(body)[1]
    )
    answer = dict(message)
    caller.begin(caller.tell(provider.handsets.of_number(asked.To), message, asked.StatusCallback or ""))
    return web.json_response(answer, status=201)


def _list(provider: SimulatedTwilio, request: web.Request) -> web.Response:
    query = request.query
    since, to = query.get("DateSent>", ""), query.get("To")
    found = [
        each
        for each in reversed(provider.messages)
        if to in (None, each["to"]) and parsedate_to_datetime(each["date_sent"]).date().isoformat() >= since
    ]
    size, page = int(query.get("PageSize", PAGE)), int(query.get("Page", "0"))
    more = len(found) > size * (page + 1)
    next_query = dict(query) | {"Page": str(page + 1), "PageSize": str(size)}
    return web.json_response(
        {
            "messages": found[size * page : size * (page + 1)],
            "page": page,
            "page_size": size,
            "next_page_uri": str(request.rel_url.with_query(next_query)) if more else None,
        }
    )


def _media(base: str, message: str, sid: str) -> dict[str, str]:
    return {"sid": sid, "content_type": "image/png", "uri": f"{base}/Messages/{message}/Media/{sid}.json"}
