"""The kinds of cases that all of Weixin's channels have in common."""

from collections.abc import Callable

from connectors.kit.verifying.cases import Case
from connectors.kit.verifying.verdicts import CaseVerdict, judge
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.verifying.crypto import try_crypto, try_signature
from connectors.kit.weixin.verifying.hostile import try_benign, try_hostile


async def verify_shared(kind: str, case: Case, receiver: Receiver) -> CaseVerdict | None:
    """The verdict on `crypto.*`, `signature.*`, `hostile.*` and `benign.*`; None for other kinds."""
    attempts: dict[str, Callable[[], None]] = {
        "crypto": lambda: try_crypto(case, receiver),
        "signature": lambda: try_signature(case),
        "hostile": lambda: try_hostile(case, receiver),
        "benign": lambda: try_benign(case),
    }
    attempt = attempts.get(kind.partition(".")[0])
    return None if attempt is None else await judge(at_once(attempt))


async def at_once(attempt: Callable[[], None]) -> None:
    """A try that waits for nothing, as one that does."""
    attempt()
