"""Finds full card numbers in a folded text: by check digit and issuer, or by a word beside them.

A number may be written in groups with anything but letters between them. Sources: ISO/IEC 7812-1
(Luhn, issuer prefixes), GB 11643-1999 (resident IDs, which are not cards).
"""

import re
from itertools import groupby, pairwise
from operator import itemgetter

from hub.messages.secrets.fold import WALL, walled
from hub.messages.secrets.marks import CARD, CVV, FoundSecret
from hub.messages.secrets.numbers import DigitChain, chains, is_resident_id

Span = tuple[int, int]
"""A run of groups, by its first and last."""

CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001234567891234567891")

# Which numbers of which length issuers really give out; a timestamp or an order number seldom fits.
MAESTRO = "5[0678]|6"
ISSUED = {
    13: re.compile(f"4|{MAESTRO}"),
    14: re.compile(f"3[0689]|{MAESTRO}"),
    15: re.compile(f"3[457]|{MAESTRO}"),
    16: re.compile(r"[3-9]|220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"),
    17: re.compile(r"[5-9]"),
    18: re.compile(r"[5-9]"),
    19: re.compile(r"[3-9]"),
}
AMERICAN_EXPRESS = ("34", "37")

USUAL = {
    (4, 6, 5),
    (4, 6, 4),
    (6, 4, 4, 5),
    (6, 4, 4, 4),
    (4, 4, 4, 7),
    (6, 4, 5),
    (6, 13),
    (6, 10),
    (4, 12),
    (12, 4),
}
"""Sizes of groups that people use, beside equal ones."""

CUE_BEFORE = re.compile(
    r"卡号|卡片号码?|银行卡|信用卡|借记卡|储蓄卡|贷记卡|一卡通|存折|[账帐][号户]|[这那]张卡|我的卡|卡是|卡[:：]"
    r"|(?:转账?款?|汇款?|打款?)[到给]|收款人?"
    r"|(?<![a-z])(?:card|account|acct|pan)(?![a-z])"
)
CUE_AFTER = re.compile(
    r"[\s'\"”’)）】\]]{0,4}(?:[,，]\s?)?(?:[这那]?个?就?是|为)[^\d\n。！？，,]{0,8}"
    r"(?:卡|[账帐]号)"
)
OTHER_NOUN = re.compile(
    r"订单|单号|流水|快递|运单|手机|电话|身份证|证件|证号|时间|日期|编号|余额|金额|限额|参考号|交易号"
)
CUE_REACH = 20
MONEY = re.compile(r"\s{0,2}(?:元|块|万|亿|美元|rmb|cny)")

EXPIRY_AND_CODE = re.compile(
    r"[\s,，、/|;；:：\-]{0,4}(?:0[1-9]|1[0-2])[\s/|\-]{0,2}(?:20)?[0-9]{2}[\s,，、/|;；:：\-]{1,4}([0-9]{3,4})(?![0-9])"
)


def find_cards(text: str) -> list[FoundSecret]:
    """Full card numbers in a folded text, in order; the second look reads Chinese numerals as digits."""
    found = [card for chain in chains(text) for card in _in_chain(chain)]
    if not re.search(r"[一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{2}", text):
        return found
    rest = walled(text, ((one.start, one.end) for one in found)).translate(CHINESE_DIGITS)
    spoken = [
        card
        for chain in chains(rest)
        for card in _in_chain(chain)
        if rest[card.start : card.end] != text[card.start : card.end]
    ]
    return sorted([*found, *spoken])


def expiry_and_code(text: str, cards: list[FoundSecret]) -> list[FoundSecret]:
    """Security codes written behind a card and its expiry date, without a word: `… 12/28 123`."""
    matches = (EXPIRY_AND_CODE.match(text, card.end) for card in cards)
    return [FoundSecret(match.start(1), match.end(1), CVV) for match in matches if match]


def _in_chain(chain: DigitChain) -> list[FoundSecret]:
    people, cards = _candidates(chain)
    taken = _longest(people, set())
    persons = set(taken)
    if not taken:
        taken = _named_whole(chain)
    for spans in ([span for span in cards if _is_usual(chain.sizes(*span))], cards):
        blocked = {group for first, last in taken for group in range(first, last + 1)}
        taken += _longest(spans, blocked)
    found = [_card(chain, *span) for span in taken if span not in persons]
    return sorted([*found, *_cued(chain, taken)])


def _candidates(chain: DigitChain) -> tuple[list[Span], list[Span]]:
    """Runs of whole groups that could be resident IDs, and those that could be cards."""
    people: list[Span] = []
    cards: list[Span] = []
    for first in range(chain.size):
        for last in range(first, chain.size):
            count = chain.count(first, last)
            if count > 19:
                break
            if count in (17, 18) and is_resident_id(chain.identifier(first, last)):
                people.append((first, last))
            if count >= 13 and chain.luhn(first, last) and _is_card(chain, first, last):
                cards.append((first, last))
    return people, cards


def _longest(spans: list[Span], blocked: set[int]) -> list[Span]:
    """From the left, the longest run at each place that touches no other; a lone group is not extended."""
    result: list[Span] = []
    free_from = 0
    for first, group in groupby(spans, key=itemgetter(0)):
        lasts = [last for _, last in group]
        for last in lasts[:1] if lasts[0] == first else reversed(lasts):
            if first >= free_from and blocked.isdisjoint(range(first, last + 1)):
                result.append((first, last))
                free_from = last + 1
                break
    return result


def _card(chain: DigitChain, first: int, last: int) -> FoundSecret:
    digits = chain.digits(first, last)
    return FoundSecret(chain.start(first), chain.end(last), CARD, digits[-4:] if len(digits) <= 19 else "")


def _is_card(chain: DigitChain, first: int, last: int) -> bool:
    """Whether an issuer gives out such a number; short ones must be written as people do, or stand alone."""
    digits = chain.digits(first, last)
    if not ISSUED[len(digits)].match(digits):
        return False
    if len(digits) == 15 and is_resident_id(digits) and digits[:2] not in AMERICAN_EXPRESS:
        return False  # the old form of the resident ID, which has no check digit
    if len(digits) >= 16 or _is_usual(chain.sizes(first, last)):
        return True
    hotline = chain.sizes(first, first) == (3,) and digits[:3] in ("400", "800")
    return first == 0 and last == chain.size - 1 and not hotline


def _is_usual(sizes: tuple[int, ...]) -> bool:
    if len(sizes) == 1 or sizes in USUAL:
        return True
    return sizes[0] <= 8 and all(a == b for a, b in pairwise(sizes[:-1])) and sizes[-1] <= sizes[0]


def _named_whole(chain: DigitChain) -> list[Span]:
    """Small groups behind a word are one number together, even where a part of them passes the check."""
    last = chain.tight_end(0, limit=19)
    small = max(chain.sizes(0, last)) <= 8
    whole = last > 0 and small and chain.count(0, last) >= 16
    return [(0, last)] if whole and _cue_before(chain) else []


def _cued(chain: DigitChain, taken: list[Span]) -> list[FoundSecret]:
    """A number of 12 digits and more that fails the check but that a word calls a card or account."""
    if taken:
        return []
    last = chain.tight_end(0, limit=19)
    digits = chain.digits(0, last)
    if len(digits) < 12 or MONEY.match(chain.text, chain.end(last)):
        return []
    if not (_cue_before(chain) or CUE_AFTER.match(chain.text, chain.end(last))):
        return []
    return [_card(chain, 0, last)]


def _cue_before(chain: DigitChain) -> bool:
    start = chain.start(0)
    before = re.split(rf"[0-9。！？{WALL}]", chain.text[max(0, start - CUE_REACH) : start])[-1]
    cues = list(CUE_BEFORE.finditer(before))
    return bool(cues) and not OTHER_NOUN.search(before, cues[-1].end())
