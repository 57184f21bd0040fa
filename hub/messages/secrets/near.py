"""Finds passwords that only the sentence ties to their word: the six digits of a PIN near it, or its halves.

A PIN of a Chinese bank card has six digits, so a bare number of that length in one sentence with 密码 is
taken for one, on either side of the word and whatever stands between, unless something there says what else
it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from hub.messages.secrets.fold import WALL
from hub.messages.secrets.marks import PASSWORD, FoundSecret
from hub.messages.secrets.values import KNOWN_NUMBER, SHORT_UNIT

REACH = 28
"""So many characters from the word a number may stand, as far as one sentence goes."""

SENTENCE = re.compile(rf"[。！？!?;；\n{WALL}]")
PIN = re.compile(r"(?<![0-9a-z.:/\-_#*@¥$])[0-9]{6}(?![0-9a-z]|[.:/\-_@][0-9a-z])")
MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
OTHER_NOUN = re.compile(
    r"尾号|手机|电话|客服|热线|拨打|致电|订单|单号|金额|限额|额度|余额|身份证|证件|证号|[账帐][号户]|户名|编号|日期|时间|工号"
    r"|代码|代号|股票|基金|理财|产品|网点|型号|版本|流水|邮编|区号|错误码|报错|编码|序号|合同|保单|验证码|群|qq|扣扣"
    r"|(?<![a-z])(?:error|code|order|ref(?:erence)?|ticket|account|acct|phone|zip|no\.?|number of)(?![a-z])"
)
MOVED = re.compile(r"(?:转|取|存|汇|付|还|花|借|贷|买|卖|充|扣|收|打)(?:了|款|入|出|到|进|走)?\s?$")
"""Before a number: it is money."""

NOUN_REACH = 8

AROUND = (
    re.compile(r"(?<![0-9a-z.:/\-])[0-9]{2,6}(?=[ ,，]?$)"),
    re.compile(r"[ ,，:：]?([0-9]{2,6})(?![0-9a-z位次年月日元]|[.:/\-][0-9])"),
)
"""One half straight before the word, the other straight behind it."""

PARTS = re.compile(
    rf"[^0-9。！？\n{WALL}]{{0,6}}(?:前|头|先)[^0-9。！？\n{WALL}]{{0,6}}([0-9]{{1,6}})"
    rf"[^0-9。！？\n{WALL}]{{0,4}}(?:后|末|尾|再)[^0-9。！？\n{WALL}]{{0,6}}([0-9]{{1,6}})(?![0-9]|\s?[位次年月日元])"
)
"""The beginning and the end behind the word: `密码前三位 135，后三位 790`."""

LEAST, MOST = 4, 12


def find_near(text: str, cue: re.Pattern[str]) -> list[FoundSecret]:
    """PINs in a folded text that stand in one sentence with a word for a password, and halves round it."""
    words = [match.span() for match in cue.finditer(text)]
    if not words:
        return []
    found = [FoundSecret(start, end, PASSWORD) for start, end in _halves(text, words)]
    pins = [match for match in PIN.finditer(text) if not _is_else(match, text)]
    for pin in pins:
        if any(_joined(text, pin.span(), word) for word in _neighbours(pin.start(), words)):
            found.append(FoundSecret(*pin.span(), PASSWORD))
    return found


def _neighbours(place: int, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The last word before a place and the first behind it."""
    behind = bisect_right(words, (place, place))
    yield from words[max(0, behind - 1) : behind + 1]


def _is_else(pin: re.Match[str], text: str) -> bool:
    before = text[max(0, pin.start() - NOUN_REACH) : pin.start()]
    return bool(
        KNOWN_NUMBER.fullmatch(pin[0])
        or MONTH.fullmatch(pin[0])
        or SHORT_UNIT.match(text, pin.end())
        or MOVED.search(before)
        or OTHER_NOUN.search(before)
    )


def _joined(text: str, pin: tuple[int, int], word: tuple[int, int]) -> bool:
    """Whether one sentence holds both, without another thing between that the number may be of."""
    between = text[pin[1] : word[0]] if pin[1] <= word[0] else text[word[1] : pin[0]]
    return len(between) <= REACH and not SENTENCE.search(between) and not OTHER_NOUN.search(between)


def _halves(text: str, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in words:
        first, last = AROUND[0].search(text, max(0, start - 8), start), AROUND[1].match(text, end)
        parts = PARTS.match(text, end)
        halves = [first.span(), last.span(1)] if first and last else []
        for pair in (halves, [parts.span(1), parts.span(2)] if parts else []):
            if pair and LEAST <= sum(behind - before for before, behind in pair) <= MOST:
                yield from pair
