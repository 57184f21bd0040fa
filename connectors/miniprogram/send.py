"""Sends to customers by the customer-service API; the sending itself is the kit's."""

from collections.abc import Mapping

from connectors.kit.weixin.customer_service import CustomerServiceSender, Manner
from connectors.kit.weixin.served import ServedWeixin
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.render import to_request, to_sends
from connectors.miniprogram.subscription import to_subscription
from hub.ports import Clock, Store

TYPING = "/cgi-bin/message/custom/business/typing"


def make_sender(
    served: Mapping[str, ServedWeixin[MiniProgramAccount]], store: Store, clock: Clock
) -> CustomerServiceSender[MiniProgramAccount]:
    """The sender of all mini-programs; `served`: by the account's name."""
    return CustomerServiceSender(served, store, clock, Manner(to_sends, to_request, to_subscription, TYPING))
