"""The provider's API: what the mini-program's server may ask."""

import json

from aiohttp import web

from simulators.miniprogram.carrying import carry_out
from simulators.miniprogram.program import Program
from simulators.miniprogram.schemas import SCHEMAS, read_request
from simulators.weixin.api import Answer, Work, error, giving, served, uploading

UPLOAD, GET = "/cgi-bin/media/upload", "/cgi-bin/media/get"
UPLOAD_LIMITS = {"image": 10 * 1024 * 1024}
"""Bytes of a temporary file: mini-programs have pictures alone."""


def add_api(app: web.Application, program: Program) -> None:
    """Adds the endpoints below `/cgi-bin/`."""
    for path in SCHEMAS:
        app.router.add_post(path, served(program, path, _read_and_carry_out(program, path)))
    app.router.add_get(GET, served(program, GET, giving(program)))
    app.router.add_post(UPLOAD, served(program, UPLOAD, uploading(program, UPLOAD_LIMITS)))


def _read_and_carry_out(program: Program, path: str) -> Work:
    async def work(request: web.Request) -> Answer:
        try:
            content = json.loads(await request.read())
            asked = read_request(path, content)
        except ValueError as fault:
            return error(47001, f"data format error: {str(fault)[:300]}")
        program.calls.append((path, content))
        return carry_out(program, asked)

    return work
