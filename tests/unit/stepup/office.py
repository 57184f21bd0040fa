"""All that a check needs: the spine, the demo bank, a sender that keeps what left, and customers."""

import re
from dataclasses import dataclass
from typing import Any

from hub.commands import CommandContext
from hub.contacts import ContactBook
from hub.ids import identity_key
from hub.messages import Link, Segment, StartCheck, Text, Trigger, Verification
from hub.outbox.sender import OutboxSender
from hub.ports import Address, ChannelRules
from hub.reactions import Closed
from hub.staff.audit import Audit
from hub.store import identities, messages, schema
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from stepup.checks import Checks, CodeAttempt
from stepup.codes import CheckCodes
from stepup.last_hop import FillIn
from stepup.preparing import Preparing
from stepup.store.schema import step_up_check
from tests.support.clock import HandClock
from tests.support.demo_bank import PHONE, DemoBank, external_id
from tests.unit.hub.spine import Spine

RULES = ChannelRules(quiet_s=0.0, idle_close_s=1800.0)
KEYS = read_data_keys(new_data_keys("k1"))
CODE = re.compile(r"\b[0-9]{6}\b")


@dataclass
class Writer:
    """Somebody on a channel; `conversation`: the number of their newest."""

    address: Address
    conversation: int = 1

    @property
    def identity(self) -> str:
        """The key."""
        return identity_key(self.address.channel, self.address.account, self.address.external_id)


class Office:
    """The hub's side; `anna` writes from a WeChat phone."""

    def __init__(self, database: Database, bank: DemoBank, clock: HandClock) -> None:
        self.bank, self.clock = bank, clock
        self.spine = Spine(database, clock)
        self.spine.rules.update({"wechat": RULES, "sms": RULES})
        self.spine.senders.update({"wechat": self.spine.sender, "sms": self.spine.sender})
        self.number = bank.open()
        self.anna = self.writer("wechat")
        self.client = bank.client(within_s=1.0)
        self.codes = CheckCodes("s" * 32)
        self.contacts = ContactBook(self.spine.conversations, clock, KEYS)
        self.checks = self._checks()
        self.preparing = self.another()
        self.spine.hooks.reactions.inside(Closed, self.checks.do_closed)
        self.outbox = OutboxSender(
            database,
            self.spine.bus,
            clock,
            self.spine.senders,
            self.spine.rules,
            self.spine.hooks.reactions,
            name="hub-1",
            last_hop=FillIn(database, clock, self.codes),
        )
        self._turn = 0

    def _checks(self) -> Checks:
        return Checks(
            self.spine.database,
            self.clock,
            self.spine.conversations,
            self.contacts,
            Audit(self.clock),
            self.codes,
            KEYS,
            realm="bank",
        )

    def another(self, **changed: Any) -> Preparing:
        """The part of another process."""
        given: dict[str, Any] = {"sms_account": "phone-gateway", "page": "http://127.0.0.1:1/check/"}
        given |= {"bank_name": "远桥银行"} | changed
        bank = given.pop("bank", self.client)
        return Preparing(
            self.spine.database,
            self.clock,
            self.spine.conversations,
            self.contacts,
            self.checks,
            self.codes,
            KEYS,
            bank,
            **given,
        )

    def writer(self, channel: str, phone: str = PHONE) -> Writer:
        """The owner of a phone on a channel."""
        self.bank.open(phone)
        return Writer(Address(channel, "phone", external_id(channel, phone)))

    async def write(
        self, text: str = "", *, segment: Segment | None = None, by: Writer | None = None
    ) -> None:
        """Somebody writes, or picks something."""
        self._turn += 1
        address = (by or self.anna).address
        arrival = self.spine.arrival("x", provider_id=f"p{self._turn}").model_copy(
            update={
                "channel": address.channel,
                "account": address.account,
                "external_id": address.external_id,
                "segments": (segment or Text(text=text),),
            }
        )
        await self.spine.accept(arrival)

    async def start(self, by: Writer | None = None) -> None:
        """A turn wants a check."""
        self._turn += 1
        whose = by or self.anna
        context = CommandContext(whose.identity, whose.conversation, self._turn, self.clock.now())
        async with self.spine.database.write() as connection:
            await self.checks.do_start(connection, StartCheck(reason="transfer"), context)

    async def begin(self, by: Writer | None = None) -> tuple[str, str]:
        """A check up to the page: its token, and the code that came by text message."""
        before = len(self.spine.sender.sent)
        await self.start(by)
        await self.preparing.work_due()
        await self.send()
        fresh = self.spine.sender.sent[before:]
        tokens = [
            segment.url.rpartition("/")[2]
            for message in fresh
            for segment in message.segments
            if isinstance(segment, Link)
        ]
        codes = [
            found[0]
            for message in fresh
            for segment in message.segments
            if isinstance(segment, Text) and (found := CODE.search(segment.text))
        ]
        assert (len(tokens), len(codes)) == (1, 1)
        return tokens[0], codes[0]

    async def send(self) -> None:
        """Sends what is due."""
        await self.outbox._take()
        await self.outbox.settle()

    async def type_code(self, token: str, code: str) -> CodeAttempt:
        """Types on the page."""
        return await self.checks.type_code(token, code, "127.0.0.1")

    async def close(self, by: Writer | None = None) -> None:
        """Ends the conversation; the next thing written begins another one."""
        whose = by or self.anna
        async with self.spine.database.write() as connection:
            await identities.lock(connection, whose.identity)
            await self.spine.conversations.do_close(
                connection, whose.identity, whose.conversation, by="customer"
            )
        whose.conversation += 1

    async def level(self, by: Writer | None = None) -> int:
        """The verification that holds now."""
        found = await self.verification(by)
        return 0 if found is None else found.level

    async def verification(self, by: Writer | None = None) -> Verification | None:
        """What holds now."""
        async with self.spine.database.read() as connection:
            person = await identities.person_of(connection, (by or self.anna).identity)
        return person.facts.at(self.clock.now()).verification

    async def rows(self) -> list[Any]:
        """All checks, the oldest first."""
        return sorted(await self.spine.rows(step_up_check), key=lambda row: row.turn)

    async def noted(self, by: Writer | None = None) -> list[tuple[str, str]]:
        """What the house noted: name and code."""
        identity, found = (by or self.anna).identity, []
        rows = [row for row in await self.spine.rows(schema.message) if row.identity_key == identity]
        async with self.spine.database.read() as connection:
            for row in rows:
                message = await messages.one(connection, identity, row.conversation, row.seq)
                assert message is not None
                found += [
                    (segment.name, str(segment.details.get("code", "")))
                    for segment in message.segments
                    if isinstance(segment, Trigger)
                ]
        return found

    def later(self, seconds: float) -> None:
        """Lets time pass."""
        self.clock.turn(seconds)
