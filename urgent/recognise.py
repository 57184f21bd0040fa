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
def kinds_in(words: str, *, by_rules_alone: bool = False) -> tuple[str, ...]:
    """The kinds of alarm in a text as it was written, the most urgent first.

    `by_rules_alone`: for what is said while an alarm is on, which sounds like one anyway.
    """
    text = normalise(words)
    if rules().heard["corrected"].search(text):
        return ()
    kinds = found_by_rules(text)
    if not kinds and not by_rules_alone:
        kinds = _found_by_sound(text)
    if "scam" in kinds and "scam_coming" in kinds and not rules().heard["gone"].search(text):
        kinds.remove("scam")  # the money can still be kept
    return tuple(kinds)


def _found_by_sound(text: str) -> list[str]:
    sounding = sounds_like(text)
    if sounding.sure < model().least or only_asked(text, sounding.kind):
        return []
    # Nobody is asked whether they want to live because of how three characters sound.
    if sounding.kind == "life" and not rules().heard["life"].search(text):
        return []
    return [sounding.kind]
