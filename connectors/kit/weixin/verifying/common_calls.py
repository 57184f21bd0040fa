"""Calls that all of Weixin's channels make: of files, of tokens, of menus."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.kit.verifying.bench import Bench
from connectors.kit.verifying.outgoing import Contract
from connectors.kit.verifying.verdicts import NotMade
from connectors.kit.weixin.api import ProviderRefused, WeixinApi
from connectors.kit.weixin.fetching import GET
from connectors.kit.weixin.served import ServedWeixin
from connectors.kit.weixin.uploading import NotUploaded, media_id_of
from connectors.kit.weixin.verifying.calls import Call
from hub.errors import Unavailable

MIMES: Mapping[str, str] = {
    "image": "image/png",
    "voice": "audio/amr",
    "video": "video/mp4",
    "file": "application/pdf",
}
"""A type of file that goes as each kind."""

ANYTHING = "/cgi-bin/anything"


def uploading(serve: Callable[[Bench], ServedWeixin[Any]], *kinds: str) -> Call:
    """`media/upload`, of files of these kinds."""

    async def call(bench: Bench, contract: Contract | None) -> bool:
        kind = contract.query.get("type", kinds[0]) if contract else kinds[0]
        if kind not in kinds:
            raise NotMade(f"no file of type {kind} is uploaded")
        one = serve(bench)
        try:
            return bool(await media_id_of(one, await bench.file(MIMES[kind]), kind))
        except NotUploaded:
            return False
        finally:
            await one.api.close()

    return call


def downloading(serve: Callable[[Bench], ServedWeixin[Any]]) -> Call:
    """`media/get`, of what a customer sent."""

    async def call(bench: Bench, contract: Contract | None) -> bool:
        media_id = contract.query.get("media_id", "") if contract else "MEDIA_ID"
        one = serve(bench)
        try:
            return not isinstance(await one.api.download(GET, {"media_id": media_id}, 1000), ProviderRefused)
        finally:
            await one.api.close()

    return call


def asking_token(open_api: Callable[[Bench, Mapping[str, Any]], WeixinApi]) -> Call:
    """The request for a token, which goes before the first call of an account.

    `open_api`: of an account that has what the recorded request names.
    """

    async def call(bench: Bench, contract: Contract | None) -> bool:
        named = {**contract.query, **(contract.request or {})} if contract else {}
        api = open_api(bench, named)
        bench.vendor.answer(ANYTHING, {"errcode": 0})
        try:
            await api.call(ANYTHING, {})
        except Unavailable:
            return False
        finally:
            await api.close()
        return True

    return call


def menu_of(contract: Contract | None) -> dict[str, Any]:
    """The file of ours that makes a recorded menu; raises `NotMade` for buttons that it has no place for."""
    buttons = contract.request["button"] if contract else [{"type": "click", "name": "挂失", "key": "LOSS"}]
    return {"buttons": [_button(each) for each in buttons]}


def _button(button: dict[str, Any]) -> dict[str, Any]:
    match button:
        case {"name": name, "sub_button": [*items]} if items:
            return {"name": name, "items": [_button(each) for each in items]}
        case {"type": "click", "name": name, "key": key}:
            return {"name": name, "key": key}
        case {"type": "view", "name": name, "url": url}:
            return {"name": name, "page": url}
        case {"type": "miniprogram" | "view_miniprogram", "name": name, "appid": app_id, "pagepath": path}:
            page = {"page": button["url"]} if "url" in button else {}
            return {"name": name, "mini_program": {"app_id": app_id, "path": path, **page}}
    raise NotMade(f"a menu has no button of type {button.get('type')}")
