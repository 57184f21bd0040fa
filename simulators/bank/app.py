"""The demo bank as an application: its API, and a page with the accounts of this browser's phone.

Environment: `YUANQIAO_BANK_SECRET` (signs the calls; without it none is taken) and `YUANQIAO_PHONES_FILE`,
beside which the database lies; without it the bank is forgotten at the end.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from simulators.bank import events
from simulators.bank.api import PATHS, BankApi, Now
from simulators.bank.database import BankDatabase
from simulators.bank.faults import BankFault, BankFaults
from simulators.bank.opening import now_utc, open_customer, open_web_customers
from simulators.bank.reading import profile, transactions
from simulators.phones.folders import PhoneContext
from simulators.phones.screen import PHONE

SITE = Path(__file__).parent / "site"


def make_app(context: PhoneContext) -> web.Application:
    """The demo bank, as the phones' page leads to it."""
    phones = os.environ.get("YUANQIAO_PHONES_FILE", "")
    database = BankDatabase(Path(phones).with_name("bank.db") if phones else None)
    secret = os.environ.get("YUANQIAO_BANK_SECRET", "")
    return app_of(database, secret, BankFaults(), hub_url=context.pages_url)


def app_of(
    database: BankDatabase, secret: str, faults: BankFaults, now: Now = now_utc, hub_url: str = ""
) -> web.Application:
    """The demo bank on a database; `hub_url`: where it tells of what happens to its customers."""
    with database.transaction() as connection:
        open_web_customers(connection, now())
    app = web.Application()
    BankApi(database, secret, faults, now).add_to(app)

    def look(phone: str) -> dict[str, Any]:
        with database.transaction() as connection:
            number = open_customer(connection, phone, now())
            told = profile(connection, number) or {}
            for account in told["accounts"]:
                account["transactions"] = transactions(connection, number, account["tail"], 10)
            rows = connection.execute(
                "SELECT kind, result, at FROM instruction WHERE customer = ? ORDER BY at DESC LIMIT 10",
                (number,),
            ).fetchall()
        done = [{"kind": row["kind"], "at": row["at"], **json.loads(row["result"])} for row in rows]
        return told | {"instructions": done, "faults": sum(map(len, faults.waiting.values()))}

    async def phone(request: web.Request) -> web.Response:
        if not PHONE.fullmatch(request.match_info["phone"]):
            raise web.HTTPNotFound
        return web.json_response(await asyncio.to_thread(look, request.match_info["phone"]))

    async def fail(request: web.Request) -> web.Response:
        match await request.json():
            case {"kind": "well"}:
                faults.clear()
            case {
                "kind": "slow" | "status" | "lost" as kind,
                "path": str(path),
                "code": int(code),
            } if path in PATHS:
                faults.add(path, BankFault(kind, code))
            case _:
                raise web.HTTPBadRequest
        return web.json_response({})

    async def happen(request: web.Request) -> web.Response:
        phone, asked = request.match_info["phone"], await request.json()
        if not PHONE.fullmatch(phone) or asked.get("kind") not in events.KINDS:
            raise web.HTTPBadRequest
        told = await asyncio.to_thread(look, phone)
        event = events.event_of(asked["kind"], phone, told, now())
        try:
            status, answer = await events.send(hub_url, secret, event, now())
        except (aiohttp.ClientError, TimeoutError):
            return web.json_response({"code": "no_answer"}, status=502)
        return web.json_response(answer, status=200 if status == 202 else 502)

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        database.close()

    app.router.add_get("/", page)
    app.router.add_post("/phone/{phone}", phone)
    app.router.add_post("/faults", fail)
    app.router.add_post("/events/{phone}", happen)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
