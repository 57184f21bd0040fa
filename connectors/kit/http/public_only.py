"""Resolves names to public addresses only, for what is fetched from places that a message names.

aiohttp connects to the very addresses that are returned here, so a name that points elsewhere a moment later
(DNS rebinding) changes nothing.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult

from hub.errors import NotAllowed

NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""RFC 6052 and RFC 8215: the last 32 bits are an IPv4 address that a gateway goes on to."""

COMPATIBLE = IPv6Network("::/96")
"""RFC 4291 2.5.5.1, deprecated, and still taken by some systems."""


class PublicOnly(AbstractResolver):
    """Asks another resolver, and refuses the name where any of its addresses is not public."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """The addresses of a name; raises `NotAllowed`, and what the other resolver raises."""
        found = await self._inner.resolve(host, port, family)
        for each in found:
            if not is_public(each["host"]):
                raise NotAllowed("the name leads to an address that is not public", host=host)
        return found

    async def close(self) -> None:
        """Closes the other resolver."""
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an address, and any that it carries inside, is one of the public internet."""
    try:
        read = ip_address(address)
    except ValueError:
        return False
    return all(map(_is_of_the_internet, _with_inner(read)))


def _is_of_the_internet(address: IPv4Address | IPv6Address) -> bool:
    # Site-local addresses (RFC 3879) are no longer private by the books, and still stand in old networks.
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not site_local


def _with_inner(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address; for one of IPv6 that stands for one of IPv4, that one (mapped) or that one as well."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    inner: list[IPv4Address | IPv6Address] = [address]
    if address.sixtofour is not None:
        inner.append(address.sixtofour)
    inner.extend(address.teredo or ())
    if any(address in network for network in NAT64) or address in COMPATIBLE:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return inner
