"""English beside Chinese: which texts are English, word stems, and what terms are called in Chinese."""

import re
from functools import cache
from pathlib import Path

ENGLISH = Path(__file__).with_name("english.txt")
"""Chinese words and what they are called in English, one on each line."""

SHORTEST_WORD = 2
"""Letters of a word that says something: a lone "I" or "a" stands in any language."""

SAYS_NOTHING = frozenset(
    word
    for line in Path(__file__).with_name("english_small_words.txt").read_text("utf-8").splitlines()
    for word in line.partition("#")[0].split()
)
"""Words that stand in questions about anything, so that they say nothing of what is asked."""

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_LATIN = re.compile(r"[a-z0-9][a-z0-9'’ \-]*")
_PART = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_DOUBLED = re.compile(r"([^aeiouls])\1$")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ion", ""))
SHORTEST_STEM = 3


def is_latin(normal: str) -> bool:
    """Whether a normalised text has a Latin word of two letters or more, and no Chinese character."""
    return not _CHINESE.search(normal) and any(len(word) >= SHORTEST_WORD for word in _WORD.findall(normal))


def is_english_text(normal: str) -> bool:
    """Whether a normalised title or similar question is in English: several Latin words and nothing else."""
    return is_latin(normal) and len(_WORD.findall(normal)) > 1


@cache
def stem(word: str) -> str:
    """A Latin word without its usual endings: cards, closing and closed become card, clos and clos."""
    found = word.removesuffix("'s")
    if len(found) <= SHORTEST_STEM or not found.isascii() or not found.isalpha():
        return found
    if found.endswith("s") and not found.endswith(("ss", "us", "is", "ies", "sses")):
        found = found[:-1]
    for ending, instead in _ENDINGS:
        rest = found.removesuffix(ending) + instead
        if found.endswith(ending) and len(rest) >= SHORTEST_STEM and re.search("[aeiouy]", rest):
            found = _DOUBLED.sub(r"\1", rest)
            break
    return found[:-1] if found.endswith("e") and len(found) > SHORTEST_STEM + 1 else found


def terms_in(normal: str) -> list[str]:
    """The Chinese words for the English terms in a normalised text, in the order of reading."""
    return [term for stretch in _LATIN.findall(normal) for term, _ in _read(stretch) if term]


def in_chinese(normal: str) -> str:
    """A normalised text with the Chinese word for each English term that has one; the rest as it is."""
    return _LATIN.sub(lambda stretch: " ".join(term or words for term, words in _read(stretch[0])), normal)


def _read(stretch: str) -> list[tuple[str, str]]:
    """The terms of a stretch of Latin words, the longest first, and the words between them without one."""
    words = _PART.findall(stretch.replace("’", "'").replace("-", " "))
    stems, found, place = [stem(word) for word in words], list[tuple[str, str]](), 0
    terms = _terms()
    while place < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
            term = terms.get(tuple(stems[place : place + size]))
            if term or size == 1:
                found.append((term or "", " ".join(words[place : place + size])))
                place += size
                break
    return found


LONGEST_PHRASE = 5


@cache
def _terms() -> dict[tuple[str, ...], str]:
    terms: dict[tuple[str, ...], str] = {}
    for line in ENGLISH.read_text("utf-8").splitlines():
        chinese, *phrases = [each.strip() for each in line.partition("#")[0].split("|")]
        for phrase in phrases:
            terms[tuple(stem(word) for word in _PART.findall(phrase.lower()))] = chinese
    return terms
