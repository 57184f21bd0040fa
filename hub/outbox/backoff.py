"""How long a message waits for its next try."""

import random

from hub.ports import RetryRule

USUAL = RetryRule()


def backoff_s(attempts: int, rule: RetryRule = USUAL) -> float:
    """Seconds until the next try: doubling, with jitter, so that many do not come back at once."""
    longest = min(rule.longest_s, rule.first_s * 2.0**attempts)
    return random.uniform(longest / 2, longest)  # noqa: S311  (spreads load, guards nothing)
