"""A real ingress process before no hub at all: what it acknowledged reaches the hub that comes later."""

import asyncio
import os
import secrets
import signal
import string
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from hub.settings import ROOT
from hub.store.encrypted import new_data_keys
from simulators.weixin.sealing import Sealer, write
from tests.support.ports import free_port
from tests.support.waiting import eventually
from tests.unit.ingress.standin_hub import SECRET, StandInHub

APP_ID = "wx0123456789abcdef"
TOKEN = "token-of-the-tests"
AES_KEY = "".join(secrets.choice(string.ascii_letters) for _ in range(42)) + "A"
KILLS = 4
SENDERS = 6


class IngressProcess:
    """`yuanqiao ingress` with one official account, started and killed at will."""

    def __init__(self, folder: Path, hub_port: int) -> None:
        self.port = free_port()
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}/wechat/main"
        accounts = folder / "accounts.yml"
        accounts.write_text(
            f"wechat:\n  - name: main\n    app_id: {APP_ID}\n    secret: env:WX_SECRET\n"
            "    token: env:WX_TOKEN\n    encoding_aes_key: env:WX_AES\n"
        )
        kept = {key: value for key, value in os.environ.items() if not key.startswith("YUANQIAO_")}
        self._env = kept | {
            "YUANQIAO_VAR_DIR": str(folder),
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
        command = [str(Path(sys.executable).with_name("yuanqiao")), "ingress"]
        with (self.folder / "ingress.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220  (it is started at once)
                command, env=self._env, stdout=log, stderr=log, cwd=ROOT
            )
        deadline = time.monotonic() + 60
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


@pytest.fixture
async def hub() -> AsyncIterator[StandInHub]:
    made = StandInHub()
    yield made
    await made.stop()


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


@pytest.mark.alone
async def test_killed_again_and_again_it_loses_nothing_that_it_acknowledged(
    tmp_path: Path, hub: StandInHub
) -> None:
    ingress, acknowledged, over = IngressProcess(tmp_path, hub.port), list[bytes](), asyncio.Event()
    await ingress.start()
    senders = [asyncio.create_task(send_on(ingress, over, acknowledged)) for _ in range(SENDERS)]
    for _ in range(KILLS):
        before = len(acknowledged)
        await asyncio.sleep(0.3)
        while len(acknowledged) < before + 20:  # noqa: ASYNC110  (the senders give no sign)
            await asyncio.sleep(0.01)
        ingress.end()
        await ingress.start()
    over.set()
    await asyncio.gather(*senders)
    await hub.start()
    wanted = set(acknowledged)

    async def missing() -> int:
        return len(wanted - set(hub.taken))

    await eventually(missing, 0, timeout_s=60)
    assert len(acknowledged) == len(wanted) > KILLS * 20
    assert ingress.end(signal.SIGTERM) == 0
    assert not list((tmp_path / "ingress" / "ingress-1").glob("*.spool")), "nothing of customers stays"


async def test_what_is_forged_stale_or_alien_is_refused_before_it_is_kept(
    tmp_path: Path, hub: StandInHub
) -> None:
    ingress = IngressProcess(tmp_path, hub.port)
    await ingress.start()
    good = callback("1")
    tries = {
        "another token": callback("2", token="another"),
        "an hour ago": callback("3", at=time.time() - 3600),
        "the body of another": (good[0], callback("4")[1]),
        "no XML": (good[0], b"<xml>"),
        "a document type": (good[0], b'<!DOCTYPE x [<!ENTITY e "e">]><xml><Encrypt>&e;</Encrypt></xml>'),
        "too long": (good[0], b"x" * 300_000),
    }
    async with aiohttp.ClientSession() as http:
        for why, (query, body) in tries.items():
            async with http.post(ingress.url, params=query, data=body) as answer:
                assert 400 <= answer.status < 500, why
        async with http.post(ingress.url.replace("main", "other"), params=good[0], data=good[1]) as answer:
            assert answer.status == 404
        async with http.get(f"http://127.0.0.1:{ingress.port}/healthz") as answer:
            assert await answer.json() == {"spooled": 0}
        async with http.post(ingress.url, params=good[0], data=good[1]) as answer:
            assert (answer.status, await answer.read()) == (200, b"success")
    assert ingress.end(signal.SIGTERM) == 0
