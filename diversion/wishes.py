"""Whether words may mean the wish for a person, however they are put: wider than what alone is such a wish.

It only keeps rules from putting somebody off (`diversion.deciding.may_act`), so that it may well take
too much for one.
"""

import re
import unicodedata

_PERSON = re.compile(
    r"人\s*工|真人|活人|客\s*服|坐席|座席|接线员|接綫員|工作人[员員]|专员|專員|柜员|櫃員|经理|經理|主管|领导|領導|负责人|負責人"
    r"|(?:找|叫|换|換|转|轉|接|要|喊|请|請|派|来|來|有没有|有沒有|能不能|是不是)\D{0,6}人(?!民|均|脸|臉)|跟人|和人|同人|人来|人來"
    r"|机器人|機器人|别.{0,4}机器|不要.{0,4}机器|rengong|ren gong"
    r"|\b(?:human|humans|person|people|agent|agents|operator|representative|rep|someone|somebody|staff|manager"
    r"|supervisor|advisor|adviser|teller|(?:talk|speak|chat) (?:to|with))\b",
    re.I,
)


def may_wish_person(words: str) -> bool:
    """Whether a person is named or asked for anywhere in these words."""
    return _PERSON.search(unicodedata.normalize("NFKC", words)) is not None
