"""A hub that serves the toy channel besides, on short leases: `python -m tests.faults.pigeon_hub`.

A provider behind a channel of its own sees every try to send; the web chat's clients drop a repeat.
"""

from dataclasses import replace
from importlib import import_module
from typing import Any

import connectors
from hub.outbox import carrier, sender
from hub.ports import RetryRule, SendingRules, SendOutcome
from hub.settings import ROOT
from tests.faults.launch import launch

TOYS = ROOT / "tests" / "support" / "toy_connectors"

LEASE_S = 7.0
"""Instead of 30 s: so long nobody else takes what a process has in hand."""

SEND_WITHIN_S = 6.0
"""Shorter than the lease, so that a process that wakes after it tries again what it had in hand.

Longer than the other's try is watched, also on a busy machine: a try that is given up in the very moment in
which the provider answers has been taken, and is rightly made again.
"""

AGAIN_AFTER_S = 0.2
"""The pause before such a try."""


def serve_pigeons() -> None:
    """Changes the hub that is started in this process."""
    connectors.__path__ = [*connectors.__path__, str(TOYS)]
    carrier.LEASE_S = sender.LEASE_S = LEASE_S  # type: ignore[attr-defined]
    channel: Any = import_module("connectors.pigeon.channel")
    sending = SendingRules(
        send_within_s=SEND_WITHIN_S, on_timeout=SendOutcome.RETRY, retry=RetryRule(first_s=AGAIN_AFTER_S)
    )
    channel.RULES = replace(channel.RULES, sending=sending)


if __name__ == "__main__":
    serve_pigeons()
    launch("hub")
