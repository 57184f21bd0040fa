"""Keys and webhooks are kept in the desk: nobody gives more than they have, and no program opens more."""

from typing import Any

from hub.reactions import Rated
from hub.staff import Scope
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.staff import rights
from integrations.events import RATED, Events
from integrations.keys import do_add
from integrations.rights import KINDS, RIGHTS
from integrations.web.keys import KeyRoutes
from integrations.web.webhooks import WebhookRoutes
from tests.support.ports import free_port
from tests.support.staff import Served, make_account, make_branches, serving_staff, staff_client


async def test_keys_and_webhooks_are_kept_by_who_may(keyed: Served, database: Database) -> None:
    await make_branches(keyed.staff, "east")
    await make_account(keyed.staff, "boss", ["administrator"])
    program = await make_account(keyed.staff, "program", ["auditor"])
    async with database.write() as connection:
        await rights.add_role(connection, "keeper", "密钥管理", "Keeper of keys")
        for right in ("integrations.read", "integrations.change"):
            await rights.add_right(connection, "keeper", right, Scope.ALL)
    await make_account(keyed.staff, "keeper", ["keeper"])
    routes = (
        *KeyRoutes(keyed.clock).routes(),
        *WebhookRoutes(keyed.clock, read_data_keys(new_data_keys("k1"))).routes(),
    )
    async with (
        serving_staff(keyed.staff, free_port(), rights=RIGHTS, kinds=KINDS, routes=routes) as served,
        served.browser() as boss,
        served.browser() as keeper,
    ):
        assert (await boss.sign_in("boss")).status == 200
        assert (await keeper.sign_in("keeper")).status == 200
        wanted: Any = {"account_id": program, "name": "报表程序", "rights": ["audit.read"], "days": 1}
        assert (await keeper.ask("POST", "/staff/api-keys", wanted)).status == 403, "more than their own"
        assert (await boss.ask("POST", "/staff/api-keys", {**wanted, "rights": ["x.y"]})).status == 400
        made = (await boss.ask("POST", "/staff/api-keys", wanted)).body
        listed = await boss.ask("GET", "/staff/api-keys")
        assert [(each["login"], each["works"]) for each in listed.body["keys"]] == [("program", True)]
        assert made["key"] not in str(listed.body)
        assert (await boss.ask("POST", f"/staff/api-keys/{made['key_id']}/end")).status == 204
        assert (await boss.ask("POST", f"/staff/api-keys/{made['key_id']}/end")).status == 404
        assert [each["works"] for each in (await boss.ask("GET", "/staff/api-keys")).body["keys"]] == [False]

        for login in ("boss", "keeper"):
            key = await do_add(database, keyed.clock, login, "程序", ["integrations.change"], 1)
            bare: dict[str, str | None] = {"Origin": None, "X_Yuanqiao_Staff": None}
            async with staff_client(served.port) as client:
                for path, body in (("api-keys", wanted), ("webhooks", {"url": "https://bank.example/"})):
                    asked = await client.ask(
                        "POST", f"/staff/{path}", body, Authorization=f"Bearer {key}", **bare
                    )
                    assert asked.status == 403, "a program opens nothing further"

        hook = (
            await boss.ask("POST", "/staff/webhooks", {"url": "https://bank.example/", "kinds": [RATED]})
        ).body
        async with database.write() as connection:
            await Events(keyed.clock).do_rated(connection, Rated("a" * 24, 1, 5))
        shown = (await boss.ask("GET", "/staff/webhooks")).body["webhooks"]
        assert [(each["waiting"], each["sent"], each["failed"]) for each in shown] == [(1, 0, 0)]
        assert hook["secret"] not in str(shown)
        events = (await boss.ask("GET", f"/staff/webhooks/{hook['hook_id']}/events")).body["events"]
        assert [(each["kind"], each["state"], each["number"]) for each in events] == [(RATED, "waiting", 1)]
        replay = {"since": keyed.clock.now().isoformat()}
        path = f"/staff/webhooks/{hook['hook_id']}"
        assert (await boss.ask("POST", f"{path}/replay", replay)).body == {"count": 0}, "it waits already"
        assert (await boss.ask("POST", f"{path}/end")).status == 204
        assert (await boss.ask("GET", f"{path}/events")).status == 404
