"""Letters and a real SMTP server: none is lost, none is sent twice while all is well, none in the open."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from hub.errors import BadInput, SetupError
from hub.ports import Enclosed, Letter
from hub.store.encrypted import new_data_keys, read_data_keys
from mail.letters import FIRST_PAUSE_S, GIVE_UP_AFTER, LONGEST_PAUSE_S, MOST_ENCLOSED, Letters
from mail.smtp import SmtpServer
from mail.store.schema import letter
from tests.support.ports import free_port
from tests.support.smtp import PASSWORD, USER, mail_server, make_certificate
from tests.unit.mail.conftest import SENDER, Post
from yuanqiao.cli.main import yuanqiao

WORDS = Letter(
    "account.reset", "li.ming@bank.example", "远桥银行：您的账号有变化", "您好，\n密码已重置。\n.\n"
)


async def write(post: Post, letters: Letters, what: Letter = WORDS) -> None:
    async with post.database.write() as connection:
        await letters.do_write(connection, what)


async def rows(post: Post) -> list[Any]:
    async with post.database.read() as connection:
        return list((await connection.execute(select(letter))).all())


async def test_a_letter_arrives_word_for_word_and_leaves_nothing_behind(post: Post) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)
        await write(post, letters)
        (row,) = await rows(post)
        assert await letters.send_due() == 1
        assert await letters.send_due() == 0
    (message,) = server.taken
    assert (message["To"], message["From"]) == (WORDS.to, SENDER)
    assert message["Subject"] == WORDS.subject
    assert message.get_content().replace("\r\n", "\n") == WORDS.text
    assert message["Message-ID"] == f"<{row.letter_id}@bank.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert await rows(post) == []


async def test_what_is_not_committed_is_never_sent(post: Post) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)

        async def change_that_fails() -> None:
            async with post.database.write() as connection:
                await letters.do_write(connection, WORDS)
                raise RuntimeError("the change did not take place")

        with pytest.raises(RuntimeError):
            await change_that_fails()
        assert await letters.send_due() == 0
    assert server.taken == []


async def test_nothing_readable_lies_in_the_table(post: Post) -> None:
    await write(post, post.letters(free_port()))
    (row,) = await rows(post)
    assert "li.ming" not in repr(row) + repr(WORDS)
    assert "重置" not in repr(row)


@pytest.mark.parametrize(
    "to", ["", "li", "li@bank.example\r\nBcc: x@y.z", "a b@bank.example", "李@bank.example"]
)
async def test_what_is_no_address_is_not_taken(post: Post, to: str) -> None:
    letters = post.letters(free_port())
    with pytest.raises(BadInput):
        await write(post, letters, Letter("k", to, "s", "t"))
    with pytest.raises(BadInput):
        await write(post, letters, Letter("k", WORDS.to, "s\r\nBcc: x@y.z", "t"))
    assert await rows(post) == []


async def test_a_server_that_is_away_gets_it_once_it_is_back(post: Post) -> None:
    away = post.letters(free_port())
    await write(post, away)
    pause = FIRST_PAUSE_S
    for _ in range(10):
        assert await away.send_due() == 0
        post.clock.turn(min(pause, LONGEST_PAUSE_S) - 1)
        before = (await rows(post))[0].tries
        assert await away.send_due() == 0
        assert (await rows(post))[0].tries == before, "it was tried before its time"
        post.clock.turn(1)
        pause *= 2
    async with mail_server() as server:
        assert await post.letters(server.port).send_due() == 1
    assert len(server.taken) == 1


@pytest.mark.parametrize("where", ["to_recipient", "to_data"])
async def test_a_server_that_takes_it_later_gets_it_later(post: Post, where: str) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)
        setattr(server, where, "451 try again")
        await write(post, letters)
        assert await letters.send_due() == 0
        (row,) = await rows(post)
        assert (row.tries, row.code) == (1, "451")
        setattr(server, where, "")
        post.clock.turn(FIRST_PAUSE_S)
        assert await letters.send_due() == 1


@pytest.mark.parametrize("where", ["to_recipient", "to_data"])
async def test_a_refusal_for_good_is_kept_and_not_repeated(post: Post, where: str) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)
        setattr(server, where, "550 no such user")
        await write(post, letters)
        assert await letters.send_due() == 0
        (row,) = await rows(post)
        assert (row.due_at, row.code) == (None, "550")
        setattr(server, where, "")
        post.clock.turn(1e6)
        assert await letters.send_due() == 0
    assert server.taken == []


async def test_after_five_days_it_is_kept_for_people(post: Post) -> None:
    away = post.letters(free_port())
    await write(post, away)
    await away.send_due()
    post.clock.turn(GIVE_UP_AFTER.total_seconds())
    await away.send_due()
    (row,) = await rows(post)
    assert row.due_at is None


async def test_a_process_that_dies_while_sending_leaves_it_to_the_next(post: Post) -> None:
    async with mail_server() as server:
        server.hangs = True
        letters = post.letters(server.port)
        await write(post, letters)
        sending = asyncio.create_task(letters.send_due())
        await server.said.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        server.hangs = False
        other = post.letters(server.port)
        assert await other.send_due() == 0, "the dead one's claim holds for a while"
        post.clock.turn(60)
        assert await other.send_due() == 1
    assert len(server.taken) == 1


async def test_two_processes_send_each_letter_once(post: Post) -> None:
    async with mail_server() as server:
        one, two = post.letters(server.port), post.letters(server.port)
        for _ in range(10):
            await write(post, one)
        assert sum(await asyncio.gather(one.send_due(), two.send_due())) == 10
    assert len({str(message["Message-ID"]) for message in server.taken}) == len(server.taken) == 10


async def test_a_server_that_hangs_is_left_alone_in_time(post: Post) -> None:
    async with mail_server() as server:
        server.hangs = True
        letters = post.letters(server.port, within_s=0.3)
        await write(post, letters)
        assert await letters.send_due() == 0
        server.hangs = False
        post.clock.turn(FIRST_PAUSE_S)
        assert await post.letters(server.port).send_due() == 1


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "tls"])
async def test_it_goes_encrypted_and_signed_in(post: Post, folder: Path, implicit: bool) -> None:
    context, ca = make_certificate(folder)
    how: dict[str, Any] = {"encryption": "tls" if implicit else "starttls", "ca_file": str(ca)}
    async with mail_server(context=context, implicit=implicit, with_auth=True) as server:
        letters = post.letters(server.port, user=USER, password=PASSWORD, **how)
        await write(post, letters)
        assert await letters.send_due() == 1
        assert server.encrypted == [True]
        await write(post, letters)
        assert await post.letters(server.port, user=USER, password="wrong", **how).send_due() == 0
        (row,) = await rows(post)
        assert (row.code, row.due_at is not None) == ("535", True), "a wrong password loses no letter"


async def test_it_goes_to_nobody_whose_certificate_is_not_trusted(post: Post, folder: Path) -> None:
    context, _ = make_certificate(folder)
    async with mail_server(context=context) as server:
        letters = post.letters(server.port, encryption="starttls")
        await write(post, letters)
        assert await letters.send_due() == 0
    assert server.taken == []
    assert len(await rows(post)) == 1


async def test_it_goes_nowhere_in_the_open(post: Post) -> None:
    async with mail_server() as server:  # offers no STARTTLS
        letters = post.letters(server.port, encryption="starttls")
        await write(post, letters)
        assert await letters.send_due() == 0
    assert server.taken == []
    with pytest.raises(SetupError):
        SmtpServer("smtp.bank.example", 25, "off", 1.0).check()


async def test_a_data_key_that_is_gone_loses_nothing(post: Post) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)
        await write(post, letters)
        keys, post.keys = post.keys, read_data_keys(new_data_keys("k2"))
        assert await post.letters(server.port).send_due() == 0
        post.keys = keys
        post.clock.turn(FIRST_PAUSE_S)
        assert await letters.send_due() == 1


async def test_people_decide_on_what_was_given_up(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async with mail_server() as server:
        letters = post.letters(server.port)
        server.to_recipient = "550 no such user"
        for _ in range(2):
            await write(post, letters)
        await letters.send_due()
        first, second = (row.letter_id for row in await rows(post))
        monkeypatch.setenv("YUANQIAO_DATABASE_URL", post.database.url.render_as_string(hide_password=False))

        async def run(*command: str) -> tuple[int, str]:
            done = await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["mail", *command])
            return done.exit_code, done.output

        code, listed = await run("list")
        assert code == 0
        assert "550" in listed
        assert "li.ming" not in listed
        assert (await run("again", first))[0] == 0
        assert (await run("again", first))[0] != 0
        assert (await run("drop", second))[0] == 0
        server.to_recipient = ""
        post.clock.turn(1e8)  # the command takes the time of the machine
        assert await letters.send_due() == 1
    assert await rows(post) == []


async def test_files_go_with_a_letter_as_they_were_and_no_larger_than_mail_takes(post: Post) -> None:
    table = Enclosed("report.csv", "text/csv", "\ufeff项目,1\r\n".encode())
    book = Enclosed("report.xlsx", "application/vnd.ms-excel", bytes(range(256)))
    async with mail_server() as server:
        letters = post.letters(server.port)
        await write(post, letters, replace(WORDS, enclosed=(table, book)))
        (row,) = await rows(post)
        assert "项目" not in repr(row)
        assert await letters.send_due() == 1
    first, second = server.taken[0].iter_attachments()
    assert first.get_payload(decode=True) == table.content
    assert (second.get_filename(), second.get_payload(decode=True)) == (book.name, book.content)
    large = Enclosed("large.csv", "text/csv", bytes(MOST_ENCLOSED + 1))
    with pytest.raises(BadInput):
        await write(post, letters, replace(WORDS, enclosed=(large,)))
