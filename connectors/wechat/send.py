"""Sends to followers by the customer-service API; the sending itself is the kit's."""

from collections.abc import Mapping

from connectors.kit.weixin.customer_service import CustomerServiceSender, Manner, Request
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.served import ServedWeixin
from connectors.wechat.account import WechatAccount
from connectors.wechat.render import to_request, to_sends
from connectors.wechat.template import to_template
from hub.messages import Message
from hub.ports import Clock, Store

TYPING = "/cgi-bin/message/custom/typing"


def make_sender(
    served: Mapping[str, ServedWeixin[WechatAccount]], store: Store, clock: Clock
) -> CustomerServiceSender[WechatAccount]:
    """The sender of all official accounts; `served`: by the account's name."""
    return CustomerServiceSender(served, store, clock, Manner(_to_sends, to_request, _to_template, TYPING))


def _to_sends(_account: WechatAccount, message: Message) -> list[WeixinSend]:
    return to_sends(message)


def _to_template(account: WechatAccount, customer: str) -> tuple[str, Request] | None:
    return None if account.template is None else to_template(account.template, customer)
