"""Named places between two commits where a test may kill the process: `CRASH_AT=name` or `name:nth`.

Nothing happens unless the variable is set. The list is checked against the code by a test.
"""

import os
import signal
from typing import Final

CRASH_POINTS: Final = (
    "inbox.accept.before_commit",
    "inbox.accept.after_commit",
    "turn.begin.before_commit",
    "turn.begin.after_commit",
    "turn.ask.after_reply",
    "turn.close.before_commit",
    "turn.close.after_commit",
    "turn.late.before_commit",
    "turn.late.after_commit",
    "turn.fail.before_commit",
    "turn.fail.after_commit",
    "turn.urgent.before_commit",
    "turn.urgent.after_commit",
    "turn.person.before_commit",
    "turn.person.after_commit",
    "outbox.claim.before_commit",
    "outbox.claim.after_commit",
    "outbox.send.after_provider",
    "outbox.sent.before_commit",
    "outbox.sent.after_commit",
)

_wanted, _, _nth = os.environ.get("CRASH_AT", "").partition(":")
_passed = 0


def crash_here(name: str) -> None:
    """Kills this process with SIGKILL when it is the place that the test named."""
    if name != _wanted:
        return
    global _passed  # noqa: PLW0603  (one counter of one process)
    _passed += 1
    if _passed >= int(_nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)
