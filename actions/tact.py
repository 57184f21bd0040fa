"""Tact: who tells of a death, an illness, a lost job or debts hears sympathy first and is sold nothing."""

import re
from dataclasses import replace

from actions.wording import AnswerWords
from kb.answer import Offered

_KIN = (
    "爸|妈|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|丈夫|妻子|老公|老婆|爱人|老伴|儿子|女儿|孩子"
    "|哥|姐|弟|妹|叔|舅|姑|姨|家人|亲人|老人"
)
_WHEN = "前天|昨天|上周|上个?月|刚刚?|去年|今年|前几天|前不久|前年|已经|突然"
_BEREAVED = re.compile(
    r"去世|过世|离世|逝世|病故|身故|亡故|仙逝|往生|人(?:已经|刚)?没了"
    rf"|(?:{_KIN})(?:{_WHEN})*(?:走了|没了|不在了)"
    r"|\b(?:passed away|died|has died|death of|deceased|funeral)\b",
    re.I,
)
_ILL = re.compile(
    r"癌|肿瘤|白血病|尿毒症|重病|大病|绝症|住院|住进了?医院|ICU|动手术|做手术|手术费|化疗|瘫痪|中风|脑梗|植物人|车祸|病危|救命钱"
    r"|\b(?:cancer|in hospital|seriously ill|surgery|chemotherapy|stroke)\b",
    re.I,
)
_OUT_OF_WORK = re.compile(
    r"失业|下岗|被裁|裁员|丢了工作|工作丢了|没了工作|工作没了|没有?工作了|公司倒闭|厂(?:子)?倒闭|破产|没有?收入了?|发不出工资|拖欠工资"
    r"|\b(?:lost my job|unemployed|laid off|out of work|bankrupt)\b",
    re.I,
)
_IN_DEBT = re.compile(
    r"还不[上起]|还不了(?:款|钱|贷)|没(?:有)?钱还|没能力还|无力(?:偿)?还|欠了(?:很多|一屁股|好多|不少|[一二两三四五六七八九十\d]+).*?(?:债|钱|万)"
    r"|负债|债务|资不抵债|以贷养贷|揭不开锅|断供|走投无路"
    r"|\b(?:in debt|cannot (?:pay|repay)|can't (?:pay|repay)|unable to (?:pay|repay))\b",
    re.I,
)
_OF_A_DEATH = re.compile(r"去世|身故|亡故|继承|遗产")
"""In the title of an article: who was told of no death is not asked whether it is about one."""

_A_FAULT = re.compile(r"系统|页面|报错|提示|闪退|点不(?:了|动)|转圈")
"""Who cannot repay because the app fails has no debts to speak of."""

_SELLS = re.compile(
    r"怎么申请|申请条件|需要什么条件|利率|起存|起购|活动|优惠|返现|加息|积分|理财|基金|贵金属|黄金|国债|大额存单|怎么存|怎么买|购买"
    r"|提高额度|提额|临时额度|首付|办借记卡|开户办|申领|养老金账户"
)
_PRODUCT = "贷款|信用卡|理财|基金|存单|定期"
_ASKED_TO_BUY = re.compile(
    rf"(?:想|要|申请|办|买|存)(?:个|点|一个|一笔|一张)?.{{0,6}}(?:{_PRODUCT})"
    rf"|(?:{_PRODUCT}).{{0,4}}(?:申请|办理|可以办|能办)"
)


def sympathy(text: str, words: AnswerWords) -> str | None:
    """The sentence that a message calls for before its answer, if it calls for one."""
    if _BEREAVED.search(text):
        return words.bereaved
    if _ILL.search(text):
        return words.ill
    if _OUT_OF_WORK.search(text):
        return words.out_of_work
    if _IN_DEBT.search(text) and not _A_FAULT.search(text):
        return words.in_debt
    return None


def wants_person(text: str) -> bool:
    """Whether money is short: what can be done then, people have to agree on."""
    return bool(_OUT_OF_WORK.search(text) or _IN_DEBT.search(text)) and not _A_FAULT.search(text)


def without_products(decision: Offered, text: str) -> Offered:
    """The offer without articles that sell something, unless the customer asks for just that."""
    if _ASKED_TO_BUY.search(text):
        return decision
    return replace(
        decision, options=tuple(each for each in decision.options if not _SELLS.search(each.title))
    )


def without_deaths(decision: Offered, told: str) -> Offered:
    """The offer without articles about somebody's death, unless what was told speaks of one."""
    if _BEREAVED.search(told) or _OF_A_DEATH.search(told):
        return decision
    left = tuple(each for each in decision.options if not _OF_A_DEATH.search(each.title))
    return decision if len(left) == len(decision.options) else replace(decision, options=left)
