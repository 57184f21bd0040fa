"""`python -m hub.media.child SOURCE TARGET BYTES_LIMIT KIND,…`: looks into one file, in bounds that hold.

Decoders are what a hostile file is made for: this process has no secret in its environment, little memory, a
few seconds, and nobody else's work in hand. It answers with one line of JSON.
"""

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.errors import BadMedia, MediaBroken
from hub.media.inspecting import inspect
from hub.media.limits import CPU_LIMIT_S, GROWTH, MEMORY_LIMIT

_BESIDE_BYTES = 1_000_000
"""A file may outgrow its limit by so much before the system ends the writing: then it is told, not killed."""


def bind_oneself(bytes_limit: int) -> None:
    """Sets what the system lets this process use, for good."""
    for what, most, beyond in (
        (resource.RLIMIT_AS, MEMORY_LIMIT, 0),
        # Where both are the same the system kills, and nobody can tell that from a kill of somebody else's.
        (resource.RLIMIT_CPU, CPU_LIMIT_S, 5),
        (resource.RLIMIT_FSIZE, bytes_limit * GROWTH + _BESIDE_BYTES, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (most, most + beyond))


def answer(source: str, target: str, bytes_limit: str, kinds: str) -> dict[str, Any]:
    """What became of the file, as the parent reads it."""
    try:
        inspected = inspect(
            Path(source), Path(target), bytes_limit=int(bytes_limit), kinds=frozenset(kinds.split(","))
        )
    except BadMedia as error:
        return {"code": error.code, "detail": error.detail}
    except MemoryError:
        return {"code": MediaBroken.code, "detail": "it takes more memory than it may"}
    return inspected._asdict()


def main(arguments: Sequence[str]) -> None:
    """Answers on standard output."""
    source, target, bytes_limit, kinds = arguments
    bind_oneself(int(bytes_limit))
    sys.stdout.write(json.dumps(answer(source, target, bytes_limit, kinds)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
