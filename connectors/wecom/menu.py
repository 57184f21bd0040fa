"""The application's menu, as WeCom wants it."""

from typing import Any

from connectors.kit.opening import Kit
from connectors.kit.weixin import menu
from connectors.wecom.account import WecomAccount
from connectors.wecom.served import api_of


def read_menu(content: Any) -> dict[str, Any]:
    """The menu of a file; raises `BadInput`, which names the first mistake."""
    return menu.read_menu(content, _to_button)


async def write_menu(kit: Kit, account: WecomAccount, content: Any) -> None:
    """Makes this the application's menu; raises `BadInput` for a menu that is none, `Unavailable`."""
    read = read_menu(content)
    await menu.write_menu(api_of(account, kit), read, agentid=str(account.agent_id))


def _to_button(item: menu.Item) -> dict[str, Any]:
    if item.page is not None:
        return {"type": "view", "name": item.name, "url": item.page}
    if item.mini_program is not None:
        there = item.mini_program
        to = {"appid": there.app_id, "pagepath": there.path}
        return {"type": "view_miniprogram", "name": item.name, **to}
    return {"type": "click", "name": item.name, "key": item.tapped}
