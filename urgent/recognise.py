"""Recognises what is urgent in what a customer wrote: the rules, and a small model beside them."""

from functools import lru_cache

from urgent.normal import normalise
from urgent.rules import found_by_rules

KINDS = (
    "life",
    "scam",
    "code_given",
    "account_taken",
    "phone_lost",
    "card_lost",
    "money_gone",
    "scam_coming",
)
"""The kinds of alarm, the most urgent first."""


@lru_cache(maxsize=1 << 10)
def kinds_in(words: str) -> tuple[str, ...]:
    """The kinds of alarm in a text as it was written, the most urgent first."""
    return tuple(found_by_rules(normalise(words)))
