"""Simulated providers with customers' phones on them, and every try to call the account's server."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from aiohttp import web

import simulators.miniprogram.app
import simulators.miniprogram.doing
import simulators.wecom.app
import simulators.wecom.doing
import simulators.weixin.app
import simulators.weixin.doing
from simulators.miniprogram.program import make_program
from simulators.phones import screen
from simulators.wecom.corp import make_corp
from simulators.weixin.provider import SimulatedWeixin, make_provider
from simulators.weixin.pushing import WeixinPusher
from tests.support import miniprogram, wecom, weixin

MOST_ENTRIES = 1_000_000
"""A phone shows all of a long run: what it left out would count as unanswered."""

Do = Callable[[Any, Any, dict[str, Any]], dict[str, Any] | None]


class Try(NamedTuple):
    """One call of the account's server; `answered`: with what the provider takes, within its five seconds."""

    words: str
    took_s: float
    answered: bool


class Kind(NamedTuple):
    """A channel as the tests know it: how its simulator is made, and its entry among the accounts."""

    make: Callable[[dict[str, Any], str], SimulatedWeixin]
    application: Any
    do: Do
    account: Mapping[str, Any]
    secrets: Sequence[str]
    entry: Callable[[str], str]


KINDS: Mapping[str, Kind] = {
    "wechat": Kind(
        make_provider,
        simulators.weixin.app,
        simulators.weixin.doing.do,
        weixin.ACCOUNT,
        weixin.SECRETS,
        weixin._entry,
    ),
    "miniprogram": Kind(
        make_program,
        simulators.miniprogram.app,
        simulators.miniprogram.doing.do,
        miniprogram.ACCOUNT,
        miniprogram.SECRETS,
        miniprogram._entry,
    ),
    "wecom": Kind(
        make_corp,
        simulators.wecom.app,
        simulators.wecom.doing.do,
        wecom.ACCOUNT,
        wecom.SECRETS,
        wecom._entry,
    ),
}


@dataclass
class Line:
    """One provider and what was tried on it."""

    name: str
    provider: SimulatedWeixin
    pusher: WeixinPusher
    do: Do
    tries: list[Try] = field(default_factory=list)

    def call(self, port: int) -> None:
        """From here on the account's server is the one on this port."""
        account = KINDS[self.name].account["name"]
        self.provider.callback_url = f"http://127.0.0.1:{port}/{self.name}/{account}"

    async def say(self, phone: str, words: str) -> None:
        """A customer writes; over once the provider has handed it in, or given it up."""
        customer = self.provider.customers.of_phone(phone)
        fields = self.do(self.provider, customer, {"do": "say", "text": words})
        assert fields is not None
        await self.pusher.push(customer, fields)

    def shown(self) -> str:
        """All that the account said on all phones."""
        return "\n".join(
            str(entry.get("text", ""))
            for customer in self.provider.customers.known.values()
            for entry in customer.entries
            if entry["from"] == "account"
        )

    def record(self) -> None:
        """Has every try recorded."""
        post = self.pusher._post

        async def recorded(fields: dict[str, Any]) -> bytes | None:
            began = time.monotonic()
            answer = await post(fields)
            self.tries.append(Try(fields["Content"], time.monotonic() - began, answer is not None))
            return answer

        self.pusher._post = recorded  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class Lines:
    """All providers of a run; `env`: what a hub or an ingress has to know of them."""

    all: Sequence[Line]
    env: Mapping[str, str]

    def call(self, port: int) -> None:
        """From here on all call the server on this port."""
        for each in self.all:
            each.call(port)


@asynccontextmanager
async def running_lines(folder: Path, names: Sequence[str]) -> AsyncIterator[Lines]:
    """The simulators of these channels, while the block runs."""
    made, entries, env = list[Line](), list[str](), dict[str, str]()
    async with AsyncExitStack() as stack:
        stack.enter_context(patch.object(screen, "MOST_ENTRIES", MOST_ENTRIES))
        for name in names:
            kind = KINDS[name]
            provider = kind.make(dict(kind.account), "")
            app = kind.application.app_of(provider)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            line = Line(name, provider, app[kind.application.PUSHER], kind.do)
            line.record()
            made.append(line)
            entries.append(kind.entry(f"http://127.0.0.1:{runner.addresses[0][1]}"))
            env |= {f"{name.upper()}_{each.upper()}": str(kind.account[each]) for each in kind.secrets}
        file = folder / "accounts.yml"
        file.write_text("".join(entries), encoding="utf-8")
        yield Lines(made, env | {"YUANQIAO_ACCOUNTS_FILE": str(file)})
