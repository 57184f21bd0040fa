"""One account at the gateway: templates, what was sent, what is to go wrong, and the calls to the house."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from simulators.phones.gsm import segments
from simulators.phones.handsets import Handset, Handsets
from simulators.sms_gateway.schemas import SendSms, filled
from simulators.weixin.faults import WeixinFaults

TIMES = 3
PATIENCE_S = 5.0
WORDS = "您好，您咨询的问题答复如下：${words} 查看全文：{hub}/s/${link}"


@dataclass
class Gateway:
    """The gateway's side of one account. `callback_url`: of the house, up to the account's name."""

    key: tuple[str, str]
    token: str
    sign_name: str
    template_code: str
    template: str
    callback_url: str
    handsets: Handsets = field(default_factory=lambda: Handsets("139", 8))
    faults: WeixinFaults = field(default_factory=WeixinFaults)
    sent: list[dict[str, Any]] = field(default_factory=list)
    shuffled: bool = False
    session: aiohttp.ClientSession | None = None
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(time.time_ns() // 1000))
    _working: set[asyncio.Task[Any]] = field(default_factory=set)

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does something beside all else."""
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    def carry_out(self, asked: SendSms) -> tuple[str, str]:
        """Sends a message: the code, and the id where the code is OK."""
        if asked.SignName != self.sign_name:
            return "isv.SMS_SIGNATURE_ILLEGAL", ""
        if asked.TemplateCode != self.template_code:
            return "isv.SMS_TEMPLATE_ILLEGAL", ""
        words = filled(self.template, json.loads(asked.TemplateParam))
        if words is None:
            return "isv.TEMPLATE_PARAMS_ILLEGAL", ""
        biz_id = f"{next(self._numbers)}^0"
        text = f"【{self.sign_name}】{words}"
        for number in asked.PhoneNumbers.split(","):
            self.sent.append({"number": number, "biz_id": biz_id, "text": text})
            self._deliver(self.handsets.of_number(number), text, biz_id)
        return "OK", biz_id

    async def say(self, handset: Handset, text: str) -> None:
        """A customer writes (上行)."""
        failed = handset.network == "off"
        handset.show({"from": "me", "type": "text", "text": text, "failed": failed})
        if not failed:
            self.begin(self.call("/up", [self.upward(handset, text)]))

    def upward(self, handset: Handset, text: str) -> dict[str, Any]:
        """A customer's message as the gateway tells of it."""
        return {
            "phone_number": handset.number,
            "content": text,
            "send_time": _now(),
            "dest_code": "10690000",
            "sign_name": self.sign_name,
            "sequence_id": next(self._numbers),
        }

    async def call(self, path: str, entries: list[dict[str, Any]], token: str | None = None) -> int:
        """One call to the house; the status of the answer, 0 where there was none."""
        if self.faults.next("callback") is not None:
            return 0
        if self.session is None:
            self.session = aiohttp.ClientSession(trust_env=False)
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        query = {"token": self.token if token is None else token}
        url = f"{self.callback_url}{path}"
        try:
            async with self.session.post(url, params=query, json=entries, timeout=timeout) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    def _deliver(self, handset: Handset, text: str, biz_id: str) -> None:
        def arrived() -> None:
            alphabet, count = segments(text)
            entry = {"from": "account", "type": "text", "text": text}
            handset.show(entry | {"alphabet": alphabet, "segments": count})
            self.begin(self._report(handset, biz_id, count))

        handset.when_reached(arrived)

    async def _report(self, handset: Handset, biz_id: str, count: int) -> None:
        report = {
            "phone_number": handset.number,
            "send_time": _now(),
            "report_time": _now(),
            "success": True,
            "err_code": "DELIVERED",
            "err_msg": "用户接收成功",
            "sms_size": str(count),
            "biz_id": biz_id,
        }
        for _ in range(TIMES if self.shuffled else 1):
            if self.shuffled:
                await asyncio.sleep(random.random() / 10)  # noqa: S311  (an order, and no secret)
            await self.call("/report", [report])

    async def close(self) -> None:
        """Stops what is under way."""
        for task in list(self._working):
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        if self.session is not None:
            await self.session.close()


def make_gateway(account: dict[str, Any], hub_url: str, page_url: str) -> Gateway:
    """The gateway's side of an account as the hub knows it; `page_url`: of whole answers."""
    return Gateway(
        key=(account["access_key_id"], account["access_key_secret"]),
        token=account["callback_token"],
        sign_name=account["sign_name"],
        template_code=account["template"]["code"],
        template=WORDS.replace("{hub}", page_url),
        callback_url=f"{hub_url}/sms/{account['name']}",
    )


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
