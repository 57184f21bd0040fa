"""What lets a customer into a call: a link that opens once, and the seat that it is exchanged for.

Both are signed by the hub, so that what was made up elsewhere is refused before anything is looked up.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from hub.errors import BadSignature, SetupError
from video.store.calls import CallKey, parse_call_id

LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Of hex the digits as letters: no run of digits in a link can be taken for a number of somebody's."""

DIGITS = str.maketrans("ghijklmnop", "0123456789")

TICKET = re.compile(r"[a-p]{64}")
SEAT = re.compile(r"([0-9a-f]{24}\.\d{1,9}\.\d{1,9})~(\d{10})~([0-9a-f]{64})")


class Passes:
    """Makes and checks tickets and seats."""

    def __init__(self, secret: str) -> None:
        """`secret`: the hub's own for its visitors; the key is derived from it for this purpose alone."""
        self._key = hmac.digest(secret.encode(), b"yuanqiao video passes 1", "sha256") if secret else b""

    def new_ticket(self) -> str:
        """A ticket: 128 bits of chance and as many of a signature, in letters."""
        chance = secrets.token_hex(16)
        return (chance + self._sign("ticket", chance)[:32]).translate(LETTERS)

    def digest(self, ticket: str) -> str:
        """The hash under which a ticket is stored; raises `BadSignature`."""
        if not TICKET.fullmatch(ticket):
            raise BadSignature("the ticket has another form")
        chance = ticket[:32].translate(DIGITS)
        if not hmac.compare_digest(ticket[32:], self._sign("ticket", chance)[:32].translate(LETTERS)):
            raise BadSignature("the ticket's signature does not hold")
        return hashlib.sha256(ticket.encode()).hexdigest()

    def seat(self, key: CallKey, until: datetime) -> str:
        """What the customer's page shows to come back into the same call."""
        told = f"{key.id}~{int(until.timestamp()):010}"
        return f"{told}~{self._sign('seat', told)}"

    def check_seat(self, seat: str, now: datetime) -> CallKey:
        """The call of a seat; raises `BadSignature`."""
        found = SEAT.fullmatch(seat)
        if found is None:
            raise BadSignature("the seat has another form")
        told = f"{found[1]}~{found[2]}"
        if not hmac.compare_digest(found[3], self._sign("seat", told)):
            raise BadSignature("the seat's signature does not hold")
        if int(found[2]) <= now.timestamp():
            raise BadSignature("the seat is over")
        return parse_call_id(found[1])

    def _sign(self, purpose: str, text: str) -> str:
        if not self._key:
            raise SetupError("YUANQIAO_VISITOR_SECRET is missing; start with `make run`, or set it")
        return hmac.digest(self._key, f"{purpose}\n{text}".encode(), "sha256").hex()
