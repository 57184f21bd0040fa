"""The closed sets of words: replies to a question of the bot, figures, and the language of a text."""

import pytest

from bot.components.language import language_of
from bot.components.short_replies import is_farewell, is_figure, reply_in
from bot.components.wished_person import wishes_person_outright


@pytest.mark.parametrize(
    ("meaning", "texts"),
    [
        ("yes", "是 是的 好 好的 好吧 好嘞 嗯 嗯嗯 要 要的"),
        ("yes", "可以 可以的 行 行吧 對 需要 没问题 好的谢谢 转吧 好的，好的 YES ok Sure yeah"),
        ("no", "不 不用 不用了 不要 不要了 不需要 算了 先不用了 不用，谢谢 No nope"),
        ("none", "不是 不对 都不是 以上都不是 这些都不对 一个都不是 都不是我要的吧"),
        ("1", "1 １ ① 1. 第一个 第1个 选1 我要第一个 一 +1 上面那个 前面那个"),
        ("2", "2 ② 第二个 二 第二条 我选2 2号 我要第二种"),
        ("3", "3 第三个吧 就第三个"),
        ("last", "最后一个 下面那个"),
        ("this", "这个 就这个 是这个"),
    ],
)  # fmt: skip
def test_replies_mean_what_they_mean(meaning: str, texts: str) -> None:
    unlike = {text: reply_in(text) for text in texts.split(" ") if reply_in(text) != meaning}
    expected = {"都不是我要的吧": None} if meaning == "none" else {}
    assert unlike == expected


@pytest.mark.parametrize(
    "text",
    [
        "yes please",
        "hao de",
        "bu yong le",
        "no thanks",
        "the first one",
        "none of these",
        "number 2",
        "that one",
    ],
)
def test_english_replies_are_known(text: str) -> None:
    assert reply_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？",
        "12345",
        "10",
        "五万",
        "3000块",
        "要多久",
        "可以取消吗",
        "好的账户有什么标准",
        "行号怎么查",
        "一类卡",
        "二类户",
        "第二种是什么",
        "不是这个",
        "不用了可以取消吗",
        "是借记卡",
        "对公账户",
        "要带身份证吗",
        "转账",
        "转给别人",
        "好的，那要带什么证件",
        "i have one question",
        "谢谢",
        "是" * 100,
    ],
)
def test_what_says_more_is_no_reply(text: str) -> None:
    assert reply_in(text) is None


@pytest.mark.parametrize("text", ["88", "886", "８８", "88啦", "8886", "3166"])
def test_figures_that_say_goodbye(text: str) -> None:
    assert is_farewell(text)


FIGURES = """
3000 五万块 3万 上午十点 12点半 11月3号 2024.5.6 2024年5月 差不多两万 8 80 890 8.8 18:30 下周三
三天 100% ¥500 6222 今天上午9点
"""


@pytest.mark.parametrize("text", FIGURES.split())
def test_other_figures_are_none(text: str) -> None:
    assert is_figure(text)
    assert not is_farewell(text)


@pytest.mark.parametrize(
    "text", ["", "早上好", "一路顺风", "晚上见", "再见", "三个月定期利率", "几点开门", "💴"]
)
def test_words_are_no_figures(text: str) -> None:
    assert not is_figure(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("怎么挂失", "zh"),
        ("我要 cancel 信用卡", "zh"),
        ("ATM吞卡了", "zh"),
        ("xinyongka zenme zhuxiao", "zh"),
        ("wo de ka diu le", "zh"),
        ("ni hao", "zh"),
        ("hello", "en"),
        ("i lost my card", "en"),
        ("Change my PIN", "en"),
        ("can you help me", "en"),
        ("what is the LPR", "en"),
        ("how do i link 支付宝 to my card", "en"),
        ("ok", None),
        ("ATM", None),
        ("LPR", None),
        ("1", None),
        ("？？", None),
        ("😀", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "我的房贷扣错了，转人工",
        "轉人工，看看我的账单",
        "快转ren gong",
        "zhuanrengong",
        "麻烦帮我转接一下人工客服好吗",
        "说不用机器人了，转人工",
    ],
)
def test_a_person_asked_for_outright_is_heard_anywhere(text: str) -> None:
    assert wishes_person_outright(text)


@pytest.mark.parametrize(
    "text",
    [
        "先不用转人工，我自己看",
        "转人工要等多久",
        "怎么转人工",
        "转人工失败是为什么",
        "转账人工审核",
        "人工智能",
    ],
)
def test_a_person_only_spoken_of_is_not_asked_for(text: str) -> None:
    assert not wishes_person_outright(text)
