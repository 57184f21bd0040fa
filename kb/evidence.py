"""What speaks for the first candidate: the figures from which its chance of being right is estimated."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kb.aspects import agreement, aspects_in
from kb.english import SAYS_NOTHING, terms_in
from kb.qualifiers import campaigns_in, qualifiers_in
from kb.search.likeness import covered
from kb.search.profiles import ArticleProfile, QuestionProfile
from kb.search.rerank import Ranked
from kb.search.statistics import Statistics

RIVALS = 5
"""So many articles behind the first one are its rivals."""

SHARPNESS = 25.0
"""How fast a difference of scores becomes certainty."""

SHORTEST_NAME = 3
"""Letters of a Latin word in a Chinese question that is taken for a name."""

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
    next article almost as near that is for another kind of thing, and the question names neither (0 or 1);
    `lacking` says that the question names what the article never does (`kb.qualifiers`, 0 or 1), `covered`
    how much of the question the article's questions know, `shared` how many words of weight they have in
    common: pairs of characters, synonyms, Latin words of two letters and more.

    `by_words` says that the house compares by meaning and could not (0 or 1). All others from `certainty` on
    are features of the calibration, shares between 0 and 1. `certainty`: the first one's
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
    lacking: float
    covered: float
    shared: float
    certainty: float
    core: float
    aspects: float
    elsewhere: float
    nearest: float
    strange: float
    by_words: float = 0.0


FEATURES = tuple(Evidence.__slots__[9:-1])
"""The figures that a calibration weighs, in its order."""


def evidence(
    asked: QuestionProfile, ranked: Sequence[Ranked], statistics: Statistics, *, by_words: bool = False
) -> Evidence | None:
    """What speaks for the first of the ranked candidates; `None` where there is none.

    `by_words`: they could not be compared by meaning, though the house does.
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
        undecided=float(len(ranked) > 1 and is_undecided(asked, first, ranked[1])),
        lacking=float(_is_lacking(asked, profile, statistics)),
        covered=_covered(asked, profile),
        shared=float(sum(_says_something(token) and token in profile.known for token in words)),
        certainty=_certainty(ranked),
        core=_share(_core(profile), words, statistics),
        aspects=agreement(aspects_in(asked.text), aspects_in(profile.texts[first.nearest])),
        elsewhere=_elsewhere(asked, profile, [rival.profile for rival in rivals]),
        nearest=_share(dict.fromkeys(profile.tokens_of(first.nearest), 1.0), words, statistics),
        strange=_strange(asked, statistics),
        by_words=float(by_words),
    )


def is_undecided(asked: QuestionProfile, first: Ranked, second: Ranked) -> bool:
    """Whether two articles are almost as near and for two kinds of things, and the question names neither."""
    if second.score < ALMOST * first.score:
        return False
    ours, theirs = first.profile.title_kinds, second.profile.title_kinds
    return any(
        line not in asked.kinds and not ours[line] & theirs[line] for line in ours.keys() & theirs.keys()
    )


def _is_lacking(asked: QuestionProfile, profile: ArticleProfile, statistics: Statistics) -> bool:
    """Whether the question names a doing, a campaign or a Latin name that the article does not."""
    if not qualifiers_in(asked.text) <= profile.qualifiers:
        return True
    if any(name not in profile.known and name not in profile.in_answer for name in campaigns_in(asked.text)):
        return True
    return not asked.english and any(_is_unknown_name(token, statistics) for token in asked.vector.plain)


def _covered(asked: QuestionProfile, profile: ArticleProfile) -> float:
    """Words that stand in any question apart."""
    weights = {token: asked.vector.plain[token] for token in asked.vector.plain if token not in SAYS_NOTHING}
    total = sum(weights.values())
    return (
        sum(weight for token, weight in weights.items() if token in profile.known) / total if total else 0.0
    )


def _says_something(token: str) -> bool:
    return len(token) > 1 and token not in SAYS_NOTHING and not token.isdigit()


def _is_unknown_name(token: str, statistics: Statistics) -> bool:
    is_name = len(token) >= SHORTEST_NAME and token.isascii() and token.isalpha()
    return is_name and not statistics.knows(token) and not terms_in(token)


def _certainty(ranked: Sequence[Ranked]) -> float:
    return 1 / sum(math.exp((each.score - ranked[0].score) * SHARPNESS) for each in ranked)


def _core(profile: ArticleProfile) -> dict[str, float]:
    """How much each token belongs to what the article's questions have in common."""
    return {token: profile.share(token) ** IN_COMMON for token in profile.places}


def _share(tokens: Mapping[str, float], words: Set[str], statistics: Statistics) -> float:
    """Of these tokens, by their own weights and the rarity of each, the share that is among the words."""
    weights = {token: weight * statistics.weight(token) for token, weight in tokens.items()}
    whole = sum(weights.values())
    return sum(weight for token, weight in weights.items() if token in words) / whole if whole else 0.0


def _elsewhere(asked: QuestionProfile, profile: ArticleProfile, rivals: Sequence[ArticleProfile]) -> float:
    new = [token for token in asked.vector.plain if token not in profile.known]
    return covered(asked.vector, {token for token in new if any(token in rival.known for rival in rivals)})


def _strange(asked: QuestionProfile, statistics: Statistics) -> float:
    """Chinese characters and Latin words and numbers, these by their length."""
    sizes = {
        token: count * len(token)
        for token, count in asked.vector.counts.items()
        if len(token) == 1 or (token.isascii() and not token.startswith("="))
    }
    strange = sum(size for token, size in sizes.items() if not statistics.knows(token))
    return strange / sum(sizes.values()) if sizes else 0.0
