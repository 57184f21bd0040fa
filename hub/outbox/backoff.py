"""How long a message waits for its next try."""

import random

FIRST_S = 1.0
LONGEST_S = 300.0
ATTEMPTS_LIMIT = 20


def backoff_s(attempts: int) -> float:
    """Seconds until the next try: doubling, with full jitter, so that many do not come back at once."""
    longest = min(LONGEST_S, FIRST_S * 2.0**attempts)
    return random.uniform(longest / 2, longest)  # noqa: S311  (spreads load, guards nothing)
