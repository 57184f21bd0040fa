"""A real ingress process with one official account, and WeChat's calls to it."""

import asyncio
import os
import secrets
import signal
import string
import subprocess
import sys
import time
import uuid
from pathlib import Path

import aiohttp

from hub.settings import ROOT
from hub.store.encrypted import new_data_keys
from simulators.weixin.sealing import Sealer, write
from tests.support.ports import free_port

APP_ID = "wx0123456789abcdef"
TOKEN = "token-of-the-tests"
AES_KEY = "".join(secrets.choice(string.ascii_letters) for _ in range(42)) + "A"
SECRET = "a secret that ingress and hub share in these tests"


STARTED_WITHIN_S = 300.0


class IngressProcess:
    """`yuanqiao ingress` with one official account, started and killed at will."""

    def __init__(
        self,
        folder: Path,
        hub_port: int,
        *,
        spool: Path | None = None,
        program: tuple[str, ...] = ("-c", "from yuanqiao.cli import main; main()", "ingress"),
    ) -> None:
        """`program`: what Python runs; `spool`: where the spool lies, where that is another folder."""
        self.port = free_port()
        self.folder = folder
        self._program = program
        self.url = f"http://127.0.0.1:{self.port}/wechat/main"
        accounts = folder / "accounts.yml"
        accounts.write_text(
            f"wechat:\n  - name: main\n    app_id: {APP_ID}\n    secret: env:WX_SECRET\n"
            "    token: env:WX_TOKEN\n    encoding_aes_key: env:WX_AES\n"
        )
        kept = {key: value for key, value in os.environ.items() if not key.startswith("YUANQIAO_")}
        self._env = kept | {
            "YUANQIAO_VAR_DIR": str(folder),
            "YUANQIAO_INGRESS_DIR": str(spool or ""),
            "YUANQIAO_ACCOUNTS_FILE": str(accounts),
            "YUANQIAO_PORT": str(hub_port),
            "YUANQIAO_INGRESS_PORT": str(self.port),
            "YUANQIAO_INGRESS_SECRET": SECRET,
            "YUANQIAO_DATA_KEYS": new_data_keys("k1"),
            "YUANQIAO_INGRESS_WITHIN_S": "0.5",
            "WX_SECRET": "x" * 32,
            "WX_TOKEN": TOKEN,
            "WX_AES": AES_KEY,
        }
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Starts it, and waits until it answers."""
        command = [sys.executable, *self._program]
        with (self.folder / "ingress.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220  (it is started at once)
                command, env=self._env, stdout=log, stderr=log, cwd=ROOT
            )
        deadline = time.monotonic() + STARTED_WITHIN_S
        async with aiohttp.ClientSession() as http:
            while True:
                assert self._process.poll() is None, (self.folder / "ingress.log").read_text()
                assert time.monotonic() < deadline
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)

    async def spooled(self) -> int:
        """How many callbacks wait in its spool."""
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"http://127.0.0.1:{self.port}/healthz") as answer,
        ):
            return int((await answer.json())["spooled"])

    def end(self, number: int = signal.SIGKILL) -> int:
        """Ends it, and waits until it is gone."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(20)


def callback(message_id: str, *, token: str = TOKEN, at: float | None = None) -> tuple[dict[str, str], bytes]:
    """A text message as WeChat sends it: the parameters of the address, and the body."""
    sealer, at_text, nonce = Sealer(token, AES_KEY, APP_ID), str(int(at or time.time())), uuid.uuid4().hex
    fields: dict[str, str | int] = {"ToUserName": "gh_1", "FromUserName": f"o{message_id[-1]}"}
    fields |= {"CreateTime": int(at_text), "MsgType": "text", "Content": "怎么挂失", "MsgId": message_id}
    encrypted = sealer.encrypt(write(fields))
    query = {"timestamp": at_text, "nonce": nonce, "encrypt_type": "aes"}
    query |= {"msg_signature": sealer.sign(at_text, nonce, encrypted)}
    return query, f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode()


async def send_on(ingress: IngressProcess, over: asyncio.Event, acknowledged: list[bytes]) -> None:
    """Sends as WeChat would, one after the other; what was answered `success` is acknowledged."""
    async with aiohttp.ClientSession() as http:
        while not over.is_set():
            query, body = callback(str(secrets.randbelow(10**18)))
            try:
                async with http.post(ingress.url, params=query, data=body) as answer:
                    if answer.status == 200 and await answer.read() == b"success":
                        acknowledged.append(body)
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
