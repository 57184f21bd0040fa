"""The bot's process: model, memory, channel, and a clean end. Imported after `stand_in`."""

import asyncio
import gc
import signal
import socket
from pathlib import Path
from time import monotonic

from bot import log
from bot.absent import seal
from bot.actions_client import ActionServer, open_session
from bot.channel import make_channel
from bot.dialogue import TurnRunner
from bot.memory import Memory
from bot.model import load_current
from bot.settings import BotSettings
from bot.turns import Turns
from bot.warmup import warm_up

STOP_WITHIN_S = 1.5
"""How long turns that are under way may still take after the signal to stop."""


def run(settings: BotSettings, listening: socket.socket) -> int:
    """Loads the model and serves until SIGTERM or SIGINT; returns the exit code.

    Raises `CannotStart` when the model cannot be used.
    """
    log.set_up(settings.log_level)
    started = monotonic()
    dialogue = load(settings.models_dir)
    log.info("loaded", model=dialogue.model.sha256, load_s=round(monotonic() - started, 2))
    asyncio.run(serve(settings, dialogue, listening))
    return 0


def load(models_dir: Path) -> TurnRunner:
    """Loads the current model and warms up everything that a first question would wait for."""
    dialogue = TurnRunner(load_current(models_dir))
    warm_up(dialogue)
    seal()
    # What was loaded stays for good: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    return dialogue


async def serve(settings: BotSettings, dialogue: TurnRunner, listening: socket.socket) -> None:
    """Serves on a listening socket until a signal comes; then turns under way get a moment to end."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_session(settings.actions_secret) as session:
        actions = ActionServer(settings.actions_url, settings.action_deadline_s, session)
        turns = Turns(dialogue, actions, Memory())
        app = make_channel(turns, settings.secret)
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        log.info("ready", port=listening.getsockname()[1], model=turns.model)
        await stop.wait()
        turns.close()
        server.close()
        log.info("stopped", every_turn_ended=await turns.idle(STOP_WITHIN_S))
        # Sanic keeps a connection that is idle, or whose turn was cancelled, until its client goes.
        for connection in tuple(server.connections):
            connection.abort()
        await asyncio.sleep(0)
