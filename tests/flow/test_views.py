"""What commands print and what logs tell: nobody's number, address or secret, wherever a customer put it."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import click
import pytest
import structlog
from click.testing import CliRunner
from sqlalchemy import select

from handoff.tasks import do_request_person
from hub.clock import SystemClock
from hub.commands import CommandContext
from hub.logs import configure_logging
from hub.messages import RequestPerson
from hub.store import dead_letters
from hub.store.database import Database
from hub.store.schema import message
from inspection.store import hits
from kb import gaps
from tests.support.bot import TestBot, done
from tests.support.house import House, make_settings, running_house
from yuanqiao.cli.main import yuanqiao

PERSONAL = "13812345678，身份证 110101199003070038，邮箱 li.lei@example.com"
NEVER = ("13812345678", "110101199003070038", "li.lei@example.com", "4111111111111111", "135790")
SAID = f"我是{PERSONAL}，卡号 4111111111111111，密码 135790，为什么扣了钱"


@dataclass(frozen=True)
class NotRun:
    """Why a command shows nothing that customers said."""

    because: str


VIEWS: dict[str, NotRun | list[str]] = {
    "run": NotRun("starts servers; what they say goes to the log"),
    "hub": NotRun("a server; what it says goes to the log"),
    "ingress": NotRun("a server; what it says goes to the log"),
    "prepare": NotRun("writes secrets of the house, before there are customers"),
    "migrate": NotRun("names revisions of the schema"),
    "backup make": NotRun("names a folder, and counts its files"),
    "backup verify": NotRun("counts files"),
    "backup restore": NotRun("counts files"),
    "kb import": NotRun("counts articles of the operator's own files"),
    "outlets load": NotRun("counts outlets of the operator's own file"),
    "outlets load-demo": NotRun("counts outlets of the demo bank"),
    "staff create-admin": NotRun("shows a password of staff, once"),
    "staff reset": NotRun("shows a password of staff, once"),
    "staff list": NotRun("shows accounts of staff"),
    "staff routes": NotRun("shows what the code declares"),
    "staff openapi": NotRun("shows what the code declares"),
    "audit verify": NotRun("counts entries"),
    "data-keys list": NotRun("counts values by key and column"),
    "data-keys add": NotRun("shows a new key, where none is kept"),
    "data-keys use": NotRun("names a key"),
    "data-keys renew": NotRun("counts values"),
    "data-keys retire": NotRun("names a key, and counts values"),
    "evidence pack": NotRun("names a file"),
    "evidence verify": NotRun("counts what a signed file holds"),
    "schema": NotRun("names a file"),
    "ask": NotRun("shows the operator's own words"),
    "accounts check": NotRun("names accounts of channels"),
    "channels list": NotRun("names channels"),
    "channels menu": NotRun("writes the menu of a file"),
    "channels check": NotRun("names channels"),
    "channels verify": NotRun("names cases of a file"),
    "routing replay": NotRun("counts tasks of a file"),
    "routing managers": NotRun("counts rows of a file"),
    "nlu evaluate": NotRun("counts utterances of a file"),
    "mail list": NotRun("shows letters to staff"),
    "mail again": NotRun("names a letter to staff"),
    "mail drop": NotRun("names a letter to staff"),
    "licences give": NotRun("names an agent"),
    "recording new-key": NotRun("writes a key"),
    "recording verify": NotRun("counts what a sealed folder holds"),
    "customer export": NotRun("writes a file for the customer, and counts rows"),
    "customer erase": NotRun("counts rows by table, and names files"),
    "customer hold": NotRun("names a case of the legal department"),
    "customer release": NotRun("names a case of the legal department"),
    "customer holds": NotRun("names cases of the legal department"),
    "api-keys add": NotRun("shows a key of a program, once"),
    "api-keys list": NotRun("names programs"),
    "webhooks add": NotRun("shows a secret of a program, once"),
    "webhooks list": NotRun("names programs"),
    "webhooks end": NotRun("names a program"),
    "webhooks replay": NotRun("counts events"),
    "api-keys end": NotRun("names a key"),
    "kb load": NotRun("counts articles"),
    "kb load-demo": NotRun("counts articles"),
    "kb index": NotRun("counts documents"),
    "kb calibrate": NotRun("counts examples"),
    "urgent-fit": NotRun("counts examples"),
    "navigation check": NotRun("names pages of the bank"),
    "navigation load-demo": NotRun("counts destinations"),
    "labelling list": NotRun("counts labels by the bot's intents"),
    "labelling write": NotRun("writes a file of the bot's"),
    "kb evaluate": NotRun("shows the questions of a file"),
    "kb gaps": [],
    "inspection": [],
    "kb ratings": [],
    "tasks": [],
    "dead-letters": [],
    "trail": ["CORRELATION"],
    "replay": ["CONVERSATION", "1"],
    "redeliver": ["CONVERSATION", "1"],
}


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """The names of all commands, those of groups with their group's."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_no_command_is_forgotten() -> None:
    assert set(commands(yuanqiao)) == set(VIEWS)
    assert all(isinstance(view, list) or view.because for view in VIEWS.values())


async def seed(database: Database, identity: str) -> None:
    """Leaves what the customer said wherever people look, as an older version or a provider might have."""
    now = SystemClock().now()
    async with database.write() as connection:
        await gaps.record(
            connection,
            identity=identity,
            conversation=1,
            turn=1,
            question=SAID,
            best_article_id=None,
            best_score=None,
            now=now,
        )
        await dead_letters.add(
            connection, identity, 1, kind="turn", number=1, code="refused", detail=SAID, now=now
        )
        hit = {"seq": 1, "kind": "unanswered", "account_id": None, "words": SAID, "why": "", "found_at": now}
        await hits.write(connection, SimpleNamespace(identity_key=identity, conversation=1), [hit])
        context = CommandContext(identity=identity, conversation=1, turn=1, now=now)
        await do_request_person(connection, RequestPerson(reason=SAID), context)


async def test_no_command_and_no_log_tells_what_a_customer_gave_away(
    database_url: str,
    bot: TestBot,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path_factory.mktemp("views")

    async def quoting(ask: dict) -> tuple[int, dict]:  # type: ignore[type-arg]
        return 200, done(ask, {"type": "text", "text": ask["input"]["text"]})

    bot.answer = quoting
    configure_logging("hub-1", "info")
    async with running_house(make_settings(database_url, folder, bot.port), bot) as house:
        correlation = await converse(house)
        (identity,) = await identities(house)
        await seed(house.database, identity)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("YUANQIAO_DATABASE_URL", database_url)
        names = {"CORRELATION": correlation, "CONVERSATION": f"{identity}.1"}
        shown = []
        for command, view in VIEWS.items():
            if isinstance(view, list):
                words = [*command.split(), *(names.get(word) or word for word in view)]
                result = await asyncio.to_thread(CliRunner().invoke, yuanqiao, words)
                shown.append(f"{command}: {result.output} {result.exception}")
    # While a command runs, what the hub logs goes where the command's own words go.
    everything = "\n".join([*shown, capsys.readouterr().err])
    assert '"event":"inbox.accepted"' in everything, "the hub wrote a log"
    assert "138****5678" in everything, "the commands showed what was seeded"
    assert all(
        "为什么扣了钱" in each
        for each in shown
        if each.startswith(("kb gaps", "inspection", "tasks", "dead-letters"))
    )
    assert [one for one in NEVER if one in everything] == []


async def converse(house: House) -> str:
    """A customer says it all, and some of it where no words belong; gives the correlation id."""
    async with house.client() as client:
        await client.acked(await client.send(SAID))
        await client.replies(1)
        await client.say({"type": "suggest", "id": 1, "text": PERSONAL[:50]})
        await client.say({"type": "older", "before": PERSONAL})
        await client.ended()
    return str(house.bot.asks[0]["correlation_id"])


async def identities(house: House) -> list[str]:
    """Whoever wrote something."""
    async with house.database.read() as connection:
        return list((await connection.execute(select(message.c.identity_key).distinct())).scalars())
