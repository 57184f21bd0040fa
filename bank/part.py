"""The bank's systems as a part of the house."""

from zoneinfo import ZoneInfo

from bank.client import HttpBank
from bank.instructions import InstructionBook
from bank.offering import Offering
from bank.worker import InstructionWorker
from hub.contacts import ContactBook
from hub.messages import InstructBank, ReadBank
from hub.parts import Part, PartContext
from hub.reactions import Said, SignedIn
from hub.store.encrypted import read_data_keys


def open_part(context: PartContext) -> Part:
    """What customers have their bank do; raises `SetupError` where the data keys are missing."""
    setting = context.settings.data_keys.get_secret_value()
    keys = read_data_keys(setting) if setting or context.bank is not None else None
    database, clock, contacts = (
        context.database,
        context.clock,
        ContactBook(context.conversations, context.clock, keys),
    )
    zone = ZoneInfo(context.settings.time_zone)
    offering = Offering(database, clock, context.conversations, contacts, zone)
    worker = InstructionWorker(database, clock, context.bank, context.conversations, contacts, keys, offering)
    book = InstructionBook(keys, worker.wake)
    bank = context.bank

    async def healthy() -> bool:
        return not isinstance(bank, HttpBank) or bank.answers

    return Part(
        name="bank",
        background=[worker.run] if bank is None else [worker.run, offering.run],
        commands={InstructBank: book.do_write_down, ReadBank: book.do_write_reading_down},
        listeners={} if bank is None else {Said: offering.said, SignedIn: offering.signed_in},
        healthy=None if bank is None else healthy,
    )
