"""What an account may send to one customer: so many after a message, so many after a tap.

(developers.weixin.qq.com/doc/subscription/api/customer/message/api_sendcustommessage: 5 in 48 hours after a
message; 3 in a minute after a menu click, a subscription, a scan. Of mini-programs, send.html: 2 in a minute
after the chat was opened.)
"""

from dataclasses import dataclass, field

LIMITS = {
    "message": (5, 48 * 3600.0),
    "click": (3, 60.0),
    "subscribe": (3, 60.0),
    "scan": (3, 60.0),
    "enter": (2, 60.0),
}
"""What gives a right: how many sends, for how many seconds."""

CLOSED = 45015
SPENT = 45047


@dataclass
class SendRight:
    """A right to send: until when, and how many are left."""

    until: float
    left: int


@dataclass
class SendRights:
    """The rights that a customer gave last, by what gave them."""

    held: dict[str, SendRight] = field(default_factory=dict)

    def grant(self, kind: str, now: float) -> None:
        """The customer did something that gives the right anew."""
        count, seconds = LIMITS[kind]
        self.held[kind] = SendRight(now + seconds, count)

    def take(self, now: float) -> int:
        """Uses one send, of the right that ends first; 0, or the code of the refusal."""
        running = sorted((each for each in self.held.values() if each.until > now), key=lambda r: r.until)
        if not running:
            return CLOSED
        usable = next((each for each in running if each.left > 0), None)
        if usable is None:
            return SPENT
        usable.left -= 1
        return 0

    def told(self, now: float) -> list[dict[str, object]]:
        """What is left, for the page."""
        return [
            {"kind": kind, "left": each.left, "of": LIMITS[kind][0], "seconds": round(each.until - now)}
            for kind, each in self.held.items()
            if each.until > now
        ]
