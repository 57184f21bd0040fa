"""Pushes to the application's server: as WeChat does, sealed for the corporation."""

import secrets
import time
from typing import Any

from simulators.wecom.corp import Corp
from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.pushing import WeixinPusher
from simulators.weixin.replies import read_reply
from simulators.weixin.sealing import write

NOTHING = (b"", b"success")
"""Bodies that show nothing."""


class CorpPusher(WeixinPusher):
    """Pushes for one application."""

    provider: Corp

    def envelope(self, customer: WeixinCustomer) -> dict[str, Any]:
        """Also to which application it goes."""
        return super().envelope(customer) | {"AgentID": self.provider.agent_id}

    def sealed(self, fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """The query and the body of one push, signed now; there is no plain mode."""
        corp, now, nonce = self.provider, str(int(time.time())), str(secrets.randbelow(10**10))
        encrypted = corp.sealer.encrypt(write(fields))
        query = {"msg_signature": corp.sealer.sign(now, nonce, encrypted), "timestamp": now, "nonce": nonce}
        sealed = write({"ToUserName": corp.app_id, "AgentID": corp.agent_id, "Encrypt": encrypted})
        return query, sealed.encode()

    def proof(self, words: str) -> dict[str, str]:
        """The query with which the console wants the address to be proved (验证URL有效性)."""
        sealer, now, nonce = self.provider.sealer, str(int(time.time())), "1372623149"
        echo = sealer.encrypt(words)
        return {
            "msg_signature": sealer.sign(now, nonce, echo),
            "timestamp": now,
            "nonce": nonce,
            "echostr": echo,
        }

    def _take(self, customer: WeixinCustomer, answer: bytes) -> None:
        if answer not in NOTHING:
            fields = self.provider.sealer.open_reply(answer)
            customer.show(read_reply(fields, customer.openid, self.provider.app_id))
