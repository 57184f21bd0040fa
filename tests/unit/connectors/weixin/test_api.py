"""Calls with a token of either kind: asked for once, replaced once, and what each refusal means."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.weixin.access import TokenRequests, corp_token, stable_token
from connectors.kit.weixin.api import ProviderRefused, UploadFile, WeixinApi
from connectors.kit.weixin.delivery import RATE_PAUSE_S, SETTING_PAUSE_S, to_delivery, without_token
from connectors.kit.weixin.errors import WECOM, WEIXIN, ErrorMeaning, Meanings
from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.ports import SendOutcome
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys


@dataclass
class Vendor:
    """A server that issues tokens, and takes those that it has not forgotten."""

    tokens: list[str] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    error: int = 0

    async def issue(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query) or await request.json())
        if self.error:
            return web.json_response({"errcode": self.error, "errmsg": "no"})
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        self.valid.add(self.tokens[-1])
        return web.json_response({"errcode": 0, "access_token": self.tokens[-1], "expires_in": 7200})

    async def work(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        if query.pop("access_token") not in self.valid:
            return web.json_response({"errcode": 42001, "errmsg": "access_token expired"})
        if request.method == "GET":
            return web.Response(body=b"\x89PNG", content_type="image/png")
        form = request.content_type.startswith("multipart/")
        self.calls.append((query, sorted(await request.post()) if form else await request.json()))
        return web.json_response({"errcode": 0, "errmsg": "ok"})


@pytest.fixture
async def vendor() -> AsyncIterator[tuple[Vendor, str]]:
    made, app = Vendor(), web.Application()
    app.router.add_get("/cgi-bin/gettoken", made.issue)
    app.router.add_post("/cgi-bin/stable_token", made.issue)
    app.router.add_route("*", "/cgi-bin/work", made.work)
    async with TestServer(app, host="127.0.0.1") as server:
        yield made, f"http://127.0.0.1:{server.port}"


def opened(store: Database, url: str, tokens: TokenRequests, meanings: Meanings = WECOM) -> WeixinApi:
    kit = Kit(store, read_data_keys(new_data_keys("k1")), SystemClock(), "hub-1")
    return WeixinApi(kit, AccountKey("wecom", "retail"), url, tokens, meanings)


CORP = corp_token("ww0123456789abcdef", "corp-secret")
STABLE = stable_token("wx0123456789abcdef", "app-secret")


@pytest.mark.parametrize("tokens", [CORP, STABLE], ids=["corp", "stable"])
async def test_a_token_is_asked_for_once_and_one_that_is_refused_is_replaced_once(
    store: Database, vendor: tuple[Vendor, str], tokens: TokenRequests
) -> None:
    made, url = vendor
    api = opened(store, url, tokens)
    for _ in range(2):
        assert await api.call("/cgi-bin/work", {"a": 1}, agentid="7") == {"errcode": 0, "errmsg": "ok"}
    assert made.calls == [({"agentid": "7"}, {"a": 1})] * 2
    assert len(made.asked) == 1
    made.valid.clear()
    assert isinstance(await api.call("/cgi-bin/work", {}), dict)
    assert len(made.asked) == 2
    made.valid.clear()
    with pytest.raises(Unavailable):
        await api.call("/cgi-bin/work", {})
    assert len(made.asked) == 2, "not in a loop"
    await api.close()


async def test_each_kind_of_token_is_asked_for_in_its_own_words(
    store: Database, vendor: tuple[Vendor, str]
) -> None:
    made, url = vendor
    api = opened(store, url, CORP)
    await api.call("/cgi-bin/work", {})
    assert made.asked == [{"corpid": "ww0123456789abcdef", "corpsecret": "corp-secret"}]
    await api.close()
    assert STABLE(True).json == {
        "grant_type": "client_credential",
        "appid": "wx0123456789abcdef",
        "secret": "app-secret",
        "force_refresh": True,
    }
    assert "secret" not in f"{STABLE(False)} {CORP(False)}", "in no log"


async def test_files_go_up_and_come_down(store: Database, vendor: tuple[Vendor, str]) -> None:
    made, url = vendor
    api = opened(store, url, CORP)
    await api.upload("/cgi-bin/work", UploadFile(b"x", "a.png", "image/png"), type="image")
    assert made.calls == [({"type": "image"}, ["media"])]
    assert await api.download("/cgi-bin/work", {"media_id": "m"}, 1000) == b"\x89PNG"
    await api.close()


async def test_no_token_is_told_with_its_code(store: Database, vendor: tuple[Vendor, str]) -> None:
    made, url = vendor
    made.error = 40013
    api = opened(store, url, CORP)
    with pytest.raises(Unavailable) as refused:
        await api.call("/cgi-bin/work", {})
    assert refused.value.fields["code"] == "weixin_40013"
    assert without_token(Unavailable("later", retry_after_s=3.0)).retry_after_s == 3.0
    await api.close()


@pytest.mark.parametrize(
    ("meanings", "code", "outcome", "pause_s"),
    [
        (WECOM, 60020, SendOutcome.RETRY, SETTING_PAUSE_S),
        (WECOM, 45009, SendOutcome.RETRY, RATE_PAUSE_S),
        (WECOM, 81013, SendOutcome.REJECTED, None),
        (WECOM, 42001, SendOutcome.RETRY, None),
        (WECOM, 40007, SendOutcome.RETRY, None),
        (WECOM, 45002, SendOutcome.REJECTED, None),
        (WECOM, 48002, SendOutcome.RETRY, SETTING_PAUSE_S),
        (WEIXIN, 48002, SendOutcome.REJECTED, None),
        (WEIXIN, 45015, SendOutcome.HELD, None),
        (WEIXIN, 45047, SendOutcome.HELD, None),
    ],
)
def test_what_a_refusal_means(
    meanings: Meanings, code: int, outcome: SendOutcome, pause_s: float | None
) -> None:
    found = to_delivery(ProviderRefused(code, "no", meanings.of(code)))
    assert (found.outcome, found.retry_after_s, found.code) == (outcome, pause_s, f"weixin_{code}")


def test_the_same_number_may_mean_another_thing() -> None:
    assert WECOM.of(81013) is WECOM.of(60111) is ErrorMeaning.UNREACHABLE
    assert WEIXIN.of(81013) is ErrorMeaning.REFUSED
    assert WEIXIN.of(48002) is ErrorMeaning.UNREACHABLE
    assert WECOM.of(48002) is ErrorMeaning.SETTING
