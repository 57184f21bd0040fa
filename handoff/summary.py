"""Writes a conversation in short: what the customer named, and their last words, all of it as they wrote it.

Nothing is put in other words, so that nothing can stand here that was not said: each amount, date, card tail
and product is a piece of one of the customer's own messages, personal data masked.
"""

import re
from collections.abc import Iterable, Sequence

from hub.messages import AuthorKind, Message
from hub.privacy import for_view

QUOTED = 6
QUOTED_CHARS = 80
"""So many of the last messages, and so much of each."""

NAMED = 16
"""So many things of a kind at most."""

_CHINESE = "一二两三四五六七八九十百千零"
_DIGITS = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_UNIT = r"(?:元|块钱|块|美元|美金|港币|港元|欧元|英镑|日元|yuan|dollars?|euros?)"
_AMOUNT = re.compile(
    rf"(?:人民币|港币|美元|RMB|CNY|USD|HKD|[¥￥$€£])\s*{_DIGITS}\s*[万千亿]?{_UNIT}?"
    rf"|{_DIGITS}\s*(?:[百千万亿wWkK]|百万|千万)?\s*[多余几]?\s*{_UNIT}"
    rf"|{_DIGITS}\s*(?:百万|千万|[万亿wW])(?![人次步字])"
    rf"|[{_CHINESE}万亿半几]{{1,12}}[多余几]?{_UNIT}"
    rf"|[{_CHINESE}]{{1,6}}[万亿][{_CHINESE}]{{0,6}}(?![{_CHINESE}人次])",
    re.IGNORECASE,
)
_CLOCK = r"(?:[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,2}\s*[点时](?:半|[0-9]{1,2}\s*分?)?)"
_PART = r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|半夜)"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = (
    r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?"
    r"|[0-9]{4}\s*年(?:\s*[0-9]{1,2}\s*月(?:份)?)?"
    r"|(?:去年|今年|明年|前年)?[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*[日号]?|份|底|初)?"
    r"|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号]|份|底|初)"
    r"|(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    r"|(?:上|这|本|下)?个?月[0-9]{1,2}[日号]|(?<![0-9])[0-9]{1,2}\s*[号日](?![线码楼店院])"
    r"|(?:上上|上|这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]|(?:上上|上|这|本|下)(?:个)?(?:周|星期|礼拜)"
    r"|(?:上上|上|这|本|下)个?月(?:底|初|中旬)?|月底|月初|月中|年底|年初"
    r"|大前天|前天|昨天|昨晚|昨日|今天|今早|今晚|今日|明天|明早|明晚|后天|刚才|刚刚"
    rf"|[0-9{_CHINESE}半几]{{1,4}}\s*(?:个?(?:小时|钟头)|分钟|天|个?星期|周|个月|年)(?:之|以)?[前后]"
    r"|去年|今年|明年|前年|春节|除夕|元旦|清明|五一|端午|中秋|国庆节?"
    rf"|(?:last |next |this )?{_WEEKDAYS}|(?:last|next|this) (?:week|month|year)"
    rf"|{_MONTHS} [0-9]{{1,2}}(?:, [0-9]{{4}})?|[0-9]{{1,2}} {_MONTHS}|yesterday|today|tomorrow"
)
_SPOKEN = r"[一二两三四五六七八九十]{1,3}点(?:半|[一二三四五六七八九十]{1,3}分)?"
"""A time in words counts behind a day alone: 快一点 is none."""
_DATE = re.compile(
    rf"(?:{_DAY})(?:的)?(?:{_PART})?\s*(?:{_CLOCK}|{_SPOKEN})?|{_PART}?{_CLOCK}", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:尾号|尾数|末尾|后四位|末四位|后4位|末4位|最后四位)\s*(?:是|为|[:：])?\s*[0-9]{4}(?![0-9])"
    r"|(?:ending (?:in|with)|last four(?: digits)?(?: are| is)?) [0-9]{4}(?![0-9])",
    re.IGNORECASE,
)
_KINDS = (
    "大额存单|结构性存款|通知存款|定期存款|整存整取|零存整取|活期存款|定期|活期|国债|债券|基金定投|货币基金|基金"
    "|理财产品|理财|积存金|黄金|贵金属|养老金账户|年金险|重疾险|意外险|保险|信托|商业贷款|公积金贷款|个人贷款"
    "|住房贷款|消费贷|经营贷|信用贷|抵押贷|按揭|房贷|车贷|贷款|白金信用卡|白金卡|金卡|信用卡|借记卡|储蓄卡|社保卡"
    "|工资卡|手机银行|网上银行|网银|U盾|信用卡分期|账单分期|分期|现金分期|外汇|结售汇"
)
_GENERIC = re.compile(
    rf"《[^》\n]{{1,30}}》|(?:{_KINDS})"
    "|credit card|debit card|mortgage|personal loan|car loan|time deposit|wealth product|fund",
    re.IGNORECASE,
)
_LABELS = ("金额", "时间", "卡", "产品")


def in_short(said: Sequence[Message], conversation: int, products: Iterable[str] = ()) -> str:
    """The summary of a conversation, at most 2,000 characters; `products`: names of the bank's own."""
    own = [
        words
        for each in said
        if each.conversation == conversation
        and each.author.kind is AuthorKind.CUSTOMER
        and (words := _words(each))
    ]
    named = _named(own, products)
    lines = [f"{label}：{'、'.join(found)}" for label, found in zip(_LABELS, named, strict=True) if found]
    quoted = [_shortened(words) for words in own[-QUOTED:]]
    return "\n".join([*lines, *quoted])


def _named(own: Sequence[str], products: Iterable[str]) -> list[list[str]]:
    """Amounts, times, card tails and products, each in the order of being said, once."""
    names = [re.escape(each) for each in sorted(set(products), key=len, reverse=True) if each.strip()]
    by_name = re.compile("|".join([*names, _GENERIC.pattern]), re.IGNORECASE)
    found: list[dict[str, None]] = [{}, {}, {}, {}]
    for words in own:
        rest = words
        for kind, pattern in ((2, _TAIL), (3, by_name), (1, _DATE), (0, _AMOUNT)):
            found[kind] |= {each[0].strip(): None for each in pattern.finditer(rest)}
            rest = pattern.sub(lambda each: "\n" * len(each[0]), rest)
    return [list(each)[:NAMED] for each in found]


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTED_CHARS else f"{words[: QUOTED_CHARS - 1]}…"


def _words(message: Message) -> str:
    """The words of a message in one line, personal data masked."""
    words = " ".join(words for segment in message.segments if (words := segment.words()))
    return for_view(words).replace("\n", " ")
