"""Removes secrets from addresses, so that what remains is still an address."""

import re
from urllib.parse import unquote

from hub.messages.secrets import remove_secrets

DECODINGS = 3
"""So often is an address decoded, at most: what stands in another address's query is encoded twice."""

_BEFORE_PATH = re.compile(r"(?P<scheme>https?://)(?P<authority>[^/?#]*)")
_PARAMETERS = re.compile(r"[?#&;]+")
_PIECES = re.compile(r"[/?#&;=]+")

NOWHERE = "https://removed.invalid"
"""Stands where even the host cannot be kept: a name that leads nowhere (RFC 2606)."""


def remove_secrets_from_address(address: str) -> str:
    """The address of a page or within a mini-program, without those of its parts that hold a secret.

    With the query goes the fragment, and with the path go both: a mark in their place would lead elsewhere.
    A name and a password before the host (RFC 3986, 3.2.1) go in any case. All else stays as it is.
    """
    before = _BEFORE_PATH.match(address)
    if before is None:
        return _rest(address)
    host = before["authority"].rpartition("@")[2]
    if not host or _holds_secret(host):
        return NOWHERE
    return before["scheme"] + host + _rest(address[before.end() :])


def _rest(rest: str) -> str:
    if not _holds_secret(rest):
        return rest
    path = re.split("[?#]", rest, maxsplit=1)[0]
    return "" if _holds_secret(path) else path


def _holds_secret(part: str) -> bool:
    """Whether there is one in a decoded name with its value, in a path, or in one piece of these."""
    larger = [_decoded(each) for each in _PARAMETERS.split(part)]
    smaller = [piece for each in larger for piece in _PIECES.split(each)]
    return any(remove_secrets(text).kinds for text in (*larger, *smaller))


def _decoded(text: str) -> str:
    text = text.replace("+", " ")
    for _ in range(DECODINGS):
        plain = unquote(text)
        if plain == text:
            break
        text = plain
    return text
