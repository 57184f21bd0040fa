"""Finds what would lead a customer to an agent in person: numbers of WeChat, QQ and mobile telephones.

Whoever is served outside of the bank's channels is served without its records; scams begin this way, and
supervisors of banks forbid it.
"""

import re
import unicodedata

_APART = r"[\s:：是为=\-_.,，、()（）【】\[\]号]{0,6}"
_WECHAT = r"(?:微\s*信|薇\s*信|威\s*信|徽\s*信|weixin|wechat|(?<![a-z])[vw]\s*x|[➕+加]\s*v)"
_MAIL = r"(?:qq|163|126|gmail|hotmail|outlook|sina|foxmail|icloud)\.com"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # An id beside the word for it; one of letters alone only where it is said whose it is.
        rf"{_WECHAT}{_APART}((?=[a-z\-]*[0-9_])[a-z0-9][a-z0-9_\-]{{4,19}})",
        rf"(?:我|加|私|个人).{{0,6}}{_WECHAT}{_APART}([a-z][a-z0-9_\-]{{5,19}})",
        r"(?:(?<![a-z])q\s*q|扣扣|企鹅)" + _APART + r"([1-9][0-9]{4,10})(?![0-9])",
        r"(?<![0-9])((?:\+?86[\s\-]?)?1[3-9](?:[\s\-]?[0-9]){9})(?![0-9])",
        rf"(?<![\w.\-])([\w.+\-]{{1,64}}@{_MAIL})",
        r"((?:加|发|留)(?:一下|下)?[我您你]?的?(?:个人|私人)?(?:微信|薇信|vx|qq))",
    )
)


def private_ids(text: str) -> list[str]:
    """What in a text is, or asks for, a way to somebody past the bank's channels."""
    plain = unicodedata.normalize("NFKC", text)
    return list(dict.fromkeys(match[1] for pattern in _PATTERNS for match in pattern.finditer(plain)))
