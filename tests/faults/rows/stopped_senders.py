"""One of two hubs stopped while it sends, and woken after its lease: row A5."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.faults.stopping import StoppedSender


class StoppedSenders:
    """Row A5."""

    name = "A5"
    what = "one of two hubs stopped with SIGSTOP while it sends, and woken after its lease"
    control = "a sender that ignores the tokens of claims"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 30})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Stops the hub as it is."""
        return await StoppedSender(self.name, stage, seed, ("-m", "tests.faults.pigeon_hub")).run(faults)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Stops the broken build once."""
        launcher = ("-m", "tests.faults.broken.ignores_tokens")
        return await StoppedSender(f"{self.name} ignores_tokens", stage, seed, launcher).run(1)

    def caught(self, control: Result) -> bool:
        """Whether a woken hub was seen to send what the other had in hand, and to overwrite its claim."""
        return control.duplicated > 0 and control.effects > 0


ROWS = (StoppedSenders(),)
