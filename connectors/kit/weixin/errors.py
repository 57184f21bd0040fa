"""What Weixin's error codes mean for a message: what all of its APIs share, and what each says otherwise.

(developers.weixin.qq.com, 全局返回码; developer.work.weixin.qq.com/document/path/90313, 全局错误码; the
enums of WxJava for what the pages leave out.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ErrorMeaning(StrEnum):
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


COMMON: dict[int, ErrorMeaning] = {
    -1: ErrorMeaning.BUSY,
    40001: ErrorMeaning.TOKEN,
    40014: ErrorMeaning.TOKEN,
    42001: ErrorMeaning.TOKEN,
    45009: ErrorMeaning.RATE,
    45033: ErrorMeaning.RATE,
    40013: ErrorMeaning.SETTING,
    41001: ErrorMeaning.SETTING,
    41004: ErrorMeaning.SETTING,
    48001: ErrorMeaning.SETTING,
}


@dataclass(frozen=True, slots=True)
class Meanings:
    """The codes of one API."""

    codes: Mapping[int, ErrorMeaning]

    def of(self, code: int) -> ErrorMeaning:
        """What a code means; one that nobody listed is a refusal: to repeat it could only do harm."""
        return self.codes.get(code, ErrorMeaning.REFUSED)


WEIXIN = Meanings(
    COMMON
    | {
        45011: ErrorMeaning.RATE,
        45015: ErrorMeaning.CLOSED,
        45047: ErrorMeaning.SPENT,
        43004: ErrorMeaning.UNREACHABLE,
        43019: ErrorMeaning.UNREACHABLE,
        43101: ErrorMeaning.UNREACHABLE,
        48002: ErrorMeaning.UNREACHABLE,
        40125: ErrorMeaning.SETTING,
        40164: ErrorMeaning.SETTING,
        42007: ErrorMeaning.SETTING,
        48004: ErrorMeaning.SETTING,
        50002: ErrorMeaning.SETTING,
    }
)
"""Official accounts and mini-programs."""

WECOM = Meanings(
    COMMON
    | {
        40003: ErrorMeaning.UNREACHABLE,
        43004: ErrorMeaning.UNREACHABLE,
        46004: ErrorMeaning.UNREACHABLE,
        50002: ErrorMeaning.UNREACHABLE,
        60111: ErrorMeaning.UNREACHABLE,
        81013: ErrorMeaning.UNREACHABLE,
        40056: ErrorMeaning.SETTING,
        48002: ErrorMeaning.SETTING,
        48003: ErrorMeaning.SETTING,
        50003: ErrorMeaning.SETTING,
        60011: ErrorMeaning.SETTING,
        60020: ErrorMeaning.SETTING,
        301002: ErrorMeaning.SETTING,
    }
)
"""WeCom. 48002 is no customer's word here: the application may not call this."""
