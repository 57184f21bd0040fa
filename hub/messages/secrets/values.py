"""Reads the value that stands beside a word such as 密码, and judges whether it is a secret.

People write much that is not one behind these words: `密码 6 位`, `密码输错 3 次`, `验证码发到 138…`.
How surely the two are linked decides how much is asked of the value.
"""

import re
from bisect import bisect_right
from enum import IntEnum
from typing import NamedTuple

from hub.messages.secrets.marks import CODE, CVV, PASSWORD
from hub.messages.secrets.numbers import is_resident_id

NUMERALS = "[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{4,}"
"""A number spoken digit by digit."""

RUN = re.compile(f"[!-~\u00a1-\u00b6\u00b8-\u024f\u0370-\u052f]+|{NUMERALS}")
"""Characters that a value is made of, or Chinese numerals."""

LOOKED_AT = 64
"""So many characters of a value decide what it is; longer ones are replaced whole all the same."""

CLOSING = re.compile(r"[.,;:?'\")\]}>~*#`]+$")
NUMBER = re.compile(r"[0-9](?:[0-9]|[._·/\-](?=[0-9]))*")
NEXT_GROUP = re.compile(r"[ \t._·\-]{1,4}([0-9]{1,4})(?![0-9a-z])")
CHINESE = re.compile(NUMERALS)

SHORT_UNIT = re.compile(
    r"\s{0,2}(?:年(?!龄)|月|日(?!常)|元|块|万|亿|次|位|多|天|周|小时|分钟|秒|个月|家|笔|张|%|％|k\b|mb|kb|元|美元|rmb|cny|digits?|characters?|times|days?|minutes?|hours?|seconds?)"
)
MONEY_UNIT = re.compile(r"\s{0,2}(?:元|块钱|万元|亿|美元|rmb|cny)")
KNOWN_NUMBER = re.compile(
    r"95[0-9]{3}|123(?:63|78|15|86|88)|100(?:00|10|86|99|01)|1069[0-9]+|1[3-9][0-9]{9}|(?:86)1[3-9][0-9]{9}|[48]00[0-9]{7}"
    r"|(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.][0-3]?[0-9])?"
)
NOT_A_VALUE = re.compile(
    r"https?:|www\.|[^@\s]{1,64}@[^@\s.]{1,64}\.|(?:iphone|ipad|windows|android|ios|harmonyos|face|touch|wifi|app)",
    re.A,
)
EVERYDAY = frozenset(
    """
    accepted after alipay already also always an and app are at atm been before being blocked can cannot
    case change changed correct different disabled displayed empty error expired face failed failure
    false for forgotten had has have help hidden how id in incorrect invalid invisible issue it its
    locked lost may missing must my never no none not now null of ok on only otp our passwd password pin
    please pos problem pwd rejected required reset safe same saved secret sensitive should shown sms
    still stored string strong that the this to too touch true unknown user username was weak wechat
    were what when where which why will with without would wrong yes your
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
"""Words that follow `password is` or `password:` and are no password."""


class LinkStrength(IntEnum):
    """How surely a value belongs to the word before it."""

    FAR = 0  # other words in between
    BESIDE = 1  # nothing in between
    LOOSE = 2  # 是, then a few words
    SAID = 3  # 是, 为, is
    COLON = 4  # a colon or an equals sign


class SecretCandidate(NamedTuple):
    """A candidate: its place, and its text as far as it is looked at."""

    start: int
    end: int
    text: str

    @property
    def digits(self) -> str:
        """The digits alone."""
        return re.sub(r"[^0-9]", "", self.text)

    @property
    def is_number(self) -> bool:
        """Whether it has digits and no letters."""
        return bool(self.digits) and not re.search(r"[^\W\d_]|[!@$%^&+=]", self.text)

    @property
    def is_mixed(self) -> bool:
        """Whether letters or signs stand beside digits, as in a made-up password."""
        return bool(self.digits) and not self.is_number


class Values:
    """The runs of value characters of one folded text, with their trimmed ends, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        runs = [match.span() for match in RUN.finditer(text)]
        self._starts = [start for start, _ in runs]
        self._ends = [_trimmed(text, start, end) for start, end in runs]

    def at(self, place: int) -> SecretCandidate | None:
        """The value that starts at a place, up to the end of its run."""
        index = bisect_right(self._starts, place) - 1
        if index < 0 or self._ends[index] <= place:
            return None
        end = self._ends[index]
        seen = self.text[place : min(end, place + LOOKED_AT)]
        if CHINESE.fullmatch(seen):
            return SecretCandidate(place, end, re.sub(".", "0", seen))
        return self._number(place, seen) or SecretCandidate(place, end, seen)

    def before(self, place: int) -> SecretCandidate | None:
        """The value whose run ends at a place."""
        index = bisect_right(self._starts, place - 1) - 1
        if index < 0 or self._ends[index] != place:
            return None
        start = self._starts[index]
        value = SecretCandidate(start, place, self.text[max(start, place - LOOKED_AT) : place])
        return value._replace(text="0" * len(value.text)) if CHINESE.fullmatch(value.text) else value

    def _number(self, place: int, seen: str) -> SecretCandidate | None:
        match = NUMBER.match(seen)
        if match is None or match.end() != len(seen):
            return None
        end = place + match.end()
        while len(re.sub(r"\D", "", self.text[place:end])) < 6:
            group = NEXT_GROUP.match(self.text, end)
            if group is None or SHORT_UNIT.match(self.text, group.end()):
                break
            end = group.end()
        return SecretCandidate(place, end, self.text[place:end])


def _trimmed(text: str, start: int, end: int) -> int:
    closing = CLOSING.search(text, max(start, end - LOOKED_AT), end)
    return closing.start() if closing else end


def is_secret(kind: str, link: LinkStrength, value: SecretCandidate, text: str) -> bool:
    """Whether a value is a secret of the kind, given how surely it is linked to its word."""
    if NOT_A_VALUE.match(value.text) and link < LinkStrength.COLON:
        return False
    if value.is_number:
        return _is_secret_number(kind, link, value, text)
    if kind == CVV:
        return False
    if value.is_mixed:
        least = {
            LinkStrength.COLON: 4,
            LinkStrength.SAID: 4,
            LinkStrength.LOOSE: 5,
            LinkStrength.BESIDE: 5,
            LinkStrength.FAR: 6,
        }[link]
        return len(value.text) >= least and not (len(value.digits) < 2 and link == LinkStrength.FAR)
    return _is_secret_word(kind, link, value, text)


def _is_secret_number(kind: str, link: LinkStrength, value: SecretCandidate, text: str) -> bool:
    count = len(value.digits)
    least, most = {CVV: (3, 4), CODE: (4, 10), PASSWORD: (3 if link >= LinkStrength.SAID else 4, 99)}[kind]
    if link == LinkStrength.FAR and kind != CVV:
        least = 6
    if not least <= count <= most or (link < LinkStrength.LOOSE and count > 12):
        return False
    unit = SHORT_UNIT if count < 6 else MONEY_UNIT
    if unit.match(text, value.end):
        return False
    if link == LinkStrength.COLON:
        return True
    compact = value.text.replace("-", "").replace(" ", "")
    known = KNOWN_NUMBER.fullmatch(value.text) or KNOWN_NUMBER.fullmatch(compact)
    if link == LinkStrength.SAID and kind == PASSWORD and count >= 6:
        return True  # some do use their phone number or birthday
    return not known and not is_resident_id(value.digits)


def _is_secret_word(kind: str, link: LinkStrength, value: SecretCandidate, text: str) -> bool:
    """Letters alone: only straight behind a colon or 是, and not an everyday word or a question."""
    if link < LinkStrength.SAID or value.text in EVERYDAY or not re.search(r"[^\W\d_]", value.text):
        return False
    if kind == CODE:
        return link == LinkStrength.COLON and 4 <= len(value.text) <= 8
    asked = re.match(r"[^。，,\n]{0,8}(?:吗|么|嘛|\?|？)", text[value.end : value.end + 12])
    return len(value.text) >= (3 if link == LinkStrength.COLON else 4) and not asked
