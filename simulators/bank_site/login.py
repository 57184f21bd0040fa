"""The bank's login page, as a bank would build it for the hub: it signs who has signed in, and leads back.

It asks for no password, because there is nothing behind it: one of the invented customers is picked.
A login is a JWT as `docs/contacts.md` has it; it goes back behind `#`, so that it stands in no server's log.
"""

import html
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

LOGIN_S = 120
BODY_LIMIT = 4096
LEVEL = 2

CUSTOMERS = {
    "100001": ("陈晓雯", "mass", "gold"),
    "100002": ("王建国", "affluent", "platinum"),
    "100003": ("李桂兰", "senior", "standard"),
}
"""By the bank's number: name, segment and tier."""


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Signs with the key that the hub checks with; leads back to `origins` only."""

    key: str
    issuer: str
    origins: tuple[str, ...]

    def page(self, return_to: str) -> str | None:
        """The page; None where it would lead elsewhere."""
        if not self._is_ours(return_to):
            return None
        rows = "".join(
            f'<label><input type="radio" name="customer" value="{number}" required> {name}'
            f"<small>客户号 {number}</small></label>"
            for number, (name, _, _) in CUSTOMERS.items()
        )
        return (
            '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录 · 远桥银行</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="/logo.svg" type="image/svg+xml"><link rel="stylesheet" href="/site.css">'
            '</head><body><main class="wide login"><h1>登录远桥银行</h1>'
            "<p>这是演示用的虚构银行，不需要密码：请选择一位客户。</p>"
            f'<form method="post" action="/login"><input type="hidden" name="return_to" '
            f'value="{html.escape(return_to)}"><fieldset><legend>客户</legend>{rows}</fieldset>'
            '<button class="button" type="submit">登录</button></form></main></body></html>'
        )

    def back(self, body: bytes, now: float | None = None) -> str | None:
        """Where the browser goes with the login; None for a form that is not of the page."""
        if len(body) > BODY_LIMIT:
            return None
        form = parse_qs(body.decode("utf-8", "replace"))
        number, return_to = form.get("customer", [""])[0], form.get("return_to", [""])[0]
        if number not in CUSTOMERS or not self._is_ours(return_to):
            return None
        return f"{return_to}#{urlencode({'login': self._sign(number, time.time() if now is None else now)})}"

    def _sign(self, number: str, now: float) -> str:
        _, segment, tier = CUSTOMERS[number]
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": "yuanqiao",
            "sub": number,
            "jti": secrets.token_hex(16),
        }
        claims |= {"iat": int(now), "exp": int(now) + LOGIN_S, "level": LEVEL}
        return jwt.encode(claims | {"segment": segment, "tier": tier}, self.key, algorithm="HS256")

    def _is_ours(self, return_to: str) -> bool:
        try:
            read = urlsplit(return_to)
        except ValueError:
            return False
        return f"{read.scheme}://{read.netloc}" in self.origins and not read.fragment
