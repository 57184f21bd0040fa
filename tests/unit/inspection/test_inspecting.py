"""Each conversation that has ended is looked at once; who may see it, sees what was found."""

from sqlalchemy import true, update

from handoff.words.keeping import do_add
from handoff.words.reviewing import Reviewing
from handoff.words.rules import RuleKind, WordRule
from hub.messages import Author, AuthorKind, Text
from hub.reactions import Closed
from hub.store import conversations
from hub.store.database import Database
from hub.store.schema import message
from inspection.inspecting import Inspecting
from inspection.rights import RIGHTS
from inspection.store import hits
from inspection.web.hits import ROUTES
from tests.support.history import Past
from tests.support.ports import free_port
from tests.support.staff import Served, make_account, make_branches, serving_staff


async def add_rules(database: Database, served: Served) -> None:
    """At the east: never 保本, and the risk where 理财 is spoken of; at the head office: never 稳赚."""
    now = served.clock.now()
    rules = (
        ("east", WordRule("", RuleKind.FORBIDDEN, "理财", (), ("保本",), "", "不得承诺保本")),
        ("east", WordRule("", RuleKind.MUST_SAY, "理财", ("理财",), ("投资有风险",), "", "须提示风险")),
        ("head", WordRule("", RuleKind.FORBIDDEN, "", (), ("稳赚",), "", "")),
    )
    async with database.write() as connection:
        for branch, rule in rules:
            await do_add(connection, branch, rule, now)


async def talk(database: Database, served: Served, name: str, agent: str, *said: tuple[str, str]) -> Past:
    """A conversation that has ended: who (customer, bot, agent) said what."""
    past = Past(database, served.clock, name)
    await past.begin()
    made = []
    for seq, (who, words) in enumerate(said, 1):
        one = past.message(seq, Text(text=words), answer=who != "customer")
        made.append(one.model_copy(update={"author": Author(kind=AuthorKind(who))}))
    await past.keep(*made)
    async with database.write() as connection:
        await conversations.change(connection, past.key, 1, owner_id=agent or None)
        closed = Closed(past.key, 1, "agent")
        await Inspecting(database, served.clock, None).do_closed(connection, closed)
    return past


async def test_hits_lead_to_the_message_and_are_seen_by_who_may(served: Served, database: Database) -> None:
    await make_branches(served.staff, "east", "west")
    agent = await make_account(served.staff, "anna", ["agent"], "east")
    for login, branch in (("east.boss", "east"), ("west.boss", "west")):
        await make_account(served.staff, login, ["supervisor"], branch)
    await make_account(served.staff, "auditor", ["auditor"], "head")
    await add_rules(database, served)
    one = await talk(
        database,
        served,
        "one",
        agent,
        ("customer", "你们是骗子，我的电话 13812345678"),
        ("bot", "正在转接"),
        ("agent", "这款理财 保 本，您放心"),
        ("customer", "真的吗？电话 13812345678"),
    )
    two = await talk(database, served, "two", "", ("customer", "能赚吗"), ("bot", "稳赚的理财"))
    fine = await talk(
        database, served, "fine", agent, ("customer", "理财呢"), ("agent", "这款理财投资有风险，不保底")
    )
    inspecting = Inspecting(database, served.clock, Reviewing())
    assert await inspecting.look() == 3
    assert await inspecting.look() == 0, "each is looked at once"

    routes = serving_staff(served.staff, free_port(), rights=RIGHTS, routes=ROUTES)
    async with routes as inspected:

        async def seen(login: str, query: str = "") -> list[tuple[str, str, str, str]]:
            async with inspected.browser() as client:
                assert (await client.sign_in(login)).status == 200
                answer = await client.ask("GET", f"/staff/inspection/hits{query}")
                assert answer.status == 200, answer.body
                shown = [(x["message"], x["kind"], x["words"], x["login"]) for x in answer.body["hits"]]
                return sorted(shown)

        ours = [
            (f"{one.key}.1.1", "anger", "骗子", "anna"),
            (f"{one.key}.1.3", "forbidden", "保本", "anna"),
            (f"{one.key}.1.3", "must_say", "投资有风险", "anna"),
            (f"{one.key}.1.4", "unanswered", "真的吗？电话 138****5678", "anna"),
        ]
        bots = (f"{two.key}.1.2", "forbidden", "稳赚", "")
        assert await seen("east.boss") == ours
        assert await seen("east.boss", "?kind=anger") == ours[:1]
        assert await seen("west.boss") == []
        assert await seen("auditor") == sorted([*ours, bots])
        assert not any(fine.key in message for message, *_ in await seen("auditor"))
        async with inspected.browser() as client:
            await client.sign_in("anna")
            assert (await client.ask("GET", "/staff/inspection/hits")).status == 403


async def test_a_message_that_cannot_be_read_holds_up_no_other(served: Served, database: Database) -> None:
    odd = await talk(database, served, "odd", "", ("customer", "怎么开户"))
    good = await talk(database, served, "good", "", ("customer", "怎么开户"))
    async with database.write() as connection:
        broken = (
            update(message).where(message.c.identity_key == odd.key).values(segments=[{"type": "hologram"}])
        )
        await connection.execute(broken)
    assert await Inspecting(database, served.clock, Reviewing()).look() == 2
    async with database.read() as connection:
        rows = await hits.newest(connection, true(), limit=10)
    assert [row.identity_key for row in rows] == [good.key]


async def test_a_conversation_that_ends_again_is_looked_at_anew(served: Served, database: Database) -> None:
    past = await talk(database, served, "one", "", ("customer", "怎么开户"))
    inspecting = Inspecting(database, served.clock, Reviewing())
    for _ in range(2):
        async with database.write() as connection:
            await inspecting.do_closed(connection, Closed(past.key, 1, "idle"))
        assert await inspecting.look() == 1
    async with database.read() as connection:
        rows = await hits.newest(connection, true(), limit=10)
    assert [(row.seq, row.kind) for row in rows] == [(1, "unanswered")]
