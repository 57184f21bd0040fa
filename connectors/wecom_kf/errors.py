"""What the error codes of 微信客服 mean for a message, beside those of all of WeCom.

(developer.work.weixin.qq.com/document/path/90313, 全局错误码, 95000 to 95018.)
"""

from connectors.kit.weixin.api import ProviderRefused
from connectors.kit.weixin.errors import WECOM, ErrorMeaning, Meanings

SPENT = 95001
TOO_LATE = 95002
STALE_TOKEN = 95007
WRONG_STATE = 95018

KF = Meanings(
    {code: meaning for code, meaning in WECOM.codes.items() if meaning is not ErrorMeaning.UNREACHABLE}
    | {
        95000: ErrorMeaning.SETTING,  # no such open_kfid, or no right to it
        SPENT: ErrorMeaning.SPENT,
        TOO_LATE: ErrorMeaning.CLOSED,
        95004: ErrorMeaning.SETTING,  # the account was removed
        95011: ErrorMeaning.SETTING,  # 微信客服 is used by another program
        95012: ErrorMeaning.SETTING,  # 微信客服 is not switched on
        95017: ErrorMeaning.SETTING,  # the API was switched off
        40201: ErrorMeaning.SETTING,  # the account is banned
    }
)
"""Who does not exist for one of the bank's people (60111, 81013) is no customer of an account's."""

OUT_OF_STEP = frozenset((95013, 95016, WRONG_STATE))
"""The session is in another state than was thought: ended, or with one of the bank's people."""


def is_repeat(said: ProviderRefused) -> bool:
    """Whether the provider has this message already, by our own id of it.

    The vendor's pages name no code for it, so its words have to do.
    """
    words = said.words.casefold()
    return "msgid" in words and any(each in words for each in ("duplicate", "repeat", "exist"))
