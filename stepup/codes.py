"""Makes codes and links. Neither can be had from the database: it holds hashes of them, made with a secret.

A code is derived from the check's random id and the secret, so that the sender can make it again at the last
hop, after a crash too, and nobody has to keep it (RFC 4226, 5.3, truncates alike).
"""

import hashlib
import hmac
import secrets
import string
import unicodedata

DIGITS = 6
TOKEN_LETTERS = 40
"""Of 52: 228 bits. Letters alone, since the house takes long numbers in an address for a card's."""


class CheckCodes:
    """Codes and hashes under one secret."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def code(self, check_id: str) -> str:
        """The code of a check: six digits."""
        number = int.from_bytes(self._digest("code", check_id)[:8])
        return f"{number % 10**DIGITS:0{DIGITS}d}"

    def code_hash(self, check_id: str, typed: str) -> str:
        """The hash of what was typed, in hex; full-width digits and blanks are taken as people mean them."""
        digits = "".join(unicodedata.normalize("NFKC", typed).split())
        return self._digest("typed", check_id, digits).hex()

    def matches(self, check_id: str, typed: str, kept: str) -> bool:
        """Whether what was typed has the hash that is kept; in constant time."""
        return hmac.compare_digest(self.code_hash(check_id, typed), kept)

    def customer_hash(self, customer: str) -> str:
        """What stands for the bank's number of a customer where checks are counted."""
        return self._digest("customer", customer).hex()

    def _digest(self, *parts: str) -> bytes:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).digest()


def new_token() -> str:
    """What leads to one check's page."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(TOKEN_LETTERS))


def token_hash(token: str) -> str:
    """What is kept of it, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_check_id() -> str:
    """A random id."""
    return secrets.token_hex(16)
