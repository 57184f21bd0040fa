"""A message that leans on what was said before: an ellipsis, a correction, a fragment."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from kb.contrasts import kind_words
from kb.english import in_chinese, is_latin
from kb.search.likeness import vector
from kb.search.statistics import Statistics
from kb.understanding.earlier import NOTHING, EarlierQuestion
from kb.understanding.fillers import plain
from kb.understanding.question_words import asks, topic_of
from kb.understanding.reading import SPOKEN_OF, QuestionReading

LONGEST = 14
"""Characters; what is longer says by itself what it is about."""

LONGEST_IN_WORDS = 6
"""The same for a message in English, in words."""

MOST_READINGS = 4
"""From each thing that was said before."""

LONGEST_NOUN = 4
TOPIC_LENGTHS = (4, 3, 2, 5)
"""Characters at the beginning of a question that may name its topic, the likeliest number first."""

_LEAD = re.compile(
    r"^(?:(?:不对|不是(?:这个|的)?|[搞说弄看打]错了|错了|我?(?:是)?(?:问|说|指)的(?:就?是)?|我(?:问|说|指)的?是"
    r"|我(?:想问|要问|要说|想说)的是|我是(?:问|说)|换成|如果是?|要是|那么?|是)[，,。！!\s]*)+"
)
_NOT_BUT = re.compile(
    r"^(?:我(?:问|说|指)的)?(?:不是|不要|没问|没说)(?P<this>[^，,。是]{1,8}?)的?[，,。 ]*"
    r"(?:我(?:问|说|指)的)?(?:而?是|要问|问的是)(?P<that>.+)$"
)
"""Not this but that: the second is meant (不是信用卡，是借记卡)."""

_AND_NOT = re.compile(
    r"^(?:我(?:问|说|指)的)?就?是(?P<that>[^，,。是不吗呢]{1,8})[，,。 ]*"
    r"(?:而|可)?不是(?P<this>[^，,。是吗呢]{1,8})$"
)
"""That and not this: the first is meant (是借记卡不是信用卡)."""

_LEAD_IN_ENGLISH = re.compile(
    r"^(?:(?:no|sorry|and|or|but|what about|how about|i mean|i meant|for|the|my|a)[, ]+)+"
)
_THEN = re.compile(r"\s*那(?![个些边天时种])")
_TAIL = re.compile(r"(?:的话|的)?呢?[？?。！!\s]*$")


def words_of(text: str) -> str:
    """What a message adds, without the words that only show that it leans on something."""
    meant = _AND_NOT.sub(r"\g<that>", _NOT_BUT.sub(r"\g<that>", plain(text)))
    return _TAIL.sub("", _LEAD_IN_ENGLISH.sub("", _LEAD.sub("", meant)))


def says_nothing(text: str) -> bool:
    """Whether a text only announces a question or objects ("你好我想问一下", "不对") and asks none."""
    return bool(re.search(r"\w", text)) and not words_of(text)


def leans(text: str) -> bool:
    """Whether a message is short enough to lean on what was said before."""
    words = words_of(text)
    return 0 < (len(words.split()) if is_latin(words) and " " in words else len(words)) <= _longest(words)


def _longest(words: str) -> int:
    return LONGEST_IN_WORDS if is_latin(words) and " " in words else LONGEST


def points_back(text: str, earlier: EarlierQuestion) -> bool:
    """Whether a message shows by its form that it is about what was said before (那多久到账, 借记卡呢).

    Words that only ask (多少钱) do, too.
    """
    if not leans(text):
        return False
    words = words_of(text)
    goes_on = earlier != NOTHING and _THEN.match(text) is not None
    return goes_on or names_nothing(words) or (plain(text).endswith("呢") and not asks(words))


def readings(text: str, earlier: EarlierQuestion, statistics: Statistics) -> Iterator[QuestionReading]:
    """The questions that the message may stand for, those first that read like the articles' own.

    None where the articles do not know its words: none of them could be about these.
    """
    words = words_of(text)
    if not leans(text) or _share_known(words, statistics) < SPOKEN_OF:
        return
    yield from _of_the_kind_named(words, earlier)
    if is_latin(words):
        words, earlier = (
            in_chinese(words),
            replace(earlier, question=in_chinese(earlier.question), waiting=in_chinese(earlier.waiting)),
        )
    for base in _said_before(earlier, words):
        waits = base == earlier.waiting
        about = (words, topic_of(base)) if waits else (words,)
        # 借记卡 and 多少钱 leave open what it is that costs: whatever is nearest would be answered.
        open_still = waits and (names_nothing(words) or names_nothing(base))
        replaced = _of_another_kind(base, words)
        if replaced:
            yield replaced
        elif base:
            rebuilt = _likeliest(base, words, statistics)
            yield from (QuestionReading(each, about, word_for_word=open_still) for each in rebuilt)


def _of_the_kind_named(words: str, earlier: EarlierQuestion) -> Iterator[QuestionReading]:
    """The words about the kind of thing that was named last, where they name none and say what they ask."""
    named, about = kind_words(words), kind_words(earlier.kinds)
    kinds = "".join(word for line, word in about.items() if line not in named)
    if kinds and not names_nothing(words):
        yield QuestionReading(kinds + words, (words,), of_one_kind=True)


def _said_before(earlier: EarlierQuestion, words: str) -> Iterable[str]:
    """What the words may lean on, the last first; words that name nothing lean on the very last alone."""
    if earlier.waiting and names_nothing(words):
        return (earlier.waiting,)
    return dict.fromkeys((earlier.waiting, earlier.question, earlier.title))


def names_nothing(words: str) -> bool:
    """Whether words only ask (多少钱, 怎么办) and say nothing of what they ask about."""
    return not topic_of(words)


def _share_known(words: str, statistics: Statistics) -> float:
    found = vector(statistics.tokens(words), statistics)
    known = sum(weight for token, weight in found.plain.items() if statistics.knows(token))
    return known / found.total if found.total else 0.0


def _likeliest(base: str, words: str, statistics: Statistics) -> Iterator[str]:
    rebuilt = dict.fromkeys(each for each in _rebuilt(base, words) if each != words)
    return islice(sorted(rebuilt, key=lambda each: _strange_pairs(each, statistics)), MOST_READINGS)


def _strange_pairs(text: str, statistics: Statistics) -> int:
    return sum(not statistics.knows(first + second) for first, second in pairwise(text))


def _of_another_kind(base: str, words: str) -> QuestionReading | None:
    """The same question about the other kind of thing that the words name ("那借记卡呢"), or nothing."""
    said, new = kind_words(base), kind_words(words)
    for line in said.keys() & new.keys():
        rest = words.replace(new[line], "", 1).removeprefix("的")
        if said[line] != new[line] and set(rest) <= set(base):
            return QuestionReading(base.replace(said[line], new[line]), (new[line],), of_one_kind=True)
    return None


def _rebuilt(base: str, words: str) -> Iterator[str]:
    new = kind_words(words)
    yield "".join(word for line, word in kind_words(base).items() if line not in new) + words
    if asks(words):
        yield from (topic_of(base)[:length] + words for length in TOPIC_LENGTHS)
    else:
        yield from _with_another_noun(base, words)
    yield topic_of(base) + words
    yield words + base


def _with_another_noun(base: str, noun: str) -> Iterator[str]:
    """The noun in place of one with the same last character, or of the first one; or another side of it."""
    size = len(noun)
    if size > LONGEST_NOUN:
        return
    for place, character in enumerate(base, start=1):
        if character == noun[-1]:
            yield base[: place - 1] + noun + base[place:]
            yield base[: max(place - size, 0)] + noun + base[place:]
    yield noun + base[size:]
    yield from (topic_of(base)[:length] + noun for length in TOPIC_LENGTHS)
