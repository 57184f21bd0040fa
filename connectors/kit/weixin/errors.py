"""What Weixin's error codes mean for a message: one table for all of its APIs.

(developers.weixin.qq.com, 全局返回码; the enums of WxJava for what the page leaves out.)
"""

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


MEANINGS: dict[int, Meaning] = {
    -1: Meaning.BUSY,
    40001: Meaning.TOKEN,
    40014: Meaning.TOKEN,
    42001: Meaning.TOKEN,
    45009: Meaning.RATE,
    45011: Meaning.RATE,
    45033: Meaning.RATE,
    45015: Meaning.CLOSED,
    45047: Meaning.SPENT,
    43004: Meaning.UNREACHABLE,
    43019: Meaning.UNREACHABLE,
    43101: Meaning.UNREACHABLE,
    48002: Meaning.UNREACHABLE,
    40013: Meaning.SETTING,
    40125: Meaning.SETTING,
    40164: Meaning.SETTING,
    41001: Meaning.SETTING,
    41004: Meaning.SETTING,
    42007: Meaning.SETTING,
    48001: Meaning.SETTING,
    48004: Meaning.SETTING,
    50002: Meaning.SETTING,
}


def meaning_of(code: int) -> Meaning:
    """What a code means; one that nobody listed is a refusal: to repeat it could only do harm."""
    return MEANINGS.get(code, Meaning.REFUSED)
