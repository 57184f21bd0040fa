"""Who may connect: so many in all, so many from one address, and nobody who floods again and again."""

from collections import OrderedDict
from dataclasses import dataclass, field

import structlog

from hub.errors import TooMany
from hub.metrics import CONNECTIONS_OPEN, CONNECTIONS_REFUSED, SOCKETS_FLOODED
from hub.ports import SocketBudget
from hub.remote import Network, is_trusted
from hub.web.edge.allowance import Allowance, socket_allowance

SOCKETS_WORTH = 20.0
"""All sockets of one address together may send as much as so many that use their whole budget."""

REQUESTS_PER_S, REQUESTS = 500.0, 1000.0
"""Requests of one address, and as many at once; what is over waits for its turn.

All that a provider sends, or an ingress passes on, comes from one address.
"""

FLOODS, FLOODS_PER_S = 3.0, 1 / 20
"""So many sockets of one address may be closed for flooding before no new one opens there for a while."""

FLOODED_S = 60.0

KEPT_ADDRESSES = 20_000
"""Addresses without a connection that are remembered: a flood is not forgotten by hanging up."""

log = structlog.get_logger(__name__)


@dataclass
class ClientAddress:
    """One address: what it holds open, and what it may still send."""

    requests: Allowance
    floods: Allowance
    open: int = 0
    shut_until: float = 0.0
    sockets: dict[SocketBudget, Allowance] = field(default_factory=dict)

    def shared(self, budget: SocketBudget, now: float) -> Allowance:
        """What all its sockets under one budget may send together."""
        if budget not in self.sockets:
            self.sockets[budget] = socket_allowance(budget, now, times=SOCKETS_WORTH)
        return self.sockets[budget]


class Door:
    """Counts the connections of this process, those of all its servers together."""

    def __init__(self, *, most: int, per_address: int, proxies: tuple[Network, ...] = ()) -> None:
        """`most`: connections at once; `per_address`: of these from one address that is no trusted proxy."""
        self.proxies = proxies
        self._most = most
        self._per_address = per_address
        self._callers: OrderedDict[str, ClientAddress] = OrderedDict()
        self._open = 0
        self._told_of_proxy = False

    def is_full(self) -> bool:
        """Whether there are as many connections as descriptors allow."""
        return self._open >= self._most

    def has_too_many(self, address: str, now: float) -> bool:
        """Whether an address holds as many connections as one may."""
        return self.caller(address, now).open >= self._per_address

    def is_proxy(self, address: str) -> bool:
        """Whether it is a trusted proxy, whose connections are other people's."""
        return is_trusted(address, self.proxies)

    def tell_of_proxy(self) -> None:
        """Somebody whom no setting names speaks as a proxy does: tells it once."""
        if not self._told_of_proxy:
            self._told_of_proxy = True
            log.warning("web.proxy_not_named")

    def caller(self, address: str, now: float) -> ClientAddress:
        """What is known of an address."""
        found = self._callers.get(address)
        if found is None:
            found = ClientAddress(
                Allowance([(REQUESTS_PER_S, REQUESTS)], now), Allowance([(FLOODS_PER_S, FLOODS)], now)
            )
            self._callers[address] = found
            self._forget_some()
        self._callers.move_to_end(address)
        return found

    def check_socket(self, address: str, now: float, *, counted: bool) -> None:
        """Raises `TooMany` where no more sockets open for an address; `counted`: its connection is."""
        caller = self.caller(address, now)
        if caller.shut_until > now:
            raise TooMany("too much was sent from there", retry_after_s=round(caller.shut_until - now, 1))
        if not counted and caller.open >= self._per_address:
            CONNECTIONS_REFUSED.labels("address").inc()
            raise TooMany("too many connections from there", retry_after_s=5.0)

    def flooded(self, address: str, now: float) -> None:
        """A socket was closed because of what it sent."""
        SOCKETS_FLOODED.inc()
        log.warning("web.socket_flooded")
        caller = self.caller(address, now)
        if caller.floods.spend((1,), now):
            caller.shut_until = now + FLOODED_S

    def enter(self) -> None:
        """A connection is open."""
        self._open += 1
        CONNECTIONS_OPEN.inc()

    def leave(self) -> None:
        """A connection is gone."""
        self._open -= 1
        CONNECTIONS_OPEN.dec()

    def hold(self, address: str, now: float) -> None:
        """A connection counts for an address, until `release`."""
        self.caller(address, now).open += 1

    def release(self, address: str, now: float) -> None:
        """A connection counts for an address no longer."""
        self.caller(address, now).open -= 1

    def _forget_some(self) -> None:
        for address in list(self._callers) if len(self._callers) > 2 * KEPT_ADDRESSES else ():
            if len(self._callers) <= KEPT_ADDRESSES:
                return
            if not self._callers[address].open:
                del self._callers[address]
