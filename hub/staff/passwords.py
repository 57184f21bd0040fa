"""Passwords of staff: which are taken, and their hashes (argon2id, RFC 9106), made beside the event loop."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from hub.errors import Overloaded, WeakPassword

FEWEST, MOST = 12, 128
"""Characters (OWASP ASVS 5.0, 6.2.1 and 6.2.9)."""

GUESSED_SCORE = 4
"""Of zxcvbn's five scores (0 to 4) the only one that is taken: 10^10 guesses and more."""

LOOKED_AT = 72
"""Characters of a long password that zxcvbn looks at; its work grows with the square."""

LEAKED = "passwords"
"""zxcvbn's list of passwords that leaked."""

AT_ONCE = 2
WAITING = 32
"""Each hash takes 64 MiB and a processor: so many at once, and so many that wait for their turn."""

LANES = 4

T = TypeVar("T")


class Passwords:
    """Makes and checks hashes; a check of an account that is not there costs the same."""

    def __init__(self, *, memory_kib: int, rounds: int) -> None:
        self._hasher = PasswordHasher(
            time_cost=rounds, memory_cost=memory_kib, parallelism=LANES, type=Type.ID
        )
        self._nobody = ""
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The hash to be stored. Raises `Overloaded`."""
        return await self._in_turn(self._hasher.hash, normal(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether a password is the stored one's; `stored` None is for nobody. Raises `Overloaded`."""
        if not self._nobody:
            self._nobody = await self.hash(secrets.token_hex())
        right = await self._in_turn(self._verify, stored or self._nobody, normal(password))
        return right and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, do: Callable[..., T], *args: str) -> T:
        if self._waiting >= WAITING:
            raise Overloaded("too many passwords are being checked", retry_after_s=2.0)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(do, *args)
        finally:
            self._waiting -= 1


def normal(password: str) -> str:
    """A password as it is hashed: the same from every keyboard (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, own_words: list[str]) -> None:
    """Raises `WeakPassword` for one that is too short, leaked, or can be guessed.

    `own_words`: names that are no secret of this account.
    """
    text = normal(password)
    if not FEWEST <= len(text) <= MOST:
        raise WeakPassword(f"a password has {FEWEST} to {MOST} characters", reason="length")
    found = zxcvbn(text[:LOOKED_AT], user_inputs=own_words)
    if all(part.get("dictionary_name") == LEAKED for part in found["sequence"]):
        raise WeakPassword("this password is known from leaks", reason="leaked")
    if found["score"] < GUESSED_SCORE:
        raise WeakPassword("this password can be guessed", reason="guessable")


def new_password() -> str:
    """A random password to be handed to somebody: 100 bits, in groups, without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
