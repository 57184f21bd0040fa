"""Kinds of messages that the house has no segment for, told in words: pure functions."""

import json
from collections.abc import Callable, Iterator

from connectors.wecom_kf.fields import Item, listed, optional
from hub.messages.limits import TEXT_LIMIT

MOST_LINES = 50


def describe(kind: str, body: Item) -> str | None:
    """What such a message says; None for a kind that nobody listed here."""
    tell = KINDS.get(kind)
    if tell is None:
        return None
    return "\n".join(filter(None, tell(body)))[:TEXT_LIMIT]


def _business_card(body: Item) -> Iterator[str]:
    yield f"[名片] {optional(body, 'userid')}"


def _mini_program(body: Item) -> Iterator[str]:
    yield f"[小程序] {optional(body, 'title')}"


def _menu(body: Item) -> Iterator[str]:
    yield f"[菜单] {optional(body, 'head_content')}"
    for entry in listed(body, "list")[:MOST_LINES]:
        inner = entry.get(optional(entry, "type"))
        yield optional(inner, "content") if isinstance(inner, dict) else ""
    yield optional(body, "tail_content")


def _product(body: Item) -> Iterator[str]:
    yield f"[视频号商品] {optional(body, 'title')}"
    yield _priced(body, "sales_price", "价格")
    yield _named("店铺", optional(body, "shop_nickname"))


def _order(body: Item) -> Iterator[str]:
    yield f"[视频号订单] {optional(body, 'order_id')}"
    yield optional(body, "product_titles")
    yield _priced(body, "price_wording", "价格")
    yield _named("状态", optional(body, "state"))
    yield _named("店铺", optional(body, "shop_nickname"))


def _channels(body: Item) -> Iterator[str]:
    kinds = {"1": "视频号动态", "2": "视频号直播", "3": "视频号名片"}
    kind = kinds.get(optional(body, "sub_type"), "视频号")
    yield f"[{kind}] {optional(body, 'nickname')}"
    yield optional(body, "title")


def _forwarded(body: Item) -> Iterator[str]:
    yield f"[聊天记录] {optional(body, 'title')}"
    for entry in listed(body, "item")[:MOST_LINES]:
        said = optional(entry, "msg_content")
        yield f"{optional(entry, 'sender_name')}：{_words_in(said)}"


def _words_in(content: str) -> str:
    """What one forwarded message says: its content is JSON of its own, and its words are told alone."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    text = read.get("text") if isinstance(read, dict) else None
    words = text.get("content") if isinstance(text, dict) else None
    kind = read.get("msgtype") if isinstance(read, dict) else ""
    return words if isinstance(words, str) else f"[{str(kind)[:20]}]"


def _meeting(body: Item) -> Iterator[str]:
    yield f"[会议] {optional(body, 'topic') or optional(body, 'title')}"


def _schedule(body: Item) -> Iterator[str]:
    yield f"[日程] {optional(body, 'title') or optional(body, 'summary')}"


def _note(_body: Item) -> Iterator[str]:
    yield "[笔记]"


def _named(name: str, words: str) -> str:
    return f"{name}：{words}" if words else ""


def _priced(body: Item, field: str, name: str) -> str:
    """A price: in words as it is, in figures it is of 分."""
    price = optional(body, field)
    if price.isdecimal():
        return f"{name}：{int(price) / 100:.2f} 元"
    return _named(name, price)


KINDS: dict[str, Callable[[Item], Iterator[str]]] = {
    "business_card": _business_card,
    "miniprogram": _mini_program,
    "msgmenu": _menu,
    "channels_shop_product": _product,
    "channels_shop_order": _order,
    "channels": _channels,
    "merged_msg": _forwarded,
    "meeting": _meeting,
    "schedule": _schedule,
    "note": _note,
}
"""By the provider's name of the kind."""
