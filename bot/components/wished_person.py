"""Recognises that a person is asked for outright (转人工), wherever that stands in a message."""

import re

from bot.components.normalise import simplify

_PERSON = r"(?:人工|真人|人工客服|ren\s*gong)"
_OUTRIGHT = re.compile(rf"(?:转|zhuan)(?:接|到|给|去|成|一下|一个|个)*\s*{_PERSON}")
_DECLINED = re.compile(r"(?:不|别|没|无|未|甭|莫)[^，。,.!！?？;；]{0,4}$")
_ASKED_ABOUT = re.compile(
    r"(?:怎么|怎样|如何|为什么|为啥|咋|能否|多久|几点|什么时候)[^，。,.!！?？;；]{0,6}$"
)
_SPOKEN_OF = re.compile(
    r"(?:客服|服务|坐席)*(?:失败|不了|不成|没人|没反应|收费|收不收"
    r"|要(?:钱|收费|等|多久|多少)|需要|多久|几点|的?时间|的?入口|按钮|后|之后|以后|是)"
)


def wishes_person_outright(text: str) -> bool:
    """Whether a message asks for a person in so many words; not where it only speaks of one."""
    plain = simplify(text).lower()
    return any(
        not _DECLINED.search(plain[: found.start()])
        and not _ASKED_ABOUT.search(plain[: found.start()])
        and not _SPOKEN_OF.match(plain[found.end() :])
        for found in _OUTRIGHT.finditer(plain)
    )
