"""`python -m tests.unit.hub.served PORT GRACE_S [PORT]`: a small application, served as hub and actions are.

With a second port another one is served beside it.
"""

import asyncio
import sys

from sanic import HTTPResponse, Request, Sanic, Websocket
from sanic.response import text

from hub.errors import SetupError
from hub.serving import serve

app = Sanic("served", configure_logging=False)


beside = Sanic("beside", configure_logging=False)


@beside.get("/")
async def there(_request: Request) -> HTTPResponse:
    """Answers at once."""
    return text("there")


@beside.get("/slow/<seconds:float>")
async def slow_there(_request: Request, seconds: float) -> HTTPResponse:
    """Answers after so many seconds."""
    await asyncio.sleep(seconds)
    return text("done there")


@beside.after_server_stop
async def stopped_beside(_app: Sanic) -> None:
    """Tells that the end was reached."""
    sys.stdout.write("stopped beside\n")


@app.get("/")
async def here(_request: Request) -> HTTPResponse:
    """Answers at once."""
    return text("here")


@app.get("/slow/<seconds:float>")
async def slow(_request: Request, seconds: float) -> HTTPResponse:
    """Answers after so many seconds."""
    await asyncio.sleep(seconds)
    return text("done")


@app.websocket("/socket")
async def socket(_request: Request, ws: Websocket) -> None:
    """Says one word and listens."""
    await ws.send("hello")
    await ws.recv()


@app.after_server_stop
async def stopped(_app: Sanic) -> None:
    """Tells that the end was reached."""
    sys.stdout.write("stopped\n")


if __name__ == "__main__":
    try:
        others = [(beside, int(port)) for port in sys.argv[3:]]
        serve(app, "127.0.0.1", int(sys.argv[1]), grace_s=float(sys.argv[2]), beside=others)
    except SetupError as error:
        sys.exit(error.detail)
