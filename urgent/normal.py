"""One form for what customers write: Simplified, lower case, no spaces, usual slips and homophones mended."""

import re
import unicodedata
from functools import cache
from itertools import accumulate
from pathlib import Path

from opencc import OpenCC
from pypinyin.pinyin_dict import pinyin_dict

SOUNDS = Path(__file__).with_name("sounds.txt")
"""Phrases that are recognised by their sound, whatever characters they are written with."""

READ = 2000
"""Characters that are looked at: half from the front and half from the end of what is longer."""

_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_STUTTER = re.compile(r"([嗯啊呃额哦噢]|那个|这个|就是)(?:[，,、.…\s]*(?:[嗯啊呃额哦噢]|那个|这个|就是))+")
_FILLERS = re.compile(r"[嗯噢]+[，,、…]*|(?<![人被畀俾])呃+(?!咗)[，,、…]*|…+|\.{2,}|~+|—+")
_FOLDED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([nl])"), "l"), (re.compile(r"g$"), ""))
_TONES = {
    ord(tone): plain
    for plain, tones in zip("aaaaeeeeiiiioooouuuuvvvvvm", "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüḿ", strict=True)
    for tone in tones
}


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """The text in that form; what is not Chinese keeps single spaces."""
    if len(text) > READ:
        text = text[: READ // 2] + "\n" + text[-READ // 2 :]
    folded = unicodedata.normalize("NFKC", text)
    plain = _simplified().convert(folded).lower().replace("’", "'").replace("帐", "账")
    plain = "".join(char for char in plain if unicodedata.category(char) not in ("Cf", "Cc") or char == "\n")
    plain = _BETWEEN.sub("", _SPACES.sub(" ", plain)).strip()
    return mended(_FILLERS.sub("", _STUTTER.sub("", plain)))


def mended(text: str) -> str:
    """The text with the phrases of `sounds.txt` written as they should be, where it says them otherwise."""
    said = [_sound(char) for char in text]
    # A syllable's place in the joined sounds tells its place in the text.
    starts = [0, *accumulate(len(sound) + 1 for sound in said)]
    place = {start: number for number, start in enumerate(starts)}
    joined = "".join(f"{sound}|" for sound in said)
    letters = list(text)
    for found in _pattern().finditer(joined):
        first = place.get(found.start(1))
        phrase = _phrases()[found[1]]
        if first is not None and text[first : first + len(phrase)] not in _right():
            letters[first : first + len(phrase)] = phrase
    return "".join(letters)


@cache
def _sound(char: str) -> str:
    """A character's sound without its tone and without what dialects mix up; nothing for other signs."""
    readings = pinyin_dict.get(ord(char))
    if readings is None:
        return ""
    plain = str(readings).split(",", 1)[0].translate(_TONES)
    for pattern, instead in _FOLDED:
        plain = pattern.sub(instead, plain)
    return plain


@cache
def _phrases() -> dict[str, str]:
    """The phrases by their sound; the first of those that sound the same."""
    found: dict[str, str] = {}
    for line in SOUNDS.read_text("utf-8").splitlines():
        for phrase in line.partition("#")[0].partition("=")[0].split():
            found.setdefault("|".join(_sound(char) for char in phrase), phrase)
    return found


@cache
def _right() -> frozenset[str]:
    """Words that sound like a phrase and mean something else: behind `=` in their line."""
    lines = SOUNDS.read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].partition("=")[2].split())


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, longest_first))})(?=\|)")
