"""The order of what is offered ("您是想问"), as it was learnt of what customers choose, within narrow bounds.

Two articles that are offered together change places where customers chose the one behind clearly more often:
the order of the search stands until the lower bound of the share is above a half (Wilson 1927). Nothing is
offered that was not, nothing is left out, and no article rises by more than one place.
"""

import math
from collections.abc import Sequence

from kb.outcomes import OfferedArticle
from kb.store.choices import OfferPair

LEAST_CHOICES = 20
"""Between two articles; fewer say nothing."""

SURE = 1.96
"""Standard deviations: 19 of 20 times the customers' share is above the bound."""


def is_preferred(chosen: int, choices: int) -> bool:
    """Whether so many of so many choices say that customers mean one rather than the other."""
    if choices < LEAST_CHOICES:
        return False
    share, square = chosen / choices, SURE * SURE
    spread = SURE * math.sqrt(share * (1 - share) / choices + square / (4 * choices * choices))
    return (share + square / (2 * choices) - spread) / (1 + square / choices) > 1 / 2


def in_learnt_order(options: Sequence[OfferedArticle], learnt: set[OfferPair]) -> tuple[OfferedArticle, ...]:
    """The options, of which neighbours changed places where that was learnt; each rises by one at most."""
    ordered, place = list(options), 0
    while place + 1 < len(ordered):
        first, second = ordered[place : place + 2]
        if OfferPair(second.article_id, first.article_id) in learnt:
            ordered[place : place + 2] = second, first
            place += 1
        place += 1
    return tuple(ordered)
