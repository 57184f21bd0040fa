"""A complaint is one thing, its case: from the number told to the customer to the reply that closes it."""

import re

import pytest
from sqlalchemy import true

from cases.cases import CHANGE
from cases.store import shown
from cases.store.schema import case_file
from handoff.store.schema import task
from handoff.tasks import do_request_person
from hub.errors import Conflict, NotFound
from hub.messages import Message, RequestPerson, Status
from hub.ports import Delivery, SendOutcome
from hub.reactions import DeliveryEnded
from hub.store.staff import accounts
from tests.support.staff import make_account, make_branches
from tests.unit.cases.office import DAY, Office, words_of

NUMBER = re.compile(r"TS-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
REPLY = "已为您退回手续费。"


async def _answered(office: Office) -> None:
    """A reply by `writer`, let through by `reviewer`."""
    await office.do("do_draft", REPLY, "writer")
    await office.do("do_approve", "reviewer", "王主管")


async def test_the_number_stands_in_the_answer_and_costs_no_message(office: Office) -> None:
    words = await office.complain()
    case = await office.case()
    assert NUMBER.fullmatch(case.number)
    assert words == f"非常抱歉。\n已经登记。\n投诉编号：{case.number}。我们会在 2026-11-16 前在这里答复您。"
    assert len(await office.said()) == 1
    assert (case.state, case.conversation, case.turn, case.owner_id) == ("open", 1, 1, None)


async def test_who_writes_english_is_told_in_english(office: Office) -> None:
    words = await office.complain("the teller was rude to me")
    assert f"Your complaint has the number {(await office.case()).number}" in words
    assert "投诉编号" not in words


async def test_what_is_told_further_joins_the_case(office: Office) -> None:
    await office.complain()
    more = await office.complain("上周三，在城东支行", provider_id="p2")
    assert more == "非常抱歉。\n已经登记。"
    assert len(await office.spine.rows(case_file)) == 1
    assert await office.actions() == [("opened", "house"), ("told_more", "house")]


async def test_a_wish_for_a_person_stays_apart_from_the_complaint(office: Office) -> None:
    office.spine.hooks.commands.register(RequestPerson, do_request_person)
    await office.complain()
    await office.complain("叫你们经理来", provider_id="p2", more=[RequestPerson(reason="转人工")])
    assert [action for action, _ in await office.actions()] == ["opened", "told_more"]
    asked = [(row.kind, row.turn, row.reason) for row in await office.spine.rows(task)]
    assert asked == [("person", 2, "转人工")]


async def test_a_case_closes_only_with_a_reply(office: Office) -> None:
    await office.complain()
    await office.do("do_take", "writer")
    with pytest.raises(Conflict, match="no reply"):
        await office.do("do_close", "writer")
    await office.do("do_draft", REPLY, "writer")
    with pytest.raises(Conflict, match="no reply"):
        await office.do("do_close", "writer")
    await office.do("do_approve", "reviewer", "王主管")
    await office.do("do_close", "writer")
    case = await office.case()
    assert (case.state, case.look_at) == ("closed", None)
    with pytest.raises(Conflict, match="closed"):
        await office.do("do_take", "somebody")


async def test_who_wrote_a_reply_does_not_review_it(office: Office) -> None:
    await office.complain()
    with pytest.raises(Conflict, match="no reply to review"):
        await office.do("do_approve", "reviewer", "王主管")
    await office.do("do_draft", REPLY, "writer")
    for name, argument in (("do_approve", "李"), ("do_reject", "再想想")):
        arguments = ("writer", argument) if name == "do_approve" else (argument, "writer")
        with pytest.raises(Conflict, match="does not review"):
            await office.do(name, *arguments)
    assert len(await office.said()) == 1


async def test_a_rejected_reply_is_not_said(office: Office) -> None:
    await office.complain()
    await office.do("do_draft", REPLY, "writer")
    await office.do("do_reject", "语气不对", "reviewer")
    assert (await office.case()).state == "open"
    assert len(await office.said()) == 1
    assert (await office.actions())[-1] == ("rejected", "reviewer")


async def test_the_reply_goes_to_the_customer_on_their_channel(office: Office) -> None:
    await office.complain()
    await office.spine.send()
    await _answered(office)
    await office.spine.send()
    case, reply = await office.case(), office.spine.sender.sent[-1]
    assert reply.identity == case.identity_key
    assert REPLY in str(reply.segments)
    assert case.number in str(reply.segments)
    assert (case.reply_conversation, case.reply_seq) == (reply.conversation, reply.seq)


async def test_the_reply_opens_a_conversation_where_the_old_one_fell_silent(office: Office) -> None:
    await office.complain()
    office.spine.clock.turn(DAY)
    await _answered(office)
    case = await office.case()
    assert (case.conversation, case.reply_conversation) == (1, 2)


async def test_a_reply_that_does_not_arrive_is_none(office: Office) -> None:
    async def fail(_message: Message) -> Delivery:
        return Delivery(SendOutcome.REJECTED, code="blocked")

    await office.complain()
    await office.spine.send()
    await _answered(office)
    await office.do("do_close", "writer")
    office.spine.sender.answer = fail
    await office.spine.send()
    case = await office.case()
    assert (case.state, case.closed_at, case.reply_seq) == ("open", None, None)
    assert (await office.actions())[-1] == ("not_delivered", "house")


async def test_a_reply_that_fails_late_opens_its_case_beside_a_newer_one(office: Office) -> None:
    await office.complain()
    await _answered(office)
    await office.do("do_close", "writer")
    first = await office.case()
    await office.complain("又扣了我的钱", provider_id="p2")
    place = (first.identity_key, first.reply_conversation, first.reply_seq)
    async with office.spine.database.write() as connection:
        await office.book.do_undelivered(connection, DeliveryEnded(*place, Status.FAILED, "blocked"))
    assert [row.state for row in await office.spine.rows(case_file)] == ["open", "open"]
    await office.complain("还有一笔", provider_id="p3")
    newer = [row.number for row in await office.spine.rows(case_file) if row.number != first.number]
    assert [number for number, action in await office.steps() if action == "told_more"] == newer


async def test_what_is_told_after_the_reply_opens_the_case_again(office: Office) -> None:
    await office.complain()
    await _answered(office)
    await office.complain("还是没有退", provider_id="p2")
    case = await office.case()
    assert case.state == "open"
    assert case.look_at == case.due_at


async def test_forward_and_return(office: Office) -> None:
    await make_branches(office.staff, "east")
    expert = await make_account(office.staff, "expert", branch="east")
    await office.complain()
    await office.do("do_take", "writer")
    with pytest.raises(Conflict, match="nobody has forwarded"):
        await office.do("do_return", "不是我的", "writer")
    with pytest.raises(NotFound):
        await office.do("do_forward", "nobody", "属于信用卡", "writer")
    await office.do("do_forward", expert, "属于信用卡", "writer")
    case = await office.case()
    assert (case.owner_id, case.branch_id, case.from_owner_id) == (expert, "east", "writer")
    await office.do("do_return", "不属于信用卡", expert)
    case = await office.case()
    assert (case.owner_id, case.branch_id, case.from_owner_id) == ("writer", "head", None)


async def test_nothing_goes_to_an_account_that_is_not_in_use(office: Office) -> None:
    gone = await make_account(office.staff, "gone")
    async with office.spine.database.write() as connection:
        await accounts.set_values(connection, gone, state="disabled")
    await office.complain()
    with pytest.raises(Conflict, match="not in use"):
        await office.do("do_forward", gone, "属于信用卡", "writer")


async def test_nothing_goes_to_who_does_not_work_on_cases(office: Office) -> None:
    editor = await make_account(office.staff, "editor", ["editor"])
    agent = await make_account(office.staff, "agent", ["agent"])
    await office.complain()
    with pytest.raises(Conflict, match="does not work on cases"):
        await office.do("do_forward", editor, "属于信用卡", "writer")
    async with office.spine.database.read() as connection:
        found = await shown.who_may(connection, CHANGE, true(), 10)
    assert [row.account_id for row in found] == [agent]


async def test_what_wants_a_reply_stands_before_what_has_one(office: Office) -> None:
    await make_branches(office.staff)
    await office.complain()
    await _answered(office)
    first = (await office.case()).number
    office.spine.clock.turn(DAY)
    await office.complain("又扣了我的钱", provider_id="p2")
    async with office.spine.database.read() as connection:
        rows = await shown.listed(connection, true(), closed=False, limit=10)
        told = await shown.told(connection, rows[0].identity_key, rows[0].conversation, [rows[0].turn])
    assert [(row.state, row.channel, row.branch_name) for row in rows][1] == ("replied", "webchat", "总行")
    assert rows[1].number == first
    assert [words_of(each) for each in told] == ["又扣了我的钱"]
