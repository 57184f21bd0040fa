"""Questions as they really arrive: with a slip, as spoken, in Traditional characters, politely wrapped.

All of it is drawn by chance, the same for the same question, and knows nothing of the code that it tests.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

OPENINGS = (
    "嗯",
    "呃那个",
    "那个",
    "就是说",
    "嗯我想问一下",
    "喂你好我想问一下就是",
    "哎我跟你说",
    "那个什么",
    "然后呢就是",
)
PAUSES = ("嗯", "呃", "那个", "就是", "这个", "就是说", "额", "啊")
ENDINGS = ("啊", "呀", "哈", "嘛", "呃", "是吧", "来着", "")
BEFORE = (
    "你好，",
    "您好，请问",
    "请问一下，",
    "在吗？",
    "早上好，麻烦帮我看下，",
    "不好意思打扰一下，",
    "你好，我想咨询一下",
    "亲，",
)
BEHIND = ("，谢谢", "，谢谢您了", "，麻烦您了", "。谢谢！", "，急，在线等", "，拜托啦", "", "，辛苦了")


def slip(question: str) -> str:
    """One character for another common one that sounds the same."""
    chance = random.Random(question)
    places = [place for place, each in enumerate(question) if _alike(each)]
    if not places:
        return question
    place = chance.choice(places)
    return question[:place] + chance.choice(_alike(question[place])) + question[place + 1 :]


def spoken(question: str) -> str:
    """Without punctuation, with an opening, a pause or two, a repeated word and an ending."""
    chance = random.Random(question)
    words = "".join(each for each in question if each.isalnum())
    for _ in range(1 + (len(words) > 10)):
        place = chance.randrange(1, len(words)) if len(words) > 1 else 0
        words = words[:place] + chance.choice(PAUSES) + words[place:]
    if chance.random() < 0.5:
        words = words[:2] + words
    return chance.choice(OPENINGS) + words + chance.choice(ENDINGS)


def traditional(question: str) -> str:
    """In Traditional characters."""
    return _converter("s2t").convert(question)


def taiwanese(question: str) -> str:
    """In Traditional characters and Taiwan's words."""
    return _converter("s2twp").convert(question)


def polite(question: str) -> str:
    """With a greeting before and thanks behind."""
    chance = random.Random(question)
    return chance.choice(BEFORE) + question.rstrip("。？！?!") + chance.choice(BEHIND)


KINDS: Mapping[str, Callable[[str], str]] = {
    "as asked": str,
    "slip": slip,
    "spoken": spoken,
    "traditional": traditional,
    "taiwanese": taiwanese,
    "polite": polite,
}


def _alike(character: str) -> list[str]:
    sound = lazy_pinyin(character, style=Style.NORMAL)[0]
    return [each for each in _common().get(sound, ()) if each != character]


@cache
def _common() -> dict[str, list[str]]:
    """The 3,755 most common characters (GB 2312, level 1) by their sound."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", "ignore")
            if character:
                found[lazy_pinyin(character, style=Style.NORMAL)[0]].append(character)
    return dict(found)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
