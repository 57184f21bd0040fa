"""The four-eyes principle (maker and checker): who does something to what another one has to approve."""

from dataclasses import dataclass
from datetime import datetime

from hub.errors import NotAllowed


class OwnWork(NotAllowed):
    """Nobody approves what they wrote."""

    code = "own_work"


@dataclass(frozen=True, slots=True)
class By:
    """Actor of a change: who does something, and when."""

    account_id: str
    now: datetime
