"""What people say around a question: greetings, thanks, polite words, hesitations."""

import re
from functools import lru_cache

from kb.text import normalise

_CJK = r"[\u3400-\u9fff]"
_PAUSE = r"[\s，。？！；、：,.?!;:…~～\"“”]"

_GREETING = (
    r"(?:您|你|你们|大家|客服(?=[您你]))好|哈[喽啰罗]|嗨|喂|早上好|上午好|中午好|下午好|晚上好|(?:hi|hello|hey)(?![a-z])"
    r"|(?:请问)?[您你亲]?在(?:吗|么|不在|嘛)|(?:请问)?有人(?:在)?[吗么]?|(?:客服|亲爱的|亲)(?=[您你在，,\s])|小远|小桥"
)
_OPENING = (
    r"请问|请教|打扰(?:一下|了)?|不好意思|麻烦|劳驾|拜托"
    r"|我?(?:就是|还)?(?:想|要|来)?再?(?:请)?(?:问|咨询|请教|了解)(?:您|你|你们)?(?:一下子?|下)?(?:个|一个|点|些)?(?:问题|事情|事儿|事)?"
    r"|我?想要?知道(?:一下)?|我?(?:这[里边])?有(?:个|一个|点|些)?(?:问题|事情|事儿|事|疑问)"
    r"|(?:能不能|可以|能)?(?:请)?帮(?:我|忙)(?:看看|看|处理|弄)?(?:一下|下)?|一下"
)
_ASSENT = r"(?:好的?|行|嗯|明白了?|知道了?|收到|了解了?|可以)(?=$|[，。！,!\s]|谢|感谢|多谢|那)"
_THANKS = (
    r"(?:非常|十分|太|先)?(?:谢谢|感谢|多谢)(?:您|你|你们|了|啦|哈|啊)*"
    r"|(?:您|你)?辛苦(?:您|你)?[了啦]?|麻烦(?:您|你)?[了啦]|拜托了?"
)
_HESITATION = (
    r"[嗯呃唔噢诶唉哎哦哈]+|额+(?=[，, .])|就是说?|怎么说呢|然后呢?|那个|那么|那"
    r"|这个(?![月周星礼])|[啊呀呢吧的]"
)

_LEADING = re.compile(f"^(?:{_PAUSE}|{_ASSENT}|{_THANKS}|{_GREETING}|{_OPENING}|{_HESITATION})+")
_TRAILING = re.compile(f"(?:{_PAUSE}|{_THANKS}|[啊呀哦哈嘛啦呗哟])+$")
_INSIDE = re.compile(
    r"[嗯呃唔噢诶唉哎]+|额+(?=[，, .])|就是说|怎么说呢|(?<=[我的，, ])(?:那个|这个(?![月周星礼]))"
    r"|[啊呀哦](?=[，。,.？！?!])"
)
_REPEATED_WORD = re.compile(f"({_CJK}{{2,6}}?)\\1+")
_REPEATED = re.compile(r"([我你您那这就的想要在])\1+")
_BETWEEN = re.compile(f"(?<={_CJK})\\s+(?={_CJK})")
_PAUSES = re.compile(r"[，,、\s]{2,}")

KEPT = 64
"""So many texts are kept without their fillers: of one message, that is asked for twenty times."""


@lru_cache(maxsize=KEPT)
def plain(text: str) -> str:
    """The text without what does not ask: normalised, its lines joined; empty where nothing is left."""
    found = _BETWEEN.sub("", normalise(text))
    found = _REPEATED.sub(r"\1", _INSIDE.sub("", found))
    found = _PAUSES.sub("，", _REPEATED_WORD.sub(r"\1", found))
    return _TRAILING.sub("", _LEADING.sub("", found))
