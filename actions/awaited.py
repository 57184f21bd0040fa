"""Questions about the person that was asked for: how long it takes, whether a number is needed, who comes."""

import re

from actions.asked import NUMBERS_HOLD
from actions.turn import ActionTurn

LONGEST = 18
"""Characters; what is longer asks about something else."""

_WHEN = re.compile(
    r"(?:还|大概|大约|一般|我|那|现在|得|要|需要)*"
    r"(?:(?:等|排)(?:队|着)?(?:多久|多长时间|几分钟|几个人|到什么时候|到几点)|多久(?:能|会|才|可以)?(?:有人|回|来|接|联系|轮到)\S{0,5}"
    r"|(?:什么时候|啥时候|几点|何时)(?:能|会|才|可以)?(?:有人|回|来|接|联系|轮到)\S{0,5}|前面(?:还有)?(?:多少|几个?)\S{0,5})"
)
_NUMBER = re.compile(
    r"(?:那|我|你们|需要|要|用)*(?:不)?(?:需要|要|用)?(?:留|给|填|发|报|提供|打)?(?:一?个|下|一下)?(?:我|你们)?的?"
    r"(?:电话|手机|号码|联系方式|联系电话)+(?:需要|要|用)?(?:不)?(?:需要|要|用)?(?:留|给|填|发|报|提供|打)\S{0,5}"
    r"|(?:需要|要|用)(?:不(?:需要|要|用))?(?:留|给|填|提供)(?:一?个|下|一下)?(?:电话|手机|号码|联系方式)\S{0,4}"
)
_WHO = re.compile(
    r"(?:怎么|咋)?还?(?:没有?|不)(?:人|来人|有人|见人)\S{0,5}|人|人来了(?:吗|没有?)|有人(?:吗|来吗|在吗)|客服呢|人工呢"
)
_IN_ENGLISH = re.compile(
    r"how long (?:do i|will i|does it|is the|should i)\b.{0,24}"
    r"|when (?:will|does|can) (?:somebody|someone|a person|they|you)\b.{0,24}"
    r"|do (?:you|i) need (?:to (?:leave|give) )?my (?:phone )?number"
    r"|is (?:anybody|anyone|somebody|someone) (?:there|coming)"
)
_NOISE = re.compile(r"[\s，,。.！!~～、…?？]+|[啊呀呢吧哦嘛啦]+$")


def asks_of_person(turn: ActionTurn) -> bool:
    """Whether a message asks about the person who was asked for a few turns before."""
    asked = turn.asked.person
    if not asked or not 0 < turn.number - asked <= NUMBERS_HOLD:
        return False
    words = turn.text.strip().lower()
    if words.isascii():
        return bool(_IN_ENGLISH.fullmatch(words.rstrip("?.! ")))
    plain = _NOISE.sub("", words)
    return len(plain) <= LONGEST and any(each.fullmatch(plain) for each in (_WHEN, _NUMBER, _WHO))
