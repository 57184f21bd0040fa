"""Samples are drawn within reach, scored, appealed against, and decided by somebody else."""

from contextlib import AsyncExitStack
from typing import Any

from hub.store import conversations
from hub.store.database import Database
from inspection.inspecting import Inspecting
from inspection.rights import KINDS, RIGHTS
from inspection.scoring import CRITERIA
from inspection.web.hits import ROUTES
from inspection.web.sheets import SheetRoutes
from tests.support.ports import free_port
from tests.support.staff import Served, make_account, make_branches, serving_staff
from tests.unit.inspection.test_inspecting import talk

FULL = dict(CRITERIA)
LESS = {**FULL, "identity": 0}


async def test_a_sheet_goes_its_way(served: Served, database: Database) -> None:
    await make_branches(served.staff, "east", "west")
    anna = await make_account(served.staff, "anna", ["agent"], "east")
    bert = await make_account(served.staff, "bert", ["agent"], "west")
    for login, branch in (("boss", "east"), ("deputy", "east"), ("west.boss", "west")):
        await make_account(served.staff, login, ["supervisor"], branch)
    places = []
    for name, agent in (("one", anna), ("two", anna), ("three", anna), ("far", bert), ("bots", "")):
        angry = ("customer", "你们是骗子，电话 13812345678")
        past = await talk(database, served, name, agent, angry, ("agent", "您好"))
        async with database.write() as connection:
            await conversations.change(connection, past.key, 1, closed_at=served.clock.now())
        places.append(f"{past.key}.1")
    assert await Inspecting(database, served.clock, None).look() == 5
    routes = (*ROUTES, *SheetRoutes(served.clock).routes())
    async with AsyncExitStack() as stack:
        inspected = await stack.enter_async_context(
            serving_staff(served.staff, free_port(), rights=RIGHTS, kinds=KINDS, routes=routes)
        )
        clients = {
            login: await stack.enter_async_context(inspected.browser())
            for login in ("anna", "bert", "boss", "deputy", "west.boss")
        }
        for login, client in clients.items():
            assert (await client.sign_in(login)).status == 200

        async def ask(login: str, method: str, path: str, body: Any = None, status: int = 200) -> Any:
            answer = await clients[login].ask(method, f"/staff/inspection/{path}", body)
            assert answer.status == status, (path, answer.status, answer.body)
            return answer.body

        # Two of each agent of the branch; the third the next time, and no one twice.
        for drawn in (2, 1, 0):
            assert await ask("boss", "POST", "samples", {"per_agent": 2, "days": 1}) == {"drawn": drawn}
        seen = (await ask("boss", "GET", "sheets"))["sheets"]
        assert {each["conversation"] for each in seen} == set(places[:3])
        assert {each["state"] for each in seen} == {"drawn"}
        assert (await ask("west.boss", "GET", "sheets"))["sheets"] == []
        assert (await ask("anna", "GET", "sheets"))["sheets"] == [], "what is drawn is told to no agent"
        one = f"sheets/{seen[0]['sheet_id']}"
        await ask("anna", "GET", f"{one}/messages", status=404)
        await ask("west.boss", "POST", f"{one}/score", {"scores": FULL}, 404)
        for wrong in ({"opening": 10}, {**FULL, "opening": 11}, {**FULL, "more": 1}):
            await ask("boss", "POST", f"{one}/score", {"scores": wrong}, 400)
        await ask("boss", "POST", f"{one}/score", {"scores": LESS, "remark": "电话 13812345678"}, 204)

        (mine,) = (await ask("anna", "GET", "sheets"))["sheets"]
        assert (mine["total"], mine["remark"], mine["mine"]) == (80, "电话 138****5678", True)
        said = (await ask("anna", "GET", f"{one}/messages"))["said"]
        assert [(each["seq"], each["who"], each["hits"]) for each in said] == [
            (1, "customer", ["anger"]),
            (2, "agent", []),
        ]
        assert said[0]["words"] == "你们是骗子，电话 138****5678"
        await ask("bert", "POST", f"{one}/appeal", {"text": "不同意"}, 404)
        await ask("anna", "POST", f"{one}/appeal", {"text": "客户已核实"}, 204)
        await ask("anna", "POST", f"{one}/appeal", {"text": "再申诉"}, 409)
        await ask("boss", "POST", f"{one}/score", {"scores": FULL}, 409)
        # Who scored it does not decide, nor does the agent.
        await ask("boss", "POST", f"{one}/decide", {"scores": FULL, "text": "维持"}, 409)
        await ask("anna", "POST", f"{one}/decide", {"scores": FULL, "text": "满分"}, 403)
        await ask("deputy", "POST", f"{one}/decide", {"scores": FULL, "text": "申诉成立"}, 204)
        (mine,) = (await ask("anna", "GET", "sheets"))["sheets"]
        assert (mine["state"], mine["total"], mine["decider"]) == ("decided", 100, "员工 deputy")

        # A hit leads to its message: within reach, and the bot's for who sees the whole house.
        hit = (await ask("boss", "GET", "hits?kind=anger"))["hits"][0]
        read = await ask("boss", "GET", f"messages/{hit['message']}")
        assert read["conversation"] == hit["conversation"]
        await ask("west.boss", "GET", f"messages/{hit['message']}", status=404)
        await ask("boss", "GET", f"messages/{places[4]}.1", status=404)
