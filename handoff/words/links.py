"""Finds addresses in what agents write, and tells which of them are on the list of those that may be sent."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

_ENDING = r"(?!(?:pdf|jpe?g|png|gif|webp|docx?|xlsx?|txt|mp[34])(?![a-z]))[a-z]{2,12}"
_REST = r"[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]*"
_ADDRESS = re.compile(
    rf"[a-z][a-z0-9+.\-]{{1,20}}://{_REST}"
    rf"|(?<![\w@.\-])(?:[a-z0-9](?:[a-z0-9\-]{{0,61}}[a-z0-9])?\.){{1,6}}{_ENDING}(?![a-z0-9\-@])"
    rf"(?::\d{{1,5}})?(?:/{_REST})?",
    re.IGNORECASE | re.ASCII,
)
"""With a scheme, or a host that ends with letters as domains do; names of files are none."""


def addresses_in(text: str) -> list[str]:
    """The web addresses in a text, with a scheme or without."""
    plain = unicodedata.normalize("NFKC", text)
    return list(dict.fromkeys(match[0].rstrip(".,;:!?)'\"") for match in _ADDRESS.finditer(plain)))


def is_listed(address: str, listed: Iterable[str]) -> bool:
    """Whether an address lies at a host of the list, or below it, and below the path that stands there.

    Only http and https; a user's name in front of the host is a trick, and never listed.
    """
    parts = _split(address)
    return parts is not None and any(_covers(each, parts) for each in listed)


def _covers(entry: str, parts: tuple[str, str]) -> bool:
    allowed = _split(entry)
    if allowed is None:
        return False
    (host, path), (own_host, own_path) = allowed, parts
    below = own_host == host or own_host.endswith(f".{host}")
    return below and (path in ("", "/") or own_path == path or own_path.startswith(f"{path.rstrip('/')}/"))


def _split(address: str) -> tuple[str, str] | None:
    whole = address if "://" in address else f"https://{address}"
    try:
        found = urlsplit(whole.replace("\\", "/"))
        host = found.hostname
    except ValueError:
        return None
    if found.scheme.lower() not in ("http", "https") or not host or "@" in found.netloc:
        return None
    if "/../" in f"{found.path}/" or "%2e" in found.path.lower():
        return None
    return host.rstrip(".").lower(), found.path
