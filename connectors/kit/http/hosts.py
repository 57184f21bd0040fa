"""Which addresses an account may talk to: named hosts over https, and simulators on loopback."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from yarl import URL

from hub.errors import NotAllowed, SetupError

LONGEST = 2048
NAME = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")
HARMLESS = re.compile(r"[\x21-\x5b\x5d-\x7e]+")
"""Visible ASCII without the backslash, which not all programs read alike; the rest comes percent-encoded."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """`names`: hosts, or `.domain` for every host below it; `loopback`: `127.0.0.1:PORT` of simulators."""

    names: frozenset[str]
    loopback: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Raises `SetupError` for what is no host name, and for a loopback that is none."""
        for name in self.names:
            if not NAME.fullmatch(name.removeprefix(".")):
                raise SetupError(f"{name} is no host name, and only hosts with a name may be called")
        for place in self.loopback:
            if not _is_loopback(place):
                raise SetupError(f"{place} is not an address and port of loopback")

    def check(self, address: str) -> URL:
        """The address, read; raises `NotAllowed` for every other host, scheme or port."""
        url = _read(address)
        host, port = (url.raw_host or "").lower(), url.port
        if url.scheme == "http" and url.raw_authority in self.loopback:
            return url
        if url.scheme != "https" or port != 443 or not self._names(host):
            raise NotAllowed("no account may call this address", host=host)
        return url

    def _names(self, host: str) -> bool:
        above = [name for name in self.names if name.startswith(".")]
        return bool(NAME.fullmatch(host)) and (host in self.names or host.endswith(tuple(above)))


def _read(address: str) -> URL:
    if len(address) > LONGEST or not HARMLESS.fullmatch(address):
        raise NotAllowed("an address is too long, or holds characters that it may not")
    try:
        url = URL(address, encoded=True)
        known = url.raw_host, url.port, url.user, url.password
    except ValueError:
        raise NotAllowed("an address cannot be read") from None
    if known[2] is not None or known[3] is not None:
        raise NotAllowed("an address with a user's name in it is refused")
    return url


def _is_loopback(place: str) -> bool:
    host, _, port = place.rpartition(":")
    try:
        return ip_address(host.strip("[]")).is_loopback and 0 < int(port) < 65536
    except ValueError:
        return False
