"""What an editor does on a page, counted, with the seconds that it takes a person.

Seconds are those of the keystroke-level model (Card, Moran and Newell, The Psychology of Human-Computer
Interaction, 1983): to think 1.35, to point 1.1, to press 0.2; a Chinese character by pinyin is four
keys of 0.28. What the machine takes beside is measured.
"""

import time

from playwright.async_api import Locator, expect

CLICK_S = 1.35 + 1.1 + 0.2
CHARACTER_S = 4 * 0.28


class Effort:
    """One editor at work; `clicks` with the keys that stand for one."""

    def __init__(self) -> None:
        self.clicks = 0
        self.characters = 0
        self._machine_s = 0.0
        self._since: float | None = None

    async def click(self, what: Locator) -> None:
        """Presses something."""
        self._begin()
        self.clicks += 1
        await what.click()

    async def write(self, into: Locator, text: str) -> None:
        """Goes to a field and writes; what was pasted in one piece counts as well."""
        self._begin()
        self.clicks += 1
        self.characters += len(text)
        await into.fill(text)

    async def sees(self, what: Locator, words: str) -> None:
        """Waits for what comes of it."""
        self._begin()
        await expect(what).to_contain_text(words)

    def rest(self) -> None:
        """Somebody else goes on; their time is not the editor's."""
        if self._since is not None:
            self._machine_s += time.monotonic() - self._since
        self._since = None

    @property
    def seconds(self) -> float:
        """All of the editor's time so far."""
        self.rest()
        return self._machine_s + self.clicks * CLICK_S + self.characters * CHARACTER_S

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.characters} characters, {self.seconds:.0f} s"

    def _begin(self) -> None:
        self._since = self._since or time.monotonic()
