"""The program's own login: the bank's page signs the customer in, and the program hands that to the hub."""

from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from simulators.miniprogram.program import Program
from simulators.phones.screen import PHONE
from simulators.weixin.opening import add_program_login

PAGE = Path(__file__).parent / "site" / "signed-in.html"
WAIT = aiohttp.ClientTimeout(total=10)


def add_signing_in(app: web.Application, program: Program) -> None:
    """Adds `/login`, which leads to the bank's page, `/signed-in`, to which that leads back, and
    `/phone/<id>/login`, where the login is handed in."""
    codes = add_program_login(app, program)

    async def login(request: web.Request) -> web.Response:
        if not program.login_page:
            raise web.HTTPNotFound(text="这里没有银行的登录页")
        back = f"http://{request.host}{request.path.removesuffix('login')}signed-in"
        raise web.HTTPFound(f"{program.login_page}?{urlencode({'return_to': back})}")

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE)

    async def hand_in(request: web.Request) -> web.Response:
        phone = request.match_info["phone"]
        if not PHONE.fullmatch(phone):
            raise web.HTTPNotFound
        code = codes.give(program.customers.of_phone(phone), program.now())
        address, handed = (
            f"{program.pages_url}/miniprogram/{program.name}/sign-in",
            {"code": code, "login": await request.text()},
        )
        try:
            async with (
                aiohttp.ClientSession(timeout=WAIT) as session,
                session.post(address, json=handed) as answer,
            ):
                return web.json_response({"status": answer.status})
        except (aiohttp.ClientError, TimeoutError):
            return web.json_response({"status": 0})

    app.router.add_get("/login", login)
    app.router.add_get("/signed-in", page)
    app.router.add_post("/phone/{phone}/login", hand_in)
