"""Web addresses as settings give them: exact origins (RFC 6454), so that nothing else ends up in a policy.

An origin is written into `Content-Security-Policy`, where a space, a comma or a semicolon would begin a
source or a directive of its own, and compared with `Origin`, where `*` would mean nothing.
"""

import re
from ipaddress import ip_address

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = rf"(?:{LABEL}(?:\.{LABEL})*|\[[0-9A-Fa-f:.]+\])"
ORIGIN = re.compile(rf"https?://{HOST}(?::[0-9]{{1,5}})?/?")
ADDRESS = re.compile(rf"https?://{HOST}(?::[0-9]{{1,5}})?(?:/[\x21\x23-\x26\x28-\x7e]*)?")
"""An address of a page; no spaces, quotes, or names and passwords before the host."""


def read_origin(text: str) -> str:
    """The origin without a slash behind it; raises `ValueError`."""
    if not ORIGIN.fullmatch(text.strip()):
        raise ValueError(f"{text.strip()[:100]!r} is no origin, which looks like https://chat.bank.example")
    return text.strip().rstrip("/")


def read_origins(listed: str) -> tuple[str, ...]:
    """Origins that are separated by commas; raises `ValueError` with the wrong one."""
    return tuple(read_origin(each) for each in listed.split(",") if each.strip())


def read_page(text: str) -> str:
    """The address of a page; raises `ValueError`."""
    if not ADDRESS.fullmatch(text):
        raise ValueError(
            f"{text[:100]!r} is no address of a page, which looks like https://www.bank.example/chat"
        )
    return text


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
