"""The client's address behind proxies (`X-Forwarded-For`), believed only where a setting names the proxy.

Of the two headers for it (RFC 7239 has `Forwarded`) this is the one that nginx, HAProxy, Envoy and the load
balancers of clouds write by default. Sanic's own settings for it (`PROXIES_COUNT`, `REAL_IP_HEADER`) stay
unset: they believe whoever connects, also one who comes past the proxy.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
HEADER = "x-forwarded-for"

WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}")
"""`[2001:db8::1]:443`, `[2001:db8::1]` or `192.0.2.1:443`: some proxies add the port."""


def read_networks(listed: str) -> tuple[Network, ...]:
    """Addresses and networks (CIDR) that are separated by commas; raises `ValueError` with the wrong one."""
    return tuple(_network(each.strip()) for each in listed.split(",") if each.strip())


def remote_address(request: Any, trusted: Sequence[Network]) -> str:
    """The address of who asks: of Sanic's request the peer, or whom trusted proxies name.

    Each proxy adds the peer that it saw to the end, and everything before that was sent by the client and may
    be made up: so it is the right-most address that is no trusted proxy. Where something there is no address,
    it is the peer's own.
    """
    listed = ",".join(request.headers.getall(HEADER, ()))
    return client_address(request.ip, listed, trusted)


def client_address(peer: str, listed: str, trusted: Sequence[Network]) -> str:
    """As `remote_address`, from the peer's address and what the header lists."""
    last = read_address(peer)
    if last is None:
        return peer  # no address: a Unix socket's peer
    for name in reversed(listed.split(",") if listed.strip() else []):
        if not _is_in(last, trusted):
            break
        named = read_address(name.strip())
        if named is None:
            return str(read_address(peer))
        last = named
    return str(last)


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Whether a peer is one of the trusted proxies."""
    address = read_address(peer)
    return address is not None and _is_in(address, trusted)


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address without its port and zone; None for what is none.

    An IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2) is told as IPv4, so that one client has one name.
    """
    found = WITH_PORT.fullmatch(text)
    bare = (found[1] or found[2]) if found else text
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network ({error})") from None


def _is_in(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
