"""What speaks for the first candidate: the figures from which its chance of being right is estimated."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kb.aspects import agreement, aspects_in
from kb.search.likeness import covered
from kb.search.profiles import Asked, Profile
from kb.search.rerank import Ranked
from kb.search.statistics import Statistics

RIVALS = 5
"""So many articles behind the first one are its rivals."""

SHARPNESS = 25.0
"""How fast a difference of scores becomes certainty."""

ALMOST = 0.7
"""The share of the first one's score from which the next article is almost as near."""

IN_COMMON = 4
"""How much less a word counts as the core of an article that not all of its questions have: the power of
their share."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first candidate, and against it.

    `score` is that of re-ranking, `lead` the one over the next article, `similarity` the cosine to the most
    similar question; `conflict` is another kind of thing, `foreign` another house's product, `undecided` a
    next article almost as near that is for another kind of thing, and the question names neither (0 or 1).

    All further figures are features of the calibration, shares between 0 and 1. `certainty`: the first one's
    share where scores are turned into chances; `core`: of what the article's questions have in common, what
    was asked; `aspects`: of what is wanted (`kb.aspects`), what the question and the most similar one agree
    in; `elsewhere`: of the question, what rivals know and this article does not; `nearest`: of the most
    similar question, what was asked; `strange`: the share of characters that no article knows.
    """

    score: float
    lead: float
    similarity: float
    conflict: float
    foreign: float
    undecided: float
    certainty: float
    core: float
    aspects: float
    elsewhere: float
    nearest: float
    strange: float


FEATURES = tuple(Evidence.__slots__[6:])
"""The figures that a calibration weighs, in its order."""


def evidence(asked: Asked, ranked: Sequence[Ranked], statistics: Statistics) -> Evidence | None:
    """What speaks for the first of the ranked candidates; `None` where there is none.

    The engine's absolute scores are no part of it: they change with the backend and the size of the bank.
    """
    if not ranked:
        return None
    first, rivals = ranked[0], ranked[1 : 1 + RIVALS]
    profile, words = first.profile, asked.vector.plain.keys()
    return Evidence(
        score=first.score,
        lead=first.score - (ranked[1].score if len(ranked) > 1 else 0.0),
        similarity=first.signals.similarity,
        conflict=float(first.conflict),
        foreign=float(first.foreign),
        undecided=float(len(ranked) > 1 and _is_undecided(asked, first, ranked[1])),
        certainty=_certainty(ranked),
        core=_share(_core(profile), words, statistics),
        aspects=agreement(aspects_in(asked.text), aspects_in(profile.texts[first.nearest])),
        elsewhere=_elsewhere(asked, profile, [rival.profile for rival in rivals]),
        nearest=_share(dict.fromkeys(profile.tokens_of(first.nearest), 1.0), words, statistics),
        strange=_strange(asked, statistics),
    )


def _is_undecided(asked: Asked, first: Ranked, second: Ranked) -> bool:
    if second.score < ALMOST * first.score:
        return False
    ours, theirs = first.profile.title_kinds, second.profile.title_kinds
    return any(
        line not in asked.kinds and not ours[line] & theirs[line] for line in ours.keys() & theirs.keys()
    )


def _certainty(ranked: Sequence[Ranked]) -> float:
    return 1 / sum(math.exp((each.score - ranked[0].score) * SHARPNESS) for each in ranked)


def _core(profile: Profile) -> dict[str, float]:
    """How much each token belongs to what the article's questions have in common."""
    return {token: profile.share(token) ** IN_COMMON for token in profile.places}


def _share(tokens: Mapping[str, float], words: Set[str], statistics: Statistics) -> float:
    """Of these tokens, by their own weights and the rarity of each, the share that is among the words."""
    weights = {token: weight * statistics.weight(token) for token, weight in tokens.items()}
    whole = sum(weights.values())
    return sum(weight for token, weight in weights.items() if token in words) / whole if whole else 0.0


def _elsewhere(asked: Asked, profile: Profile, rivals: Sequence[Profile]) -> float:
    new = [token for token in asked.vector.plain if token not in profile.known]
    return covered(asked.vector, {token for token in new if any(token in rival.known for rival in rivals)})


def _strange(asked: Asked, statistics: Statistics) -> float:
    counts = {token: count for token, count in asked.vector.counts.items() if len(token) == 1}
    strange = sum(count for token, count in counts.items() if not statistics.knows(token))
    return strange / sum(counts.values()) if counts else 0.0
