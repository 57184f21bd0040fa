"""Pushes to the mini-program's server, in XML or in JSON; no answer stands in a response."""

import json
import secrets
import time
from typing import Any

from simulators.miniprogram.program import Program
from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.pushing import TAKEN, WeixinPusher
from simulators.weixin.sealing import write


class ProgramPusher(WeixinPusher):
    """Pushes for one mini-program."""

    provider: Program

    def sealed(self, fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """The query and the body of one push, signed now."""
        program, now, nonce = self.provider, str(int(time.time())), str(secrets.randbelow(10**10))
        written = json.dumps if program.form == "JSON" else write
        encrypted = program.sealer.encrypt(written(fields))
        query = {"signature": program.sealer.sign(now, nonce), "timestamp": now, "nonce": nonce}
        query |= {"openid": fields["FromUserName"], "encrypt_type": "aes"}
        query["msg_signature"] = program.sealer.sign(now, nonce, encrypted)
        return query, written({"ToUserName": fields["ToUserName"], "Encrypt": encrypted}).encode()

    def _take(self, customer: WeixinCustomer, answer: bytes) -> None:
        if answer not in TAKEN:
            raise ValueError("a mini-program's callback is answered with success, or with nothing")
