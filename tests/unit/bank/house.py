"""The house's side of the bank on the spine: instructions written as a turn writes them, and one worker."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bank.instructions import InstructionBook
from bank.store.schema import bank_instruction
from bank.worker import InstructionWorker
from hub.commands import CommandContext
from hub.contacts import ContactBook, Handle, HandleKind
from hub.ids import identity_key
from hub.messages import Facts, InstructBank, ReadBank, Trigger, Verification
from hub.messages.bank import Instruction, Reading
from hub.ports import Address, ChannelRules
from hub.ports.bank import Bank
from hub.store import messages, schema
from hub.store.encrypted import new_data_keys, read_data_keys
from tests.support.demo_bank import PHONE, DemoBank, external_id
from tests.unit.hub.spine import Spine

KEYS = new_data_keys("k1")
RULES = ChannelRules(quiet_s=0.0, idle_close_s=1800.0)


@dataclass
class House:
    """A customer on a channel, whom the bank knows."""

    spine: Spine
    bank: DemoBank
    channel: str = "wechat"
    phone: str = PHONE
    turn: int = 0

    def __post_init__(self) -> None:
        self.spine.rules.update({"wechat": RULES, "sms": RULES})
        self.address = Address(self.channel, "phone", external_id(self.channel, self.phone))
        self.identity = identity_key(*self.address_parts)
        self.number = self.bank.open(self.phone)
        self.client = self.bank.client(within_s=1.0)
        self.contacts = ContactBook(self.spine.conversations, self.spine.clock, read_data_keys(KEYS))
        self.worker = self.another()

    @property
    def address_parts(self) -> tuple[str, str, str]:
        """Channel, account, external id."""
        return (self.address.channel, self.address.account, self.address.external_id)

    def another(self, bank: Bank | None = None) -> InstructionWorker:
        """The worker of another process."""
        return InstructionWorker(
            self.spine.database,
            self.spine.clock,
            bank or self.client,
            self.spine.conversations,
            self.contacts,
            read_data_keys(KEYS),
        )

    async def begin(self) -> None:
        """The customer writes for the first time."""
        await self.say("你好")

    async def say(self, text: str) -> None:
        """The customer writes."""
        arrival = self.spine.arrival(text, provider_id=f"p{self.turn}.{text}")
        channel, account, external = self.address_parts
        where = {"channel": channel, "account": account, "external_id": external}
        await self.spine.accept(arrival.model_copy(update=where))

    async def check(self, level: int = 2, *, within_s: float = 600.0) -> None:
        """What a step-up check, or the bank's login, makes known."""
        until = self.spine.clock.now() + timedelta(seconds=within_s)
        async with self.spine.database.write() as connection:
            handle = Handle(HandleKind.BANK_CUSTOMER, "bank", self.number)
            await self.contacts.do_learn(connection, self.identity, handle)
            known = Facts(verification=Verification(level=level, until=until))
            await self.spine.conversations.do_set_facts(connection, self.identity, known)

    async def want(self, instruction: Instruction, *, wish: str = "") -> None:
        """Closes a turn that wants an instruction done."""
        self.turn += 1
        book = InstructionBook(read_data_keys(KEYS), self.worker.wake)
        context = CommandContext(self.identity, 1, self.turn, self.spine.clock.now())
        command = InstructBank(instruction=instruction, wish=wish or f"wish-{self.turn}")
        async with self.spine.database.write() as connection:
            await book.do_write_down(connection, command, context)

    async def ask(self, reading: Reading, *, wish: str = "") -> None:
        """Closes a turn of a dialogue that wants to know something."""
        self.turn += 1
        book = InstructionBook(read_data_keys(KEYS), self.worker.wake)
        context = CommandContext(self.identity, 1, self.turn, self.spine.clock.now())
        command = ReadBank(reading=reading, wish=wish or f"wish-{self.turn}")
        async with self.spine.database.write() as connection:
            await book.do_write_reading_down(connection, command, context)

    async def rows(self) -> list[Any]:
        """The instructions that are written down."""
        return await self.spine.rows(bank_instruction)

    async def told(self) -> list[dict[str, Any]]:
        """The details of what the house noted in the conversation, with its name."""
        async with self.spine.database.read() as connection:
            count = len(await self.spine.rows(schema.message))
            found = [await messages.one(connection, self.identity, 1, seq + 1) for seq in range(count)]
        return [
            {"name": segment.name, **segment.details}
            for message in found
            if message is not None and message.is_note
            for segment in message.segments
            if isinstance(segment, Trigger)
        ]


def on_channel(house: House, channel: str) -> House:
    """The same customer on another channel."""
    return replace(house, channel=channel, turn=0)
