"""Token buckets for what has been read already: they may be overdrawn, and nothing more is read then."""

from collections.abc import Sequence

from hub.ports import SocketBudget


class Allowance:
    """Several buckets that are spent from together; times are seconds of the event loop's clock."""

    __slots__ = ("_at", "_left", "_most", "_per_s")

    def __init__(self, rates: Sequence[tuple[float, float]], now: float) -> None:
        """`rates`: what comes back in a second, and the most there can be, of each bucket."""
        self._per_s = [per_s for per_s, _ in rates]
        self._most = [most for _, most in rates]
        self._left = list(self._most)
        self._at = now

    def spend(self, amounts: Sequence[float], now: float) -> float:
        """Takes so much from each; gives the seconds until there is enough again, 0 while there is."""
        passed, self._at = now - self._at, now
        wait_s = 0.0
        for place, amount in enumerate(amounts):
            most = self._most[place]
            left = min(most, self._left[place] + passed * self._per_s[place]) - amount
            self._left[place] = left
            if left < 0:
                # Not the next drop: whoever is overdrawn is asked again when there is half of it.
                wait_s = max(wait_s, (most / 2 - left) / self._per_s[place])
        return wait_s


def socket_allowance(budget: SocketBudget, now: float, *, times: float = 1.0) -> Allowance:
    """Frames, bytes and control frames, in this order."""
    rates = (
        (budget.frames_per_s, budget.frames),
        (budget.bytes_per_s, budget.bytes),
        (budget.controls_per_s, budget.controls),
    )
    return Allowance([(per_s * times, most * times) for per_s, most in rates], now)
