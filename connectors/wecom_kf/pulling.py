"""Pulls what customers wrote (读取消息): on a nudge, at the start, and every so often by itself."""

from collections.abc import Mapping
from typing import Any

import structlog

from connectors.kit.feeds import FeedPage, FeedReader, Keep
from connectors.kit.http import Unknown
from connectors.kit.opening import Kit
from connectors.kit.weixin.api import Outcome, ProviderRefused
from connectors.kit.weixin.delivery import to_delivery
from connectors.kit.weixin.errors import ErrorMeaning
from connectors.wecom_kf.errors import STALE_TOKEN
from connectors.wecom_kf.intake import KfIntake
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.translate import CHANNEL
from hub.errors import Unavailable

SYNC = "/cgi-bin/kf/sync_msg"

MOST_AT_ONCE = 100
"""Entries of one page: the provider gives up to 1,000, whose bytes have no bound that it names."""

TOKEN_S = 540.0
"""A callback's token lets its holder ask as often as needed for ten minutes."""

AMR = 0

log = structlog.get_logger(__name__)


class Puller:
    """Reads the feed of one account."""

    def __init__(self, one: ServedKf, kit: Kit, intake: KfIntake) -> None:
        self._one, self._clock, self._intake = one, kit.clock, intake
        self._token, self._token_until = "", 0.0
        self._limit = MOST_AT_ONCE
        account = one.account
        self._reader = FeedReader(
            kit, one.key, account.open_kfid, self._take_in, every_s=account.look_every_s
        )

    def nudge(self, token: str) -> None:
        """A callback says that something is new; its token frees the asking of its strict limit."""
        self._token, self._token_until = token, self._clock.monotonic() + TOKEN_S
        self._reader.nudge()

    async def run(self) -> None:
        """Pulls until it is cancelled."""
        await self._reader.run()

    async def _take_in(self, cursor: str, keep: Keep) -> FeedPage:
        """One page, taken in; raises `Unavailable` where the provider gives none."""
        said = await self._ask(cursor)
        await self._intake.take_in(self._one, said.get("msg_list") or [], keep)
        # Whether more is there the provider says by itself: a page may be empty and not the last.
        return FeedPage(behind=str(said.get("next_cursor") or cursor), more=said.get("has_more") == 1)

    async def _ask(self, cursor: str) -> Mapping[str, Any]:
        said = await self._one.api.call(SYNC, self._request(cursor))
        if isinstance(said, ProviderRefused) and said.code == STALE_TOKEN and self._token:
            self._token = ""
            said = await self._one.api.call(SYNC, self._request(cursor))
        if isinstance(said, ProviderRefused) and said.meaning is ErrorMeaning.REFUSED and cursor:
            # A place that the provider does not know any more: all that it still has is read again, and what
            # was taken in before is known by its id.
            log.warning("wecom_kf.cursor_refused", **self._one.key._asdict(), code=said.code)
            said = await self._one.api.call(SYNC, self._request(""))
        if isinstance(said, dict):
            self._limit = MOST_AT_ONCE
            return said
        raise self._why_not(said)

    def _request(self, cursor: str) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "open_kfid": self._one.account.open_kfid,
            "limit": self._limit,
            "voice_format": AMR,
        }
        if cursor:
            asked["cursor"] = cursor
        if self._token and self._clock.monotonic() < self._token_until:
            asked["token"] = self._token
        return asked

    def _why_not(self, said: Outcome) -> Unavailable:
        if isinstance(said, Unknown):
            # It may have been too long to be read: fewer at once.
            self._limit = max(1, self._limit // 2)
        if isinstance(said, ProviderRefused) and said.meaning is ErrorMeaning.SETTING:
            log.error(
                "wecom_kf.account_refused", channel=CHANNEL, account=self._one.account.name, code=said.code
            )
        means = to_delivery(said) if not isinstance(said, bytes) else None
        wait_s = None if means is None else means.retry_after_s
        why = "answer_unread" if means is None else means.code
        when = {} if wait_s is None else {"retry_after_s": wait_s}
        return Unavailable("the provider hands out no messages just now", why=why, **when)
