"""What Weixin's error codes mean for a message: what all of its APIs share, and what each says otherwise.

(developers.weixin.qq.com, 全局返回码; developer.work.weixin.qq.com/document/path/90313, 全局错误码; the
enums of WxJava for what the pages leave out.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What to do about an answer that is not 0."""

    BUSY = "busy"
    """Try again with a growing pause."""

    TOKEN = "token"  # noqa: S105  (a meaning, not a secret)
    """The access token does not hold: another one, once."""

    RATE = "rate"
    """Too often: the account rests for a while."""

    CLOSED = "closed"
    """The customer has not written for too long: no right to send until they write."""

    SPENT = "spent"
    """As much was sent as one message of the customer allows: until they write again."""

    UNREACHABLE = "unreachable"
    """This customer takes nothing: not followed any more, or refused."""

    SETTING = "setting"
    """The account is not set up right: nothing will go until somebody has mended that."""

    REFUSED = "refused"
    """This message is not taken, however often it is sent."""


COMMON: dict[int, Meaning] = {
    -1: Meaning.BUSY,
    40001: Meaning.TOKEN,
    40014: Meaning.TOKEN,
    42001: Meaning.TOKEN,
    45009: Meaning.RATE,
    45033: Meaning.RATE,
    40013: Meaning.SETTING,
    41001: Meaning.SETTING,
    41004: Meaning.SETTING,
    48001: Meaning.SETTING,
}


@dataclass(frozen=True, slots=True)
class Meanings:
    """The codes of one API."""

    codes: Mapping[int, Meaning]

    def of(self, code: int) -> Meaning:
        """What a code means; one that nobody listed is a refusal: to repeat it could only do harm."""
        return self.codes.get(code, Meaning.REFUSED)


WEIXIN = Meanings(
    COMMON
    | {
        45011: Meaning.RATE,
        45015: Meaning.CLOSED,
        45047: Meaning.SPENT,
        43004: Meaning.UNREACHABLE,
        43019: Meaning.UNREACHABLE,
        43101: Meaning.UNREACHABLE,
        48002: Meaning.UNREACHABLE,
        40125: Meaning.SETTING,
        40164: Meaning.SETTING,
        42007: Meaning.SETTING,
        48004: Meaning.SETTING,
        50002: Meaning.SETTING,
    }
)
"""Official accounts and mini-programs."""

WECOM = Meanings(
    COMMON
    | {
        40003: Meaning.UNREACHABLE,
        43004: Meaning.UNREACHABLE,
        46004: Meaning.UNREACHABLE,
        50002: Meaning.UNREACHABLE,
        60111: Meaning.UNREACHABLE,
        81013: Meaning.UNREACHABLE,
        40056: Meaning.SETTING,
        48002: Meaning.SETTING,
        48003: Meaning.SETTING,
        50003: Meaning.SETTING,
        60011: Meaning.SETTING,
        60020: Meaning.SETTING,
        301002: Meaning.SETTING,
    }
)
"""WeCom. 48002 is no customer's word here: the application may not call this."""
