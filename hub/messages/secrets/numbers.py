"""Numbers as people write them: groups of digits in chains, check digits, resident IDs."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import accumulate, pairwise

GROUP = re.compile(r"[0-9]+")
GAP_LIMIT = 24
GAP = re.compile(
    r"(?:[^\w\x00]|_){1,6}|[ \t]{1,24}"
    r"|[ ,，、]{0,3}(?:和|跟|与|及|以及|还有|再|然后|接着|之后|后面|加|空格|横杠|杠|点|and|then|dash|space)"
    r"(?:再|就?是|还有)?[ ,，:：]{0,3}"
)
"""What may stand between the groups of one number: spaces, signs, and words with which one is dictated."""

TIGHT_GAP = re.compile(r"[._·•・‧∙⋅/~|\- \t]{1,6}|[ \t]{1,24}")
"""What stands there when nothing but the look of it says that the groups belong together."""

DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""The first two digits of a resident ID (GB/T 2260)."""


class DigitChain:
    """Groups of digits with only signs and spaces between them; groups are numbered from 0.

    Sums are kept so that the check digit of any run of groups costs the same, however long the chain.
    """

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text = text
        self.size = len(spans)
        self._spans = spans
        self._digits = "".join(text[start:end] for start, end in spans)
        self._ends = [0, *accumulate(end - start for start, end in spans)]
        numbers = [int(digit) for digit in self._digits]
        plain_first = [DOUBLED[n] if at % 2 else n for at, n in enumerate(numbers)]
        plain_second = [n if at % 2 else DOUBLED[n] for at, n in enumerate(numbers)]
        self._sums = ([0, *accumulate(plain_first)], [0, *accumulate(plain_second)])

    def start(self, first: int) -> int:
        """Where a group starts in the text."""
        return self._spans[first][0]

    def end(self, last: int) -> int:
        """Where a group ends in the text."""
        return self._spans[last][1]

    def count(self, first: int, last: int) -> int:
        """How many digits a run of groups has."""
        return self._ends[last + 1] - self._ends[first]

    def digits(self, first: int, last: int) -> str:
        """The digits of a run of groups."""
        return self._digits[self._ends[first] : self._ends[last + 1]]

    def sizes(self, first: int, last: int) -> tuple[int, ...]:
        """The number of digits in each group of a run."""
        return tuple(end - start for start, end in self._spans[first : last + 1])

    def identifier(self, first: int, last: int) -> str:
        """The digits of a run, with the X that may end a resident ID."""
        digits = self.digits(first, last)
        return digits + "x" if len(digits) == 17 and self.text.startswith("x", self.end(last)) else digits

    def luhn(self, first: int, last: int) -> bool:
        """Whether the last digit of a run is the check digit of the others (ISO/IEC 7812-1, annex B)."""
        start, end = self._ends[first], self._ends[last + 1]
        sums = self._sums[(end - 1) % 2]
        return (sums[end] - sums[start]) % 10 == 0

    def tight_end(self, first: int, *, limit: int) -> int:
        """The last group that tight gaps join to the first, with at most `limit` digits together."""
        last = first
        while (
            last + 1 < self.size
            and self.count(first, last + 1) <= limit
            and TIGHT_GAP.fullmatch(self.text, self.end(last), self.start(last + 1))
        ):
            last += 1
        return last


def chains(text: str) -> Iterator[DigitChain]:
    """Every chain of digit groups in a folded text."""
    spans = [match.span() for match in GROUP.finditer(text)]
    chain: list[tuple[int, int]] = spans[:1]
    for before, after in pairwise(spans):
        gap = text[before[1] : after[0]] if after[0] - before[1] <= GAP_LIMIT else ""
        if not GAP.fullmatch(gap) or "**" in gap:
            yield DigitChain(text, chain)
            chain = []
        chain.append(after)
    if chain:
        yield DigitChain(text, chain)


def is_resident_id(number: str) -> bool:
    """Whether this is a resident ID: 18 characters with their check character, or the 15 of the old form.

    Source: GB 11643-1999.
    """
    if len(number) == 15 or not looks_like_resident_id(number):
        return looks_like_resident_id(number)
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == number[17]


def looks_like_resident_id(number: str) -> bool:
    """Whether this has the province and the birthday of a resident ID, whatever its check character."""
    if not PROVINCES.match(number):
        return False
    if len(number) == 15:
        return number.isdigit() and _is_date("19" + number[6:12])
    return len(number) == 18 and number[:17].isdigit() and _is_date(number[6:14])


def _is_date(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2099
