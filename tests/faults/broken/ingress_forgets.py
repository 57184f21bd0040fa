"""Broken: the ingress tells the provider that it has a call which it writes down nowhere."""

from ingress.records import Spooled
from ingress.spool import Spool
from tests.faults.broken import plant
from tests.faults.launch import launch


async def append(_self: Spool, _spooled: Spooled) -> None:
    """Takes it, and lets it go."""


CHANGES = ((Spool, "append", append),)

if __name__ == "__main__":
    plant(*CHANGES)
    launch("ingress")
