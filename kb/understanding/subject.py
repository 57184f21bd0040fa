"""What keeps to the subject: a fact asked of it, a bare detail, or that an answer was not understood."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kb.understanding.fillers import plain
from kb.understanding.follow_up import leans, words_of

LONGEST = 18
"""Characters of a message that only says that the answer was not understood."""

MOST_LINES = 3

_UNCLEAR = re.compile(
    r"(?:不好意思|抱歉|我|你|您|你们|还是|还|有点|都|这个?|那个?|上面|刚才|说的|讲的|写的|是|太|的|啥|，)*"
    r"(?:(?:没太?|看不太?|听不太?|不太?|没看|没听|没怎么|搞不|弄不|整不)(?:看|听|搞|弄|读|整)?(?:明白|懂|清楚?)"
    r"|(?:太|有点)?复杂|(?:什么|啥)意思|(?:再|换个)(?:说|讲|解释)(?:一遍|一下|法)?|说人话|(?:能不能|可以|能)?(?:说|讲)得?(?:简单|清楚|明白)(?:一?点|些)?"
    r"|(?:能不能|可以|能)?(?:简单|通俗)(?:一?点|些)?(?:说|讲)?(?:吗)?)"
    r"(?:了|啊|呀|呢|吗|你|您|说的|在说|讲的|什么|啥|是|意思|怎么|办|，|。)*"
)
_UNCLEAR_IN_ENGLISH = re.compile(
    r"(?:sorry,? )?(?:i )?(?:don't|do not|didn't|can't) (?:quite )?(?:understand|get)(?: it| that| this)?"
    r"|(?:it's |that's )?too complicated|(?:please )?explain (?:it |that )?(?:again|more simply)"
    r"|what do you mean"
)


class Fact(NamedTuple):
    """What may be asked about whatever is spoken of: how it is asked, and how answers say it."""

    asked: re.Pattern[str]
    said: re.Pattern[str]


FACTS = (
    Fact(  # how long, when
        re.compile(r"几天|多久|多长时间|什么时候|啥时候|何时|几时|多会儿|多少天|几个工作日|当天"),
        re.compile(r"\d\s*(?:天|个?工作日|小时|分钟)|当[天日]|次日|实时|即时|t\s*\+\s*\d", re.IGNORECASE),
    ),
    Fact(  # what it costs
        re.compile(r"花钱|要钱|收费|多少钱|费用|手续费|免费|贵不贵|收不收|几块钱?|交钱|收钱|扣钱"),
        re.compile(r"\d\s*元|免费|不收|收取|手续费|工本费|费率|年费|%"),
    ),
    Fact(  # what to bring
        re.compile(
            r"带什么|带啥|带哪些|什么(?:材料|证件|手续|资料)|哪些(?:材料|证件|手续|资料)|准备(?:什么|啥|哪些)"
        ),
        re.compile(r"携带|带上|证件|身份证|材料|凭"),
    ),
    Fact(  # where, by which way
        re.compile(
            r"在哪儿?(?:里)?|去哪儿?(?:里)?|哪里|哪儿|什么地方|网上能|手机上能|线上能|要去(?:网点|柜台|银行)|能在(?:网上|手机上)"
        ),
        re.compile(r"网点|手机银行|网上银行|官网|柜台|热线|95"),
    ),
)
_FILLING = re.compile(
    r"[那这要需得会能可以才就还都大概一般最快就能好完成弄办理下来到账搞定出结果生效"
    r"处理解决拿我您你的了吗呢啊呀么嘛给让用在去，？?。!！ ]|[上做]"
)
_FACTS_IN_ENGLISH = tuple(
    re.compile(rf"(?:and |so |ok,? )?{asked}\W*")
    for asked in (
        r"(?:how long|when)(?: does| will| is)?(?: it| this| that)?(?: take| arrive| be ready| be done)?",
        r"(?:how much|what)(?: does| is| will)?(?: it| this| that| the (?:fee|cost|price))?(?: cost| be)?"
        r"|is (?:it|this|that) free|any fees?|is there a fee",
        r"what (?:do i need|should i bring|documents?(?: do i need| are needed)?)(?: to bring)?",
        r"where(?: can| do| should)?(?: i)?(?: do| go| find)?(?: it| this| that)?"
        r"|(?:can|could|may|do|must) i (?:have to )?(?:do|get|find|use|order|request|go) "
        r"(?:it|this|that|there)? ?"
        r"(?:(?:in|on|with|at|by|to|through|from) )?(?:the |my |a |your )?"
        r"(?:app|mobile app|phone|website|online|branch|counter|atm|computer|home)",
    )
)
"""The same facts, each as English asks for it."""

_DETAIL = re.compile(
    r"(?:差不多|大概|大约|一共|总共|可能|应该|已经|都|就|也就|是|有|大致|左右|快)*"
    r"(?:[\d一二两三四五六七八九十百千万几]+(?:来|多)?(?:块钱?|元|万块?|百块?|千块?|天|个?月|年|号|点|岁|次|张|笔|个)(?:[\d一二三四五六七八九十百千万]*)(?:块钱?|元|左右|多|吧|了|前|的|以前|之前)*"
    r"|(?:昨天|今天|前天|上周|上个月|去年|刚才|刚刚|今早|昨晚|早上|下午|晚上)(?:[^吗呢怎么什?？]{0,8}的?))"
    r"|我?(?:是|在|用|从|给|跟|拿)[^吗呢怎么什多几?？]{1,10}(?:的|上|里|了)"
)


def is_unclear(text: str) -> bool:
    """Whether a message only says that the last answer was not understood, or asks for it in other words."""
    words = plain(text) or text
    if len(words) <= LONGEST and _UNCLEAR.fullmatch(words.rstrip("。！!？? ")):
        return True
    return bool(_UNCLEAR_IN_ENGLISH.fullmatch(words.rstrip(".!? ")))


def fact_asked(text: str) -> Fact | None:
    """The fact that a message asks of whatever is spoken of, where it asks nothing but that."""
    words = words_of(text)
    for fact, english in zip(FACTS, _FACTS_IN_ENGLISH, strict=True):
        if english.fullmatch(words):
            return fact
        if leans(text) and fact.asked.search(words) and not _FILLING.sub("", fact.asked.sub("", words)):
            return fact
    return None


def is_detail(text: str) -> bool:
    """Whether a message only adds a detail (an amount, a day, a place) and asks nothing."""
    return leans(text) and _DETAIL.fullmatch(plain(text)) is not None


def lines_with(fact: Fact, answer: str) -> list[str]:
    """The first lines of an answer in plain words that say the fact."""
    lines = [line.strip() for line in answer.splitlines()]
    return [line for line in lines if fact.said.search(line)][:MOST_LINES]


def lines_saying(content: str, answer: str) -> list[str]:
    """The first lines of an answer in plain words that have all of a short question's own words."""
    lines = [line.strip() for line in answer.splitlines()]
    return [line for line in lines if content and content in line][:MOST_LINES]


_STEP = re.compile(r"\d{1,2}\. (.+)")
_SENTENCE_END = re.compile(r"(?<=[。；!！])")
NUMERALS = "一二三四五六七八九十"


def in_steps(answer: str) -> str:
    """An answer in plain words, shorter: its first sentence, and the first sentence of each step."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    first = _first_sentence(lines[0])
    steps = [found[1] for line in lines if (found := _STEP.match(line))]
    told = [f"第{number}步：{_first_sentence(step)}" for number, step in zip(NUMERALS, steps, strict=False)]
    return "\n".join([first, *told] if told else _sentences(answer)[:2])


def _first_sentence(text: str) -> str:
    return _sentences(text)[0]


def _sentences(text: str) -> Sequence[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()] or [text]
