"""Deadlines: the owner is reminded once, and the head of the branch has the case once it is overdue."""

from cases.deadlines import nearest
from hub.staff import StaffMember
from hub.store.staff import accounts
from tests.support.letters import Post
from tests.support.staff import make_account, make_branches
from tests.unit.cases.office import DAY, DAYS, Office


def _head(login: str, branch: str) -> StaffMember:
    return StaffMember(login, login, login, branch, (), active=True)


def test_the_nearest_above_who_is_not_the_owner() -> None:
    heads = [_head("a", "head"), _head("b", "east"), _head("c", "west")]
    assert nearest(heads, ["head", "east", "east-sub"], None) == "b"
    assert nearest(heads, ["head", "east", "east-sub"], "b") == "a"
    assert nearest(heads, ["head", "north"], "a") is None


async def test_reminded_once_then_escalated_once(office: Office) -> None:
    await make_branches(office.staff, "east")
    head = await make_account(office.staff, "head.east", ["supervisor"], "east")
    owner = await make_account(office.staff, "owner", ["agent"], "east")
    await office.complain()
    await office.do("do_forward", owner, "请处理", head)
    await office.deadlines.look()
    assert (await office.actions())[-1] == ("forwarded", head)
    office.spine.clock.turn(DAYS * 0.8 * DAY + 1)
    await office.deadlines.look()
    await office.deadlines.look()
    assert [each for each, _ in await office.actions()].count("reminded") == 1
    assert (await office.case()).owner_id == owner
    office.spine.clock.turn(DAYS * 0.2 * DAY)
    await office.deadlines.look()
    await office.deadlines.look()
    case = await office.case()
    assert [each for each, _ in await office.actions()].count("escalated") == 1
    assert (case.owner_id, case.escalated, case.from_owner_id) == (head, True, owner)


async def test_letters_name_the_case_and_nobody_else(office: Office) -> None:
    post = Post()
    office.staff.notices.use(post)
    await make_branches(office.staff)
    for login, role in (("boss", "supervisor"), ("owner", "agent")):
        account = await make_account(office.staff, login, [role])
        sealed = office.staff.notices.seal(account, f"{login}@bank.example")
        async with office.spine.database.write() as connection:
            await accounts.set_values(connection, account, email=sealed)
        if login == "owner":
            await office.complain("我叫张三，我要投诉")
            await office.do("do_take", account)
    office.spine.clock.turn(DAYS * 0.8 * DAY + 1)
    await office.deadlines.look()
    office.spine.clock.turn(DAYS * 0.2 * DAY)
    await office.deadlines.look()
    number = (await office.case()).number
    assert [(each.kind, each.to) for each in post.letters] == [
        ("case.reminded", "owner@bank.example"),
        ("case.escalated", "boss@bank.example"),
    ]
    for each in post.letters:
        assert number in each.subject
        assert number in each.text
        assert "张三" not in each.subject + each.text


async def test_where_nobody_can_review_the_owner_keeps_an_overdue_case(office: Office) -> None:
    await make_branches(office.staff)
    await office.complain()
    await office.do("do_take", "writer")
    office.spine.clock.turn(DAYS * DAY + 1)
    await office.deadlines.look()
    case = await office.case()
    assert (case.owner_id, case.escalated) == ("writer", True)


async def test_who_was_answered_in_time_is_not_overdue(office: Office) -> None:
    await office.complain()
    await office.do("do_draft", "已处理。", "writer")
    await office.do("do_approve", "reviewer", "王主管")
    office.spine.clock.turn(DAYS * DAY + 1)
    await office.deadlines.look()
    assert not {"reminded", "escalated"} & {each for each, _ in await office.actions()}
