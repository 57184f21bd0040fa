"""What an account may send to one customer: five messages in 48 hours after each of theirs (发送消息)."""

from dataclasses import dataclass

LIMIT = 5
SPAN_S = 48 * 3600.0

SPENT = 95001
CLOSED = 95002


@dataclass
class KfSendRight:
    """The right that the customer's last message gave."""

    until: float = 0.0
    left: int = 0

    def grant(self, now: float) -> None:
        """The customer wrote."""
        self.until, self.left = now + SPAN_S, LIMIT

    def take(self, now: float) -> int:
        """Uses one send; 0, or the code of the refusal."""
        if self.until <= now:
            return CLOSED
        if self.left <= 0:
            return SPENT
        self.left -= 1
        return 0

    def told(self, now: float) -> dict[str, object]:
        """What is left, for the page."""
        return {
            "left": self.left if self.until > now else 0,
            "of": LIMIT,
            "seconds": max(0, round(self.until - now)),
        }
