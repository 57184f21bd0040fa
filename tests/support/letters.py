"""Letters to staff, kept by the test instead of being sent."""

from typing import Any

from hub.ports import Letter


class Post:
    """Implements `hub.ports.Mail`; keeps the letters."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def do_write(self, _connection: Any, letter: Letter) -> None:
        """Keeps a letter."""
        self.letters.append(letter)
