"""How many connections this process may hold, so that it never lacks a descriptor for its own calls."""

import resource

from hub.errors import SetupError

WANTED = 65_536
"""As many descriptors are asked for, where the hard limit allows them (`ulimit -Hn`)."""

RESERVE = 256
"""Left for the database, the bot, Redis, files and logs, whatever comes from outside."""

FEWEST = 64
"""With less room than this for customers no hub starts."""


def most_connections() -> int:
    """Raises the soft limit as far as it goes, and gives what is left of it for connections.

    Raises `SetupError` where that is next to nothing.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    best = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < best:
        resource.setrlimit(resource.RLIMIT_NOFILE, (best, hard))
        soft = best
    most = (WANTED if soft == resource.RLIM_INFINITY else soft) - RESERVE
    if most < FEWEST:
        raise SetupError(
            f"the limit of open files is {soft}: at least {RESERVE + FEWEST} are needed (ulimit -n)"
        )
    return most
