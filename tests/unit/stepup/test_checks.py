"""A check from the wish for it to its end, and all that it must not be passed by."""

import pytest
from sqlalchemy import text

from hub.contacts import Handle, HandleKind
from hub.messages import Author, AuthorKind, Facts, Text, Verification
from hub.store.metadata import metadata
from hub.store.schema_staff import audit
from simulators.bank.faults import BankFault
from stepup.checks import ATTEMPTS, VALID_S, VERIFIED_S, Typed
from stepup.preparing import AGAIN_S, CLAIMED_S, MOST_AN_HOUR
from stepup.words import MARK
from tests.unit.stepup.office import Office


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_a_check_is_passed_with_the_code_of_the_banks_own_number(office: Office) -> None:
    token, code = await office.begin()
    (sms,) = [each for each in office.spine.sender.sent if code in str(each.segments)]
    (row,) = await office.rows()
    assert sms.identity == row.sms_identity
    assert await office.level() == 0
    assert (await office.type_code(token, f" {code[:3]} {code[3:]} ")).typed is Typed.PASSED
    assert await office.level() == 2
    assert await office.noted() == [("check_passed", "")]
    async with office.spine.database.write() as connection:
        assert await office.contacts.customer_number(connection, office.anna.identity) == office.number


async def test_the_database_holds_no_code_and_no_link_can_be_made_from_it(office: Office) -> None:
    token, code = await office.begin()
    async with office.spine.database.read() as connection:
        rows = [
            row
            for table in metadata.sorted_tables
            for row in (await connection.execute(text(f"SELECT * FROM {table.name}"))).all()
        ]
    stored = "\n".join(repr(tuple(row)) for row in rows)
    assert MARK in stored, "the message is there"
    assert code not in stored
    assert stored.count(token) == 1, "in the message that leads there"
    assert office.number not in stored


async def test_a_passed_check_is_over_and_so_is_its_link(office: Office) -> None:
    token, code = await office.begin()
    await office.type_code(token, code)
    office.later(VERIFIED_S)
    assert await office.level() == 0
    assert (await office.type_code(token, code)).typed is Typed.OVER
    assert await office.level() == 0
    await office.preparing.work_due()
    assert [row.state for row in await office.rows()] == ["over"]


async def test_three_wrong_codes_end_it(office: Office) -> None:
    token, code = await office.begin()
    typed = [await office.type_code(token, wrong(code)) for _ in range(ATTEMPTS)]
    assert [each.left for each in typed] == [2, 1, 0]
    assert (await office.type_code(token, code)).typed is Typed.OVER
    assert await office.level() == 0
    assert await office.noted() == [("check_failed", "wrong_code")]


async def test_a_code_of_another_conversation_or_customer_is_a_wrong_one(office: Office) -> None:
    other = office.writer("wechat", "0bertasphone")
    await office.write("你好", by=other)
    mine, my_code = await office.begin()
    theirs, their_code = await office.begin(other)
    assert my_code != their_code
    assert (await office.type_code(theirs, my_code)).typed is Typed.WRONG
    assert (await office.type_code(mine, their_code)).typed is Typed.WRONG
    assert (await office.level(), await office.level(other)) == (0, 0)


async def test_a_check_ends_with_its_conversation_and_so_does_what_it_gave(office: Office) -> None:
    token, code = await office.begin()
    await office.close()
    assert (await office.type_code(token, code)).typed is Typed.OVER
    await office.write("又来了")
    token, code = await office.begin()
    assert (await office.type_code(token, code)).typed is Typed.PASSED
    await office.close()
    await office.preparing.work_due()
    assert await office.level() == 0


async def test_what_the_banks_login_gives_is_not_taken_back(office: Office) -> None:
    until = office.clock.now().replace(hour=23)
    given = Facts(verification=Verification(level=3, until=until))
    async with office.spine.database.write() as connection:
        await office.spine.conversations.do_set_facts(connection, office.anna.identity, given)
    token, code = await office.begin()
    assert (await office.type_code(token, code)).typed is Typed.PASSED
    assert await office.level() == 3
    await office.close()
    await office.preparing.work_due()
    assert await office.level() == 3


async def test_a_code_that_is_too_late_is_not_sent_and_not_taken(office: Office) -> None:
    await office.start()
    await office.preparing.work_due()
    office.later(VALID_S)
    await office.send()
    assert not [each for each in office.spine.sender.sent if MARK in str(each.segments)]
    assert not [each for each in office.spine.sender.sent if "验证码" in str(each.segments[0].words())]
    await office.preparing.work_due()
    assert await office.noted() == [("check_failed", "expired")]


async def test_who_writes_the_mark_gets_no_code(office: Office) -> None:
    await office.begin()
    author = Author(kind=AuthorKind.AGENT, name="小李")
    async with office.spine.database.write() as connection:
        await office.spine.conversations.do_say(
            connection, office.anna.identity, 1, [Text(text=f"您的验证码是 {MARK}")], author=author
        )
    await office.send()
    assert office.spine.sender.sent[-1].segments == (Text(text=f"您的验证码是 {MARK}"),)


async def test_a_new_check_ends_the_one_before(office: Office) -> None:
    first, code = await office.begin()
    second, other = await office.begin()
    assert (await office.type_code(first, code)).typed is Typed.OVER
    assert (await office.type_code(second, other)).typed is Typed.PASSED
    assert [row.code for row in await office.rows()] == ["replaced", ""]


async def test_nobody_is_flooded_with_codes(office: Office) -> None:
    for _ in range(MOST_AN_HOUR):
        await office.begin()
    await office.start()
    await office.preparing.work_due()
    assert (await office.noted())[-1] == ("check_failed", "too_many")
    office.later(3600)
    await office.begin()


async def test_a_customer_is_not_flooded_by_way_of_several_channels(office: Office) -> None:
    by_kf = office.writer("miniprogram")
    office.spine.rules["miniprogram"] = office.spine.rules["wechat"]
    office.spine.senders["miniprogram"] = office.spine.sender
    await office.write("你好", by=by_kf)
    for count in range(MOST_AN_HOUR):
        await office.begin(by_kf if count % 2 else None)
    await office.start(by_kf)
    await office.preparing.work_due()
    assert (await office.noted(by_kf))[-1] == ("check_failed", "too_many")


@pytest.mark.parametrize("path", ["/customers/find", "/customers/telephone"])
async def test_a_bank_that_is_away_is_asked_again(office: Office, path: str) -> None:
    office.bank.faults.add(path, BankFault("status", 503), times=3)
    await office.start()
    await office.preparing.work_due()
    office.later(max(AGAIN_S, 6.0))
    await office.preparing.work_due()
    await office.send()
    assert sum("验证码" in each.segments[0].words() for each in office.spine.sender.sent) == 1


async def test_what_a_dead_process_began_another_one_goes_on_with(office: Office) -> None:
    """It died behind the link, before the text message."""
    await office.start()
    dead = office.another()
    dead._send_code = lambda row: _nothing()  # type: ignore[method-assign]
    await dead.work_due()
    assert [row.sms_identity for row in await office.rows()] == [None]
    office.later(CLAIMED_S)
    await office.preparing.work_due()
    await office.preparing.work_due()
    await office.send()
    assert sum("验证码" in each.segments[0].words() for each in office.spine.sender.sent) == 1


async def _nothing() -> None:
    """Is dead."""


@pytest.mark.parametrize("changed", [{"bank": None}, {"sms_account": ""}])
async def test_where_no_code_can_be_sent_the_customer_is_told_so(
    office: Office, changed: dict[str, object]
) -> None:
    await office.start()
    await office.another(**changed).work_due()
    assert await office.noted() == [("check_failed", "unavailable")]


async def test_who_is_no_customer_is_told_so(office: Office) -> None:
    office.bank.rows("DELETE FROM binding")
    await office.start()
    await office.preparing.work_due()
    assert await office.noted() == [("check_failed", "not_a_customer")]


async def test_a_customer_whom_the_bank_has_named_needs_no_binding(office: Office) -> None:
    office.bank.rows("DELETE FROM binding")
    handle = Handle(HandleKind.BANK_CUSTOMER, "bank", office.number)
    async with office.spine.database.write() as connection:
        await office.contacts.do_learn(connection, office.anna.identity, handle)
    token, code = await office.begin()
    assert (await office.type_code(token, code)).typed is Typed.PASSED


async def test_every_step_stands_in_the_audit_without_anything_personal(office: Office) -> None:
    token, code = await office.begin()
    await office.type_code(token, wrong(code))
    await office.type_code(token, code)
    token, code = await office.begin()
    for _ in range(ATTEMPTS):
        await office.type_code(token, wrong(code))
    entries = await office.spine.rows(audit)
    assert [(each.action, each.result) for each in entries] == [
        ("check.started", "done"),
        ("check.passed", "done"),
        ("check.started", "done"),
        ("check.failed", "refused"),
    ]
    written = "".join(repr(tuple(each)) for each in entries)
    assert code not in written
    assert token not in written
    assert office.number not in written
