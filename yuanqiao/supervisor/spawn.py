"""Starts one process so that nothing of it can be left behind."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from asyncio.subprocess import Process as Running
from collections.abc import Callable

from yuanqiao.supervisor.plan import Process

_PR_SET_PDEATHSIG = 1  # prctl(2)


async def spawn(process: Process) -> tuple[Running, asyncio.StreamReader, asyncio.ReadTransport]:
    """Starts the process in a session of its own; returns it with its output (both streams in one).

    The pipe is ours and not asyncio's: waiting for the process must not wait for a grandchild that holds
    the pipe open. Raises `OSError`.
    """
    ours, theirs = os.pipe()
    try:
        running = await asyncio.create_subprocess_exec(
            *process.command,
            env=process.env,
            cwd=process.cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours, "rb", 0)
    )
    return running, reader, transport


def signal_group(running: Running, number: signal.Signals) -> None:
    """Signals the process and all that it started; nothing happens where they are gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM of a zombie's group
        os.killpg(running.pid, number)


def _die_with(parent: int) -> Callable[[], None] | None:
    """What the child does before it becomes its program: bind its life to the supervisor's (Linux only).

    The kernel then kills it even where the supervisor itself was killed with -9. The supervisor has one
    thread, so running this between fork and exec is safe; the library is loaded before the fork.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the supervisor died in between
            os._exit(1)

    return bind
