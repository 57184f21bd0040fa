"""Asks WeChat who a follower is on the bank's open platform: one person is one contact on all its accounts.

(developers.weixin.qq.com, 获取用户基本信息: `unionid` where the account is bound to one.)
"""

import asyncio

import structlog

from connectors.kit.weixin.served import ServedWeixin
from connectors.wechat.account import WechatAccount
from hub.errors import Unavailable, YuanqiaoError
from hub.ports import Address, Contacts

USER_INFO = "/cgi-bin/user/info"
ANSWER_BYTES = 64 * 1024
UNION_ID_LIMIT = 128

MOST_KNOWN = 100_000
MOST_ASKING = 100
"""Beyond so many at once nobody is asked for: their next message does it."""

AT_ONCE = 4

log = structlog.get_logger(__name__)


class UnionIds:
    """Asks for each follower once in a process's life, beside the messages; after a failure once more."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts
        self._known: set[Address] = set()
        self._asking: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def meet(self, one: ServedWeixin[WechatAccount], customer: str) -> None:
        """A customer wrote or did something: whoever is not known yet is asked for."""
        address = Address(*one.key, customer)
        if not one.account.open_platform or address in self._known or len(self._asking) >= MOST_ASKING:
            return
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known.add(address)
        task = asyncio.create_task(self._ask(one, address))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def close(self) -> None:
        """Ends what is being asked."""
        for task in self._asking:
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _ask(self, one: ServedWeixin[WechatAccount], address: Address) -> None:
        async with self._turns:
            try:
                union_id = await self._union_id(one, address.external_id)
                if union_id:
                    realm = one.account.open_platform
                    await self._contacts.learn_union_id(address, realm, union_id)
            except YuanqiaoError as error:
                self._known.discard(address)
                log.info("wechat.union_id_not_learnt", account=address.account, code=error.code)

    async def _union_id(self, one: ServedWeixin[WechatAccount], customer: str) -> str:
        """The union id; empty where the account is bound to no platform, or is not followed."""
        said = await one.api.download(USER_INFO, {"openid": customer, "lang": "zh_CN"}, ANSWER_BYTES)
        match said:
            case {"unionid": str(union_id)} if 0 < len(union_id) <= UNION_ID_LIMIT:
                return union_id
            case dict():
                return ""
        raise Unavailable("the provider does not say who this is")
