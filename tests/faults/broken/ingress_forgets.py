"""Broken: the ingress tells the provider that it has a call which it writes down nowhere."""

from ingress.records import Spooled
from ingress.spool import Spool
from tests.faults.launch import launch


async def append(_self: Spool, _spooled: Spooled) -> None:
    """Takes it, and lets it go."""


if __name__ == "__main__":
    Spool.append = append  # type: ignore[method-assign]
    launch("ingress")
