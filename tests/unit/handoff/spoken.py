"""Invents conversations: what customers say, and which amounts, dates, products and card tails are in it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hub.messages import Author, AuthorKind, Direction, Message, Text

IDENTITY = "0" * 24
NAMED_PRODUCTS = ("稳盈 90 天", "安享宝", "极速贷", "鑫福年年")

AMOUNTS = (
    *("3500元", "3,500.00 元", "五千块", "1.2万", "两万五", "￥800", "500 块钱", "人民币3000元", "12万元"),
    *(
        "一百二十万",
        "6000多块",
        "88.8元",
        "2000美元",
        "三万块钱",
        "¥1,299.00",
        "50 万",
        "九百九十九元",
        "20w",
    ),
    *("港币5000", "十五万元", "300 yuan", "$450"),
)
DATES = (
    *(
        "11月3日",
        "上周五",
        "昨天下午3点",
        "2026-10-08",
        "10/8",
        "本月15号",
        "今天早上",
        "前天",
        "三天前",
        "月底",
    ),
    *(
        "国庆节",
        "2026年9月30日",
        "昨晚十点",
        "上个月",
        "去年12月",
        "9月",
        "周三上午",
        "半个月前",
        "大前天",
        "明天",
    ),
    *("10月1号晚上8点半", "上个月20号", "十月十五号", "last Friday", "November 3", "yesterday"),
)
TAILS = ("尾号8899", "后四位是1234", "尾号为 0071", "末四位5566", "尾号：3021", "尾数 4410", "ending in 7788")
PRODUCTS = (
    *NAMED_PRODUCTS,
    *(
        "房贷",
        "信用卡",
        "大额存单",
        "基金定投",
        "车贷",
        "白金卡",
        "手机银行",
        "国债",
        "养老金账户",
        "公积金贷款",
    ),
    *("《家庭安心保障计划》", "积存金", "借记卡", "credit card", "mortgage"),
)
SENTENCES = (
    "你好，我{date}在你们那里办了{product}，扣了{amount}，这是怎么回事",
    "{date}有一笔{amount}的支出不是我本人操作的",
    "我的卡{tail}，{product}一直还不上",
    "想把{amount}转去买{product}，可以吗",
    "卡{tail}，{date}被扣了{amount}",
    "{product}什么时候到账，我{date}就申请了",
    "上次说好给我减免{amount}，到现在没有",
    "我{date}去网点问过，柜台说{product}要{amount}",
    "不是{amount}，是{other}，你再查一下，卡{tail}",
    "{product}和{second}哪个更合适，我手上大概有{amount}",
    "{date}到{later}之间的流水都要，卡{tail}",
    "利息怎么多出来{amount}？{product}的合同上不是这么写的",
    "I paid {amount} {date} for the {product}, card {tail}",
    "麻烦快一点",
    "嗯嗯",
    "谢谢，那我等着",
    "能不能转人工",
    "我已经说了三遍了！！！",
    "对的就是这张",
)
OTHERS_SAY = (
    "您好，本行年费为 7654 元，自 8 月 8 日起调整。",
    "为您查询到尾号 9090 的卡片，产品为龙腾专享。",
    "请问金额是 4321.00 元吗？",
)


@dataclass
class Spoken:
    """One conversation, and what the customer named in it, by kind."""

    messages: list[Message] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)

    @property
    def own(self) -> str:
        """All that the customer said."""
        words = [
            segment.words()
            for each in self.messages
            for segment in each.segments
            if each.author.kind is AuthorKind.CUSTOMER
        ]
        return "\n".join(words)


def invent(seed: int) -> Spoken:
    """One conversation of 6 to 24 messages of the customer, with answers of the bot and the house between."""
    chance = random.Random(seed)
    spoken = Spoken()
    for _ in range(chance.randint(6, 24)):
        values = {
            "amount": chance.choice(AMOUNTS),
            "other": chance.choice(AMOUNTS),
            "date": chance.choice(DATES),
            "later": chance.choice(DATES),
            "tail": chance.choice(TAILS),
            "product": chance.choice(PRODUCTS),
            "second": chance.choice(PRODUCTS),
        }
        kinds = {"other": "amount", "later": "date", "second": "product"}
        sentence = chance.choice(SENTENCES)
        spoken.named += [
            (kinds.get(name, name), value) for name, value in values.items() if f"{{{name}}}" in sentence
        ]
        _add(spoken, AuthorKind.CUSTOMER, sentence.format(**values))
        if chance.random() < 0.6:
            _add(spoken, AuthorKind.BOT, chance.choice(OTHERS_SAY))
    return spoken


def _add(spoken: Spoken, by: AuthorKind, text: str) -> None:
    spoken.messages.append(
        Message(
            identity=IDENTITY,
            conversation=1,
            seq=len(spoken.messages) + 1,
            direction=Direction.IN if by is AuthorKind.CUSTOMER else Direction.OUT,
            author=Author(kind=by),
            segments=(Text(text=text).without_secrets(),),
            correlation_id="c",
            created_at=datetime(2026, 11, 29, tzinfo=UTC),
        )
    )
