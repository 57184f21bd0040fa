"""Broken: a hub that is told to stop ends everything at once, whatever its providers are just taking."""

import asyncio

from connectors.kit.answering import PassiveAnswers
from hub.outbox.sender import OutboxSender
from hub.process import HubProcess
from tests.faults.broken import plant, run_hub


async def stop(hub: HubProcess) -> None:
    """Does not wait for the outbox before it closes the channels."""
    for task in hub._running:
        task.cancel()
    await asyncio.gather(*hub._running, return_exceptions=True)
    await hub.registry.leave()
    await hub.bot.close()
    await hub.database.close()


async def end_outbox(outbox: OutboxSender) -> None:
    """Gives up what is under way."""
    for task in list(outbox._sending):
        task.cancel()
    await asyncio.gather(*outbox._sending, return_exceptions=True)
    await outbox._recorder.stop()


async def close_answers(_answers: PassiveAnswers) -> None:
    """Does not wait for what has left to be written down."""


CHANGES = (
    (HubProcess, "stop", stop),
    (OutboxSender, "_stop", end_outbox),
    (PassiveAnswers, "close", close_answers),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
