"""The feed of messages and events (读取消息): kept for three days, read by cursor, page by page."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

KEPT_S = 3 * 86_400.0
TOKEN_S = 600.0
WITHOUT_TOKEN = 60
"""So often a minute may be asked without a token; the vendor says "strictly limited" and no number."""

STALE_TOKEN = 95007
TOO_OFTEN = 45009
BAD_CURSOR = 40058

Item = dict[str, Any]


@dataclass
class KfFeed:
    """What happened at one account, oldest first.

    `empty_pages`: so many of the next pages come empty, with more behind them.
    """

    items: list[tuple[float, Item]] = field(default_factory=list)
    cursors: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    asked_without: deque[float] = field(default_factory=deque)
    empty_pages: int = 0
    asked: int = 0

    def add(self, item: Item, now: float) -> None:
        """Something happened."""
        self.items.append((now, item))

    def nudge_token(self, now: float) -> str:
        """The token of a callback: good for ten minutes, as often as wanted."""
        token = f"ENC{secrets.token_urlsafe(24)}"
        self.tokens[token] = now + TOKEN_S
        return token

    def read(self, cursor: str, token: str, limit: int, now: float) -> dict[str, Any] | int:
        """One page: its entries, the cursor behind it, whether there is more; or the code of the refusal."""
        self.asked += 1
        refused = self._refusal(token, now)
        if refused:
            return refused
        if cursor and cursor not in self.cursors:
            return BAD_CURSOR
        begin = max(self.cursors.get(cursor, 0), self._oldest(now))
        if self.empty_pages > 0:
            self.empty_pages -= 1
            return {"next_cursor": self._cursor(begin), "has_more": 1, "msg_list": []}
        end = min(begin + limit, len(self.items))
        page = [item for _, item in self.items[begin:end]]
        more = int(end < len(self.items))
        return {"next_cursor": self._cursor(end), "has_more": more, "msg_list": page}

    def _oldest(self, now: float) -> int:
        """The place of the first entry that is still kept."""
        kept = (place for place, (at, _) in enumerate(self.items) if now - at < KEPT_S)
        return next(kept, len(self.items))

    def _cursor(self, place: int) -> str:
        """A word for a place; each answer has another one."""
        cursor = secrets.token_urlsafe(12)
        self.cursors[cursor] = place
        return cursor

    def _refusal(self, token: str, now: float) -> int:
        if token:
            return 0 if self.tokens.get(token, 0.0) > now else STALE_TOKEN
        while self.asked_without and now - self.asked_without[0] > 60:
            self.asked_without.popleft()
        if len(self.asked_without) >= WITHOUT_TOKEN:
            return TOO_OFTEN
        self.asked_without.append(now)
        return 0
