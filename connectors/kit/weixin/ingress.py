"""Checks Weixin's callbacks where the hub is away."""

from datetime import datetime

from connectors.kit.weixin.callbacks import Receiver, open_callback, query_of
from hub.ports import Callback, Taken


class WeixinCheck:
    """Verifies the callbacks of one account; implements `hub.ports.CallbackCheck`."""

    def __init__(self, receiver: Receiver, taken: bytes) -> None:
        """`taken`: the body after which nothing is sent again, and customers are shown nothing."""
        self._receiver = receiver
        self._taken = taken

    def check(self, callback: Callback, now: datetime) -> Taken | None:
        """As `hub.ports.CallbackCheck`; to prove the address to the vendor's console the hub is needed."""
        if callback.method != "POST":
            return None
        fields = open_callback(self._receiver, query_of(callback.query), callback.body, now)
        customer = fields.get("FromUserName")
        ordered_by = customer if isinstance(customer, str) else None
        return Taken(self._taken, "text/plain; charset=utf-8", ordered_by)
