"""Which words ask: what a question of its own has, and a clause of a story or a mere noun has not."""

import re

_ASKING = re.compile(
    r"怎么样?|怎样|如何|咋样?|什么|啥|多少|多久|多长|多大|几[个天点号时次张年月日]|哪|为何"
    r"|能不能|可不可以|可否|能否|是否|是不是|有没有|要不要|会不会|行不行|[吗么]$|没$|不$"
)
_WISHING = re.compile(r"^(?:我)?(?:想要?|要|需要|打算|准备|申请|办理?|查询?)|^帮我")
_ASKED = re.compile(
    r"^我?(?:想要?|要|需要)|是?(?:多少钱?|多久|什么时候|什么|怎么办理?|怎么样?|如何|哪里|几天)|[吗呢？?。，,]"
)

_HARDLY_SAYS = re.compile(
    r"怎么办理?|怎么[样弄整]?|怎样|如何|咋[样办弄整]?|什么|多少|多久|哪[里儿个些]?|几|为何|能不能|可不可以|要不要|是不是|有没有|不够用?|如果|的话"
    r"|[才能可以会要得该就还再是有我你您们想的了吗么呢吧啊呀，,。？?！! ]"
)


def content_of(text: str) -> str:
    """What a question says beyond asking (可以寄到家吗 says 寄到家); empty where it says nothing else."""
    return _HARDLY_SAYS.sub("", text)


def asks(text: str) -> bool:
    """Whether a text has a word that asks."""
    return bool(_ASKING.search(text))


def wishes(text: str) -> bool:
    """Whether a text says what the customer wants done."""
    return bool(_WISHING.search(text))


def topic_of(question: str) -> str:
    """What a question is about: its words without those that ask."""
    return _ASKED.sub("", question)
