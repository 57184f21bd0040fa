"""What a message is by itself: a wish for a person, something that can be answered alone, or a piece of it.

Messages that arrive together are told apart here, before they are joined and without the bot. The rules only
have to keep apart what would be swallowed: who is in doubt counts as whole, and gets an answer of its own.
"""

import re
import unicodedata
from enum import IntEnum

from hub.messages import Choice, Message, Trigger, plain_text

LONGEST_WISH = 24
LONGEST_PIECE = 30
"""Of so many characters a message says something of its own, whatever words it has."""


class MessageStanding(IntEnum):
    """`PIECE`: it belongs to its neighbours. `WHOLE`: no other such is asked with it. `ALONE`: nothing is."""

    PIECE = 0
    WHOLE = 1
    ALONE = 2


_SOMEONE = r"(?:人工|真人|活人|真的人|客服|坐席|座席|接线员|工作人员|(?:你们|個|个)?(?:真)?人)"
_ASKS_FOR = r"(?:转|轉|换|換|接|找|叫|喊|要|来|來|请|請|给我|給我|帮我|幫我|呼叫|联系|聯系|聯繫)"
_FILLER = (
    r"(?:[我你您们們个個一下到接给給帮幫想要的赶快趕紧緊马上馬就直请請麻烦煩能可以不吗嗎，,！!。. ]"
    r"|人工|服务|服務)*"
)
_WISH = re.compile(
    rf"{_FILLER}(?:{_ASKS_FOR}{_FILLER}{_SOMEONE}|人工|真人|活人){_FILLER}"
    r"(?:客服|服[务務]|说话|說話|聊|谈|談|处理|處理|接待|回答|解决|解決|在吗|在嗎|[呢吧啊呀？?！!。.~～ ])*"
)
_WISH_IN_ENGLISH = re.compile(
    r"(?:(?:please|pls|hi|hello|hey|can|could|may|i|to|you|me|get|let|want|need|would|like|wanna|just|now"
    r"|speak|talk|chat|connect|transfer|put|through|with|a|an|the|some|real|live|human|person|agent|someone"
    r"|somebody|operator|representative|rep|staff|customer|service|being)\W*)+"
)
_SOMEONE_IN_ENGLISH = re.compile(
    r"\b(?:human|(?:real|live) person|person|agent|operator|representative|someone|somebody|rep)\b"
)

_ASKS = re.compile(
    r"[?？]|怎|咋|如何|什么|什麼|啥|多少|哪|谁|誰|几[个天点号年月次张家]|幾[個天點號年月次張家]|多久|多长|为何|为什|為什|为啥"
    r"|吗|嗎|呢|能不能|可不可以|是不是|有没有|有沒有|会不会|會不會|要不要|能否|是否|行不行|可以吧|知不知"
    r"|(?:查|办|辦|开|開|还|還|注销|註銷|取消|申请|申請|修改|转账|轉賬|转帐|激活|提高|调整|打印|预约|投诉|投訴).{2,}"
    r"|\b(?:what|how|when|where|why|who|which|can|could|is|are|do|does|may|should)\b.*\s"
    # What may be urgent is never asked together with anything else.
    r"|丢|丟|掉了|偷|抢|搶|骗|騙|盗|盜|被|冻|凍|挂失|掛失|不见|不見|没了|沒了|救|死|活|命"
    r"|人工|真人|客服"
    r"|\b(?:lost|stolen|stole|scam|scammed|fraud|hacked|missing|freeze|block|help|human|agent|person)\b"
)


def standing(message: Message) -> MessageStanding:
    """What a message is by itself."""
    if isinstance(message.segments[-1], Choice | Trigger):
        return MessageStanding.ALONE
    words = plain_text(message.segments)
    if wishes_person_in_words(words):
        return MessageStanding.ALONE
    return (
        MessageStanding.WHOLE
        if len(words) > LONGEST_PIECE or _ASKS.search(words.lower())
        else MessageStanding.PIECE
    )


def wishes_person_in_words(words: str) -> bool:
    """Whether these words ask for a person and for nothing else ("转人工", "a human please")."""
    if len(words) > LONGEST_WISH * 2:
        return False
    plain = unicodedata.normalize("NFKC", words).strip().lower()
    if _WISH_IN_ENGLISH.fullmatch(plain) and _SOMEONE_IN_ENGLISH.search(plain):
        return True
    return len(plain) <= LONGEST_WISH and _WISH.fullmatch(plain) is not None
