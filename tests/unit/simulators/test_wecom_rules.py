"""The simulated WeCom rations, drops repeats and refuses as the provider does."""

from typing import Any

import pytest

from simulators.wecom.carrying import carry_out, issue_token
from simulators.wecom.corp import Corp, make_corp
from simulators.wecom.rations import Rations
from simulators.wecom.schemas import read_request
from simulators.weixin.customers import WeixinCustomer
from tests.support.wecom import ACCOUNT


@pytest.fixture
def corp() -> Corp:
    return make_corp(ACCOUNT, "http://127.0.0.1:1")


@pytest.fixture
def member(corp: Corp) -> WeixinCustomer:
    return corp.customers.of_phone("0annaphone")


def send(corp: Corp, member: WeixinCustomer, content: str = "您好", **more: Any) -> Any:
    asked = {"touser": member.openid, "agentid": corp.agent_id, "msgtype": "text"}
    asked |= {"text": {"content": content}, **more}
    return carry_out(corp, read_request("/cgi-bin/message/send", asked))


def test_thirty_in_a_minute_and_the_rest_is_dropped_without_a_word(
    corp: Corp, member: WeixinCustomer
) -> None:
    said = [send(corp, member) for _ in range(31)]
    assert all(each["msgid"] for each in said)
    assert len(member.entries) == 30
    assert corp.rations.dropped[member.openid] == 1


def test_the_hour_has_its_own_measure() -> None:
    rations = Rations()
    taken = [rations.take("LiLei", second * 2.5) for second in range(1001)]
    assert taken == [True] * 1000 + [False]
    assert rations.take("LiLei", 3600.0)


def test_a_repeat_is_dropped_where_the_request_asks_for_that(corp: Corp, member: WeixinCustomer) -> None:
    check = {"enable_duplicate_check": 1, "duplicate_check_interval": 1800}
    first = send(corp, member)["msgid"]
    assert send(corp, member, **check)["msgid"] == first
    assert send(corp, member, "别的", **check)["msgid"] != first
    assert send(corp, member)["msgid"] != first
    corp.ahead_s += 1801
    assert send(corp, member, **check)["msgid"] != first
    assert len(member.entries) == 4


def test_who_is_nobody_to_the_application_is_refused_or_named(corp: Corp, member: WeixinCustomer) -> None:
    corp.unlicensed.add(member.openid)
    assert send(corp, member)["unlicenseduser"] == member.openid
    member.followed = False
    assert send(corp, member) == 81013
    assert send(corp, member, agentid=corp.agent_id + 1) == 40056
    assert member.entries == []


def test_a_task_has_one_card(corp: Corp, member: WeixinCustomer) -> None:
    button = {"text": "一", "style": 1, "key": "k"}
    card = {
        "card_type": "button_interaction",
        "task_id": "t",
        "sub_title_text": "问",
        "button_list": [button],
    }
    asked = {"touser": member.openid, "agentid": corp.agent_id, "msgtype": "template_card"}
    asked |= {"template_card": card}

    def offer(**more: Any) -> Any:
        return carry_out(corp, read_request("/cgi-bin/message/send", {**asked, **more}))

    first = offer()["msgid"]
    assert offer() == 40058
    assert offer(enable_duplicate_check=1)["msgid"] == first


def test_a_token_is_the_same_until_shortly_before_its_end(corp: Corp) -> None:
    def ask(corp_id: str = ACCOUNT["corp_id"], secret: str = ACCOUNT["secret"]) -> Any:
        return issue_token(corp, corp_id, secret)

    first = ask()["access_token"]
    assert ask()["access_token"] == first
    corp.tokens.expire()
    assert ask()["access_token"] != first
    assert ask(corp_id="ww1") == 40013
    assert ask(secret="other") == 40001
