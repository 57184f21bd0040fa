"""Broken: a sender that ignores the tokens of claims: all are the same, as if there were none."""

from hub.store import outbox
from tests.faults.broken import plant, run_hub
from tests.faults.pigeon_hub import serve_pigeons


def no_token() -> int:
    """What every claim is given, and every later write names."""
    return 1


CHANGES = ((outbox, "new_token", no_token),)

if __name__ == "__main__":
    plant(*CHANGES)
    serve_pigeons()
    run_hub()
