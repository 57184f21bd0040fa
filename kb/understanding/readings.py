"""The readings of a message in the order in which they are tried."""

from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

from kb.english import in_chinese, is_latin
from kb.search.statistics import Statistics
from kb.text import normalise
from kb.understanding import follow_up
from kb.understanding.earlier import EarlierQuestion
from kb.understanding.fillers import plain
from kb.understanding.reading import QuestionReading
from kb.understanding.slips import mended
from kb.understanding.spelling import in_characters


def own_words(text: str, earlier: EarlierQuestion, statistics: Statistics) -> QuestionReading:
    """The message as it stands; where it points back or is spelled, another reading is likelier meant."""
    spelled = in_characters(plain(text), statistics) is not None
    return QuestionReading(text, word_for_word=spelled or follow_up.points_back(text, earlier))


def other_readings(
    text: str, earlier: EarlierQuestion, statistics: Statistics, *, mend: bool = True
) -> Iterator[QuestionReading]:
    """What a message may stand for beside its own words, each reading once, the likeliest first.

    Without its fillers; as a follow-up; in the mainland's words; in Chinese; spelled out; and, where slips
    may be mended, without these; the changed ones as follow-ups, too.
    """
    seen = {frozenset(statistics.tokens(text)), frozenset[str]()}
    for reading in _all(text, earlier, statistics, mend=mend):
        found = frozenset(statistics.tokens(reading.text))
        if found not in seen:
            seen.add(found)
            yield reading


def _all(
    text: str, earlier: EarlierQuestion, statistics: Statistics, *, mend: bool
) -> Iterator[QuestionReading]:
    simple, points_back = plain(text), follow_up.points_back(text, earlier)
    yield QuestionReading(simple, word_for_word=points_back)
    yield from follow_up.readings(simple, earlier, statistics)
    written = in_characters(simple, statistics)
    for other in (_in_mainland_words(text), _in_chinese(simple), plain(written or "")):
        yield QuestionReading(other, word_for_word=points_back)
        yield from follow_up.readings(other, earlier, statistics)
    for other in mended(simple, statistics) if mend else ():
        yield QuestionReading(other, doubtful=True, word_for_word=points_back)
        yield from follow_up.readings(other, earlier, statistics)


def _in_chinese(text: str) -> str:
    """A Chinese text with the bank's words for the English ones in it (我的 credit card 丢了)."""
    normal = normalise(text)
    found = in_chinese(normal)
    return "" if found == normal or is_latin(normal) else found


def _in_mainland_words(text: str) -> str:
    """A text in Traditional characters with the words of the mainland too (軟體 is 软件)."""
    return plain(_to_mainland().convert(text)) if normalise(text) != text.lower() else ""


@cache
def _to_mainland() -> OpenCC:
    return OpenCC("tw2sp")
