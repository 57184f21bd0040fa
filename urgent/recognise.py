"""Recognises what is urgent in what a customer wrote: the rules, and a small model beside them."""

from functools import lru_cache

from urgent.model import model, sounds_like
from urgent.normal import normalise
from urgent.rules import found_by_rules, only_asked, rules

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

KNOWN = 1 << 10
"""So many texts are remembered: one is looked at when it comes, and again when it is joined."""


@lru_cache(maxsize=KNOWN)
def kinds_in(words: str) -> tuple[str, ...]:
    """The kinds of alarm in a text as it was written, the most urgent first."""
    text = normalise(words)
    kinds = found_by_rules(text)
    if not kinds:
        sounding = sounds_like(text)
        if sounding.sure >= model().least and not only_asked(text, sounding.kind):
            kinds = [sounding.kind]
    if "scam" in kinds and "scam_coming" in kinds and not rules().heard["gone"].search(text):
        kinds.remove("scam")  # the money can still be kept
    return tuple(kinds)
