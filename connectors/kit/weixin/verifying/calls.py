"""Recorded requests and answers of Weixin's APIs: made and read by what serves the sender."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from connectors.kit.verifying.bench import Bench
from connectors.kit.verifying.cases import Case, first, words
from connectors.kit.verifying.matching import Shape, difference
from connectors.kit.verifying.outgoing import Contract, host_differs
from connectors.kit.verifying.verdicts import ENDPOINT_UNUSED, Differs, NotMade, Unused
from connectors.kit.weixin.api import ProviderRefused, WeixinApi
from connectors.kit.weixin.sends import plain
from connectors.kit.weixin.uploading import UPLOAD

STABLE_TOKEN = "/cgi-bin/stable_token"  # noqa: S105  (a path, not a secret)
CORP_TOKEN = "/cgi-bin/gettoken"  # noqa: S105  (a path, not a secret)
TOKEN = {"errcode": 0, "errmsg": "ok", "access_token": "ACCESS_TOKEN", "expires_in": 7200}
OK = {"errcode": 0, "errmsg": "ok"}

Call = Callable[[Bench, Contract | None], Awaitable[bool | None]]
"""Has the sender make such a request (None: any); whether it took the answer for a yes, where it tells."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that a connector calls: how to have it called, and what of the request may be otherwise.

    `free`, `own` and `optional`: as `Shape` has them; `wording`: the request in the house's own words.
    """

    call: Call
    free: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    wording: Callable[[Any], Any] = lambda request: request


@dataclass(frozen=True, slots=True)
class ProviderApi:
    """What a connector calls. `host`: where; `open`: the API of a new account.

    `answers`: of what has to be asked beside an endpoint, by path.
    """

    host: str
    open: Callable[[Bench], WeixinApi]
    endpoints: Mapping[str, Endpoint]
    answers: Mapping[str, Any] = field(default_factory=dict)


def host_of(address: str) -> str:
    """The host of an API's address."""
    return urlsplit(address).netloc


async def try_contract(bench: Bench, case: Case, api: ProviderApi) -> None:
    """A recorded request and its answer; raises what `judge` reads."""
    contract = Contract.of(case)
    path = next((each for each in api.endpoints if _hinted(each, contract.path)), contract.path)
    contract = replace(contract, path=path)
    endpoint = api.endpoints.get(path)
    if endpoint is None or host_differs(api.host, contract.host):
        raise Unused(ENDPOINT_UNUSED)
    answer = contract.response if isinstance(contract.response, dict) else OK
    _begin(bench, api, contract.path, answer, contract.request)
    try:
        took = await endpoint.call(bench, contract)
    except ValidationError as error:
        raise NotMade(f"the house has no such {error.title.lower()}") from error
    shape = Shape(free=endpoint.free, own=endpoint.own, optional=endpoint.optional)
    if contract.request is not None:
        contract = replace(contract, request=endpoint.wording(contract.request))
    contract.check(bench.vendor.last(contract.path), shape)
    _check_took(took, answer)


async def try_response(bench: Bench, case: Case, api: ProviderApi) -> None:
    """A recorded answer of an endpoint that the case hints at; raises what `judge` reads."""
    hint = words(case, "endpoint_hint", "endpoint", "url")
    path = next((each for each in api.endpoints if not hint or _hinted(each, hint)), None)
    answer = first(case, "response", "response_json", "body")
    if path is None:
        raise Unused(ENDPOINT_UNUSED)
    if not isinstance(answer, dict):
        raise NotMade("the answer is no JSON object")
    if path not in (STABLE_TOKEN, CORP_TOKEN):
        await _check_read(bench, path, answer, api)
    _begin(bench, api, path, answer, None)
    _check_took(await api.endpoints[path].call(bench, None), answer)


async def _check_read(bench: Bench, path: str, answer: Mapping[str, Any], api: ProviderApi) -> None:
    """That the account's API reads the answer as it stands, or as the refusal that it is."""
    _begin(bench, api, path, answer, None)
    opened = api.open(bench)
    try:
        said = await opened.call(path, {})
    finally:
        await opened.close()
    code = int(answer.get("errcode", 0))
    if isinstance(said, ProviderRefused):
        if said.code != code:
            raise Differs(f"it was read as the refusal {said.code}")
        return
    if code or not isinstance(said, dict):
        raise Differs("it was not read as a refusal" if code else "it was not read as JSON")
    found = difference(said, answer)
    if found:
        raise Differs(found)


def _begin(bench: Bench, api: ProviderApi, path: str, answer: Any, request: Any) -> None:
    """The vendor gives tokens and takes files; the id of a file is the one that the request names."""
    upload = {"type": "image", "media_id": _media_id(request) or "MEDIA_ID", "created_at": 1}
    bench.vendor.begin({STABLE_TOKEN: TOKEN, CORP_TOKEN: TOKEN, UPLOAD: upload, **api.answers, path: answer})


def _media_id(value: Any) -> str:
    """The first id of a file anywhere in a request."""
    if isinstance(value, Mapping):
        named = [each for name, each in value.items() if name in ("media_id", "thumb_media_id")]
        return str(named[0]) if named else next(filter(None, map(_media_id, value.values())), "")
    return next(filter(None, map(_media_id, value)), "") if isinstance(value, list) else ""


def _check_took(took: bool | None, answer: Mapping[str, Any]) -> None:
    yes = int(answer.get("errcode", 0)) == 0
    if took is not None and took is not yes:
        raise Differs("the answer was taken for a yes" if took else "the answer was taken for a no")


def _hinted(path: str, hint: str) -> bool:
    """Whether a hint names an endpoint; names of files have one sign for `/` and `_`."""
    wanted = hint.partition("?")[0].strip("/").replace("_", "/")
    return bool(wanted) and f"/{path.strip('/').replace('_', '/')}".endswith(f"/{wanted}")


def without_links(request: Any) -> Any:
    """A request whose text has no links in it but addresses: the house makes none itself."""
    match request:
        case {"text": {"content": str(text)}}:
            return {**request, "text": {**request["text"], "content": plain(text)}}
    return request
