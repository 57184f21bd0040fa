"""Access tokens as `/cgi-bin/gettoken` gives them out: the same one until it ends."""

import secrets
from dataclasses import dataclass

LIFE_S = 7200.0


@dataclass
class KfTokens:
    """The token of one application; `asked` counts the requests for it."""

    value: str = ""
    until: float = 0.0
    asked: int = 0

    def issue(self, now: float) -> tuple[str, int]:
        """A token and the seconds that it holds."""
        self.asked += 1
        if self.until <= now:
            self.value, self.until = secrets.token_urlsafe(96), now + LIFE_S
        return self.value, round(self.until - now)

    def check(self, token: str, now: float) -> int:
        """0 where the token holds, or the code of the refusal."""
        if not token:
            return 41001
        if token != self.value:
            return 40014
        return 0 if self.until > now else 42001

    def expire(self) -> None:
        """Lets it expire at once."""
        self.until = 0.0
