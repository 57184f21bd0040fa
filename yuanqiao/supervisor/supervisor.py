"""Brings the house up in order, keeps it up, and takes it down whole."""

import asyncio
import io
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from hub.errors import SetupError
from hub.settings import Settings
from yuanqiao.supervisor import keys, phones, plan, preflight
from yuanqiao.supervisor.child import Child, RestartPace, described
from yuanqiao.supervisor.console import Console
from yuanqiao.supervisor.first_accounts import make_first_accounts
from yuanqiao.supervisor.logfile import LogFile
from yuanqiao.supervisor.plan import Process, StartPlan
from yuanqiao.supervisor.ready import until_ready

FIRST_START_S = 300.0
TELL_EVERY_S = 5.0


class Supervisor:
    """Runs a plan until a signal comes or the first start fails."""

    def __init__(
        self,
        planned: StartPlan,
        *,
        ready: Mapping[str, str],
        addresses: Sequence[str],
        log_dir: Path,
        console: Console,
        pace: RestartPace | None = None,
        once_ready: Callable[[], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        """`once_ready` runs once the house is up, and gives sentences for the terminal alone."""
        self._plan = planned
        self._ready = ready
        self._addresses = addresses
        self._log_dir = log_dir
        self._console = console
        self._pace = pace or RestartPace()
        self._once_ready = once_ready
        self._children: list[Child] = []
        self._loops: list[asyncio.Task[None]] = []
        self._jobs: list[asyncio.Task[int]] = []
        self._settled = False
        self._over = asyncio.Event()
        self._hurry = asyncio.Event()
        self._told_s = 0.0

    async def run(self) -> int:
        """The exit status: 0 after a signal, 1 where the house could not start (a sentence says why)."""
        self._listen()
        try:
            await self._up()
            self._settled = True
            await self._unless_over(asyncio.Event().wait())
        except _Over:
            self._console.say("stopping")
            return 0
        except SetupError as error:
            self._console.progress("")
            self._console.say(error.detail)
            return 1
        finally:
            await self._down()
        return 0

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._on_signal)

    def _on_signal(self) -> None:
        if self._over.is_set():
            self._hurry.set()  # asked twice: no more grace
        self._over.set()

    async def _up(self) -> None:
        began = asyncio.get_running_loop().time()
        for process in self._plan.early:
            self._start(process)
        for process in self._plan.tasks:
            self._console.progress(f"{process.name} …")
            await self._unless_over(self._finish(process))
        for process in self._plan.late:
            self._start(process)
        try:
            async with asyncio.timeout(FIRST_START_S):
                await self._unless_over(until_ready(self._ready, self._waiting))
        except TimeoutError as error:
            raise SetupError(
                f"Not ready after {FIRST_START_S:.0f} s: see the logs in {self._log_dir}."
            ) from error
        self._console.progress("")
        self._console.say(f"ready after {asyncio.get_running_loop().time() - began:.1f} s")
        for address in self._addresses:
            self._console.say(address)
        for sentence in await self._once_ready() if self._once_ready else ():
            self._console.say(sentence)

    def _start(self, process: Process) -> None:
        child = self._child(process)
        self._loops.append(asyncio.create_task(child.keep_running(), name=process.name))

    async def _finish(self, process: Process) -> None:
        child = self._child(process)
        job = asyncio.create_task(child.run_once())
        self._jobs.append(job)
        status = await asyncio.shield(job)  # a signal stops it by SIGTERM, in `_down`, not by cancelling
        if status != 0:
            raise SetupError(child.last_words or f"{process.name} failed ({described(status)}).")

    def _child(self, process: Process) -> Child:
        log = LogFile(self._log_dir / f"{process.name}.jsonl")
        child = Child(process, self._console, log, self._pace, lambda: self._settled)
        self._children.append(child)
        return child

    async def _unless_over(self, work: Awaitable[object]) -> None:
        """Waits for the work; raises `_Over` on a signal, `SetupError` where a child gives up."""
        working = asyncio.ensure_future(work)
        over = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait([working, over, *self._loops], return_when=asyncio.FIRST_COMPLETED)
            for loop in self._loops:
                if loop.done():
                    loop.result()
            if over.done():
                raise _Over
            await working
        finally:
            over.cancel()
            working.cancel()

    def _waiting(self, missing: list[str], seconds: float) -> None:
        sentence = f"starting: {', '.join(missing)} … {seconds:.0f} s"
        self._console.progress(sentence)
        if not self._console.live and seconds - self._told_s >= TELL_EVERY_S:
            self._told_s = seconds
            self._console.say(sentence)

    async def _down(self) -> None:
        await asyncio.gather(*(child.stop(self._hurry) for child in self._children))
        # What made them end, if anything, was said already.
        await asyncio.gather(*self._loops, *self._jobs, return_exceptions=True)
        for child in self._children:
            child.close()


class _Over(Exception):
    """A signal asked for the end."""


def run(settings: Settings) -> int:
    """Starts the house and stays until Ctrl-C, SIGTERM or SIGHUP; returns the exit status.

    0: stopped on request, with no process left behind. 1: could not start; one sentence said why.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without UTF-8 must not end the house
    console = Console(sys.stdout)
    folder = settings.var_dir.absolute()
    try:
        preflight.check_var(folder)
        with preflight.only_one(folder):
            preflight.check_ports(settings)
            planned = plan.make(settings, keys.prepare(settings), phones.prepare(settings))
            preflight.check_programs(planned)
            return asyncio.run(_supervise(settings, planned, folder / "log", console))
    except SetupError as error:
        console.say(error.detail)
        return 1


async def _supervise(settings: Settings, planned: StartPlan, log_dir: Path, console: Console) -> int:
    hub = f"http://{preflight.reachable(settings.host)}:{settings.port}"
    ingress = f"http://{preflight.reachable(settings.host)}:{settings.ingress_port}"
    supervisor = Supervisor(
        planned,
        ready={
            "bot": f"{settings.bot_url}/health",
            "actions": f"{settings.actions_url}/health",
            "hub": f"{hub}/readyz",
            "ingress": f"{ingress}/healthz",
        },
        addresses=(
            f"{hub}/  (leads to the demo page)",
            f"http://127.0.0.1:{settings.bank_site_port}/  (the demo page)",
            f"{ingress}/  (where channels' providers call)",
            *((f"http://127.0.0.1:{settings.phones_port}/  (the phones)",) if settings.phones else ()),
        ),
        log_dir=log_dir,
        console=console,
        once_ready=lambda: make_first_accounts(settings),
    )
    return await supervisor.run()
