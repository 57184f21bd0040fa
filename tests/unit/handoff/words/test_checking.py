"""What stops an agent's words: each kind of rule, in each disguise, and what it must let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.words.checking import FindingKind, check_codes, check_text, hints_for
from handoff.words.keeping import check_rule
from handoff.words.links import addresses_in, is_listed
from handoff.words.private_ids import private_ids
from handoff.words.rules import RuleKind, WordRule
from hub.errors import BadInput


def rule(kind: RuleKind, words: tuple[str, ...] = (), **more: object) -> WordRule:
    values = {"product": "理财", "cues": (), "say": "", "why": "监管要求"} | more
    return WordRule("r", kind, words=words, **values)  # type: ignore[arg-type]


NO_PROMISE = rule(RuleKind.FORBIDDEN, ("保本保息", "稳赚不赔"), say="理财非存款，收益不保证")
RISK = rule(RuleKind.MUST_SAY, ("投资须谨慎",), cues=("理财产品", "基金"), say="理财非存款，投资须谨慎。")
LISTED = rule(RuleKind.LINK, ("bank.example", "forms.example/apply"))


@pytest.mark.parametrize(
    "text",
    [
        "这款保本保息",
        "保 本 保 息",
        "保.本-保/息的",
        "保\u200b本保息",
        "承诺保本保息！",
        "稳賺？不，稳赚不赔",
    ],
)
def test_forbidden_words_are_found_in_each_disguise(text: str) -> None:
    (found,) = check_text(text, [NO_PROMISE])
    assert (found.kind, found.product, found.why) == (FindingKind.FORBIDDEN, "理财", "监管要求")
    assert found.words in NO_PROMISE.words
    assert found.say == "理财非存款，收益不保证"


@pytest.mark.parametrize("text", ["收益会波动", "本金和利息分开保管", "保本", ""])
def test_other_words_pass(text: str) -> None:
    assert check_text(text, [NO_PROMISE, RISK, LISTED]) == []


def test_a_forbidden_word_of_a_product_holds_where_the_product_is_spoken_of() -> None:
    of_funds = rule(RuleKind.FORBIDDEN, ("一定涨",), cues=("基金",))
    assert check_text("房价一定涨", [of_funds]) == []
    assert len(check_text("这只基金一定涨", [of_funds])) == 1
    assert len(check_text("一定涨", [of_funds], ["您看这只基金"])) == 1


def test_what_must_be_said_is_wanted_once_in_a_conversation() -> None:
    (found,) = check_text("推荐您这款理财产品", [RISK])
    assert (found.kind, found.words, found.say) == (
        FindingKind.MUST_SAY,
        "理财产品",
        "理财非存款，投资须谨慎。",
    )
    assert check_text("推荐您这款理财产品。理财非存款，投资须谨慎。", [RISK]) == []
    assert check_text("这款理财产品九月到期", [RISK], ["投资须谨慎"]) == []
    assert check_text("您的信用卡账单已出", [RISK]) == []


@pytest.mark.parametrize(
    "text",
    [
        "加我微信abc12345",
        "我的VX：lee_2020",
        "+v 13812345678",
        "QQ 123456789",
        "打我手机 138 1234 5678",
        "打我手机１３８１２３４５６７８",
        "发到 li.ming@qq.com",
        "您加一下我的个人微信",
        "我微信 lixiaoming",
    ],
)
def test_private_ids_are_found(text: str) -> None:
    assert private_ids(text)
    assert {found.kind for found in check_text(text, [])} == {FindingKind.PRIVATE_ID}


@pytest.mark.parametrize(
    "text",
    [
        "请拨打 95588",
        "尾号 5678 的卡",
        "400-800-1234",
        "微信支付已开通",
        "6222021234567890123",
        "2026-11-29 13:58:12",
    ],
)
def test_what_the_bank_itself_says_is_no_private_id(text: str) -> None:
    assert private_ids(text) == []


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("见 https://www.bank.example/card", False),
        ("见bank.example。", False),
        ("forms.example/apply/1", False),
        ("forms.example/applying", True),
        ("forms.example/apply/../x", True),
        ("bank.example.evil.com", True),
        ("https://bank.example@evil.com/", True),
        ("https://evil.com/?x=bank.example", True),
        ("weixin://dl/chat", True),
        ("evil。com 合同.pdf", False),
        ("t.cn/abc", True),
        ("ｅｖｉｌ．ｃｏｍ", True),
    ],
)
def test_only_listed_addresses_are_sent(text: str, stopped: bool) -> None:
    assert bool(check_text(text, [LISTED])) is stopped


def test_without_a_list_no_address_is_sent() -> None:
    (found,) = check_text("www.bank.example", [])
    assert (found.kind, found.words) == (FindingKind.LINK, "www.bank.example")


def test_codes_lead_to_listed_addresses_or_are_stopped() -> None:
    assert check_codes(["https://bank.example/pay"], [LISTED]) == []
    (found,) = check_codes(["https://u.wechat.com/abc"], [LISTED])
    assert found.kind is FindingKind.QR_CODE


def test_hints_are_shown_for_what_the_customer_says() -> None:
    hint = rule(RuleKind.HINT, cues=("提前还款",), say="先核对合同中的违约金条款")
    assert hints_for(["我想提前 还款"], [hint, NO_PROMISE]) == [hint]
    assert hints_for(["我想还款"], [hint]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        rule(RuleKind.FORBIDDEN),
        rule(RuleKind.FORBIDDEN, ("，。",)),
        rule(RuleKind.MUST_SAY, ("谨慎",)),
        rule(RuleKind.HINT, cues=("还款",)),
        rule(RuleKind.LINK),
        rule(RuleKind.LINK, ("不是网址 / x",)),
        rule(RuleKind.LINK, ("javascript:alert(1)",)),
    ],
)
def test_a_rule_that_could_never_hold_is_refused(wrong: WordRule) -> None:
    with pytest.raises(BadInput):
        check_rule(wrong)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_words_round_it_hide_a_forbidden_word(before: str, after: str) -> None:
    found = check_text(f"{before}保本保息{after}", [NO_PROMISE])
    assert FindingKind.FORBIDDEN in {each.kind for each in found}


@given(st.text(max_size=200))
def test_an_address_found_is_listed_by_itself_or_by_nothing(text: str) -> None:
    for address in addresses_in(text):
        assert not is_listed(address, ["bank.example"]) or "bank.example" in address.casefold()
