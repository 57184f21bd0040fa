"""The official account's menu, as WeChat wants it."""

from typing import Any

from connectors.kit.opening import Kit
from connectors.kit.weixin import menu
from connectors.kit.weixin.platform import api_of
from connectors.wechat.account import WechatAccount
from connectors.wechat.translate import CHANNEL
from hub.errors import BadInput


def read_menu(content: Any) -> dict[str, Any]:
    """The menu of a file; raises `BadInput`, which names the first mistake."""
    return menu.read_menu(content, _to_button)


async def write_menu(kit: Kit, account: WechatAccount, content: Any) -> None:
    """Makes this the account's menu; raises `BadInput` for a menu that is none, `Unavailable`.

    Phones show it within five minutes, or when they open the account anew.
    """
    read = read_menu(content)
    await menu.write_menu(api_of(account, CHANNEL, kit), read)


def _to_button(item: menu.Item) -> dict[str, Any]:
    if item.page is not None:
        return {"type": "view", "name": item.name, "url": item.page}
    if item.mini_program is not None:
        there = item.mini_program
        if there.page is None:
            raise BadInput(f"{item.name}: WeChat wants a page for phones that open no mini-program")
        to = {"appid": there.app_id, "pagepath": there.path, "url": there.page}
        return {"type": "miniprogram", "name": item.name, **to}
    return {"type": "click", "name": item.name, "key": item.tapped}
