"""The bank's systems as a part of the house."""

from bank import store
from bank.client import HttpBank
from bank.instructions import InstructionBook
from bank.worker import InstructionWorker
from hub.contacts import Contacts
from hub.messages import InstructBank, ReadBank
from hub.parts import Part, PartContext
from hub.store.encrypted import read_data_keys

MIGRATIONS = store.MIGRATIONS


def open_part(context: PartContext) -> Part:
    """What customers have their bank do; raises `SetupError` where the data keys are missing."""
    setting = context.settings.data_keys.get_secret_value()
    keys = read_data_keys(setting) if setting or context.bank is not None else None
    worker = InstructionWorker(
        context.database,
        context.clock,
        context.bank,
        context.conversations,
        Contacts(context.conversations, context.clock, keys),
        keys,
    )
    book = InstructionBook(keys, worker.wake)
    bank = context.bank

    async def healthy() -> bool:
        return not isinstance(bank, HttpBank) or bank.answers

    return Part(
        name="bank",
        background=[worker.run],
        commands={InstructBank: book.do_write_down, ReadBank: book.do_write_reading_down},
        healthy=None if bank is None else healthy,
        migrations=MIGRATIONS,
    )
