"""`python -m bot.serve`: loads the model and serves turns on 127.0.0.1.

Exit codes: 0 stopped by a signal, 2 a setting or the port cannot be used, 3 the model cannot be used.
"""

import os
import socket
import sys

from bot.absent import stand_in
from bot.errors import CannotStart
from bot.quiet import keep_to_one_core, silence_rasa
from bot.settings import BAD_SETTING, BotSettings, read_settings
from bot.stored_model import current_model

WAITING_CONNECTIONS = 256


def main() -> int:
    """The command; returns its exit code."""
    try:
        settings = read_settings(os.environ)
        listening = listen(settings)
        current_model(settings.models_dir)
        stand_in()
        keep_to_one_core()
        silence_rasa()
        # Imports Rasa, which takes seconds: a bad setting, a taken port or no model was told before.
        from bot.process import run  # noqa: PLC0415

        return run(settings, listening)
    except CannotStart as problem:
        print(problem.sentence, file=sys.stderr, flush=True)
        return problem.exit_code


def listen(settings: BotSettings) -> socket.socket:
    """Binds the port; calls that come while the model is loaded wait. Raises `CannotStart`."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(WAITING_CONNECTIONS)
    except OSError as problem:
        listening.close()
        raise CannotStart(
            f"The bot cannot listen on {settings.host}:{settings.port} ({problem.strerror}): "
            "free the port or change YUANQIAO_BOT_PORT.",
            BAD_SETTING,
        ) from None
    listening.setblocking(False)
    return listening


if __name__ == "__main__":
    raise SystemExit(main())
