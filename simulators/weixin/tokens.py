"""Access tokens as `/cgi-bin/stable_token` gives them out: the same one until shortly before it ends."""

import secrets
from dataclasses import dataclass, field

LIFE_S = 7200.0
REFRESH_S = 300.0
FORCED_EVERY_S = 30.0
FORCED_A_DAY = 20


@dataclass
class WeixinTokens:
    """The tokens of one account; `asked` counts the requests for one."""

    valid: dict[str, float] = field(default_factory=dict)
    newest: str = ""
    asked: int = 0
    forced_at: float = float("-inf")

    def issue(self, now: float, *, forced: bool) -> tuple[str, int]:
        """A token and the seconds that it holds; a forced one within 30 s is the same as before."""
        self.asked += 1
        until = self.valid.get(self.newest, 0.0)
        if forced and now - self.forced_at >= FORCED_EVERY_S:
            self.forced_at, until = now, 0.0
            # The former one holds for five more minutes at most.
            self.valid = {each: min(end, now + REFRESH_S) for each, end in self.valid.items()}
        if until - now < REFRESH_S:
            self.newest = f"{secrets.token_urlsafe(96)}"
            until = now + LIFE_S
            self.valid[self.newest] = until
        return self.newest, round(until - now)

    def check(self, token: str, now: float) -> int:
        """0 where the token holds, or the code of the refusal."""
        if not token:
            return 41001
        if token not in self.valid:
            return 40001
        return 0 if self.valid[token] > now else 42001

    def expire(self) -> None:
        """Lets all tokens expire at once."""
        self.valid = dict.fromkeys(self.valid, 0.0)
