"""The bank's own systems: what is read of a customer, and what they are told to do (docs/bank.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from hub.messages.bank import Instruction, Money, Tail
from hub.messages.base import Immutable
from hub.ports.spine import Address

Word = Annotated[str, Field(max_length=64)]
Words = Annotated[str, Field(max_length=200)]
MOST = 50
"""Most cards, accounts, … of one customer that are read."""


class BankCard(Immutable):
    """A card by its last four digits; `owed` and `due_on` are a credit card's."""

    tail: Tail
    kind: str = Field(pattern=r"^(debit|credit)$")
    product: Words
    state: str = Field(pattern=r"^(active|frozen|lost|inactive)$")
    daily_limit: Money | None = None
    single_limit: Money | None = None
    owed: Money | None = None
    due_on: date | None = None


class BankAccount(Immutable):
    """An account by its last four digits; `available`: what may be spent of the balance."""

    tail: Tail
    product: Words
    balance: Money
    available: Money


class Holding(Immutable):
    """What the customer has in deposits, funds and wealth products."""

    product: Words
    kind: Word
    worth: Money
    risk: Word = ""
    matures_on: date | None = None


class Payee(Immutable):
    """To whom the customer may transfer; registered with the bank, never here."""

    payee: str = Field(pattern=r"^[0-9A-Za-z_-]{1,32}$")
    name: Word
    tail: Tail


class OpenRequest(Immutable):
    """Something that the bank is at work on: an application, a loan, an appointment."""

    number: Word
    kind: Word
    state: Word
    since: date


class Manager(Immutable):
    """The customer's own manager at the bank (管户)."""

    name: Word
    branch: Words
    staff_login: Word = ""


class CustomerProfile(Immutable):
    """One customer, as people and dialogues may see them: names, numbers and addresses are masked.

    `segment` and `tier` are the bank's own words, `risk` is the customer's rating (R1 to R5), empty for none.
    `age`: in whole years.
    """

    name: Word
    segment: Word = ""
    tier: Word = ""
    risk: Word = ""
    age: int | None = Field(default=None, ge=0, le=150)
    telephone: Word = ""
    email: Words = ""
    manager: Manager | None = None
    accounts: tuple[BankAccount, ...] = Field(default=(), max_length=MOST)
    cards: tuple[BankCard, ...] = Field(default=(), max_length=MOST)
    holdings: tuple[Holding, ...] = Field(default=(), max_length=MOST)
    payees: tuple[Payee, ...] = Field(default=(), max_length=MOST)
    requests: tuple[OpenRequest, ...] = Field(default=(), max_length=MOST)


class Transaction(Immutable):
    """What was booked on an account; negative amounts went out."""

    at: datetime
    amount: Money
    balance: Money
    about: Words


class ResultState(StrEnum):
    """What became of an instruction: it is for good."""

    DONE = "done"
    REFUSED = "refused"


Detail = Annotated[str, Field(max_length=200)]


class InstructionResult(Immutable):
    """The bank's answer to an instruction; `code` says why it was refused, `details` what was done."""

    state: ResultState
    code: str = Field(default="", pattern=r"^[a-z0-9_]{0,64}$")
    details: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")], Detail] = Field(
        default={}, max_length=10
    )


@dataclass(frozen=True, slots=True)
class Order:
    """One instruction on its way to the bank.

    `key` makes it happen once, however often it is told. After `valid_until` the bank does not begin it any
    more, so that from then on not to know the key means that nothing was done and nothing will be.
    """

    key: str
    customer: str = field(repr=False)
    instruction: Instruction = field(repr=False)
    valid_until: datetime


class BankReader(Protocol):
    """What may be read; each raises `BankUnavailable`, and `NotFound` where the bank knows no such customer.

    `customer` is the bank's own number of a customer.
    """

    async def find_customer(self, address: Address) -> str:
        """Who has bound this address to their accounts; it is a claim of who writes, never a check."""
        ...

    async def profile(self, customer: str) -> CustomerProfile:
        """The customer with all that they have."""
        ...

    async def transactions(self, customer: str, account: str, *, limit: int) -> Sequence[Transaction]:
        """The newest `limit` bookings (100 at most) of the account with this tail, newest first."""
        ...

    async def telephone(self, customer: str) -> str:
        """The whole number that the bank sends its codes to; for the sender of codes alone."""
        ...


class BankActor(Protocol):
    """What may be done; each raises `BankUnavailable`, after which nobody knows what was done."""

    async def instruct(self, order: Order) -> InstructionResult:
        """Has it done, once for each key; raises `Conflict` where the key is another instruction's."""
        ...

    async def result_of(self, key: str) -> InstructionResult | None:
        """What became of an instruction; None where the bank has not begun it."""
        ...


class Bank(BankReader, BankActor, Protocol):
    """All of it, and its end."""

    async def close(self) -> None:
        """Closes the connections."""
        ...
