"""The one normalisation of the house: documents and queries of every search backend go through it.

A text becomes tokens: Chinese characters and their bigrams, the stems of Latin words and numbers whole, and
one token for each group of synonyms and each term of the English glossary that it touches.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from opencc import OpenCC

from kb.english import ENGLISH, is_latin, stem, terms_in

SYNONYMS = Path(__file__).with_name("synonyms.txt")
"""One group of words that mean the same on each line, the plainest word first."""

_RUN = re.compile(r"[a-z0-9]+(?:[.'][a-z0-9]+)*|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PAUSE = re.compile(r"[\s，。？！；、,.?!;…~～]+")
_PAUSE_IN_LATIN = re.compile(r"[.,?!;…~\n]+\s*")
SHORTEST_CLAUSE = 4
_SPACE = re.compile(r"\s+")


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """Compatibility forms, width, case, Traditional characters and spaces folded into one form."""
    folded = unicodedata.normalize("NFKC", text)
    return _SPACE.sub(" ", _to_simplified().convert(folded).lower()).strip()


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text in the order of reading, repeated ones included."""
    normal = normalise(text)
    found: list[str] = []
    for run in _RUN.findall(normal):
        found.extend([stem(run)] if run[0].isascii() else _characters_and_bigrams(run))
    return (*found, *_group_tokens(normal))


def clauses(text: str) -> list[str]:
    """The parts between punctuation, in Chinese also spaces, without those too short to ask anything."""
    pause = _PAUSE_IN_LATIN if is_latin(normalise(text)) else _PAUSE
    return [part for part in pause.split(text) if len(part) >= SHORTEST_CLAUSE]


@cache
def fingerprint() -> str:
    """Changes whenever the same text may become other tokens: indexes built before are then stale."""
    digest = hashlib.sha256(SYNONYMS.read_bytes())
    for file in (ENGLISH, Path(__file__), ENGLISH.with_suffix(".py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _characters_and_bigrams(run: str) -> Iterable[str]:
    yield from run
    for first, second in pairwise(run):
        yield first + second


def _group_tokens(normal: str) -> tuple[str, ...]:
    """One token for each group of synonyms, by its plainest word, in whichever language it is touched."""
    groups = _synonyms()
    if groups is None:
        return ()
    pattern, canonical = groups
    named = [canonical[word] for word in pattern.findall(normal)]
    named += [canonical.get(term, term) for term in terms_in(normal)]
    return tuple(dict.fromkeys("=" + word for word in named))


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]] | None:
    canonical: dict[str, str] = {}
    for line in SYNONYMS.read_text("utf-8").splitlines():
        words = [normalise(word) for word in line.partition("#")[0].split()]
        canonical.update(dict.fromkeys(words, words[0]) if words else {})
    longest_first = sorted(canonical, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile("|".join(map(re.escape, longest_first))), canonical
