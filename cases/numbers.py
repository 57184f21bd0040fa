"""The numbers of cases: short enough to be read out, and nothing can be told or guessed from them."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that look or sound alike (0, O, 1, I, L)."""


def new_number() -> str:
    """Such as `TS-7K3M-Q9PA`: eight of 31 letters, 39 bits."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"TS-{drawn[:4]}-{drawn[4:]}"
