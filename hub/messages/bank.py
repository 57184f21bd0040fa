"""Defines what a customer can have their bank do: instructions, and amounts of money."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field

from hub.messages.base import Immutable

_NO_MINOR = frozenset(("JPY", "KRW", "VND"))
"""Currencies without a minor unit, of those that banks here deal in (ISO 4217, list one)."""

Tail = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
"""The last four digits of a card or an account: the whole number is in no message."""


class Money(Immutable):
    """An amount: whole minor units (fen, cents) of a currency (ISO 4217), so that sums are exact."""

    minor: int = Field(gt=-(10**15), lt=10**15)
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's main unit, with all its decimals."""
        return Decimal(self.minor).scaleb(-_digits(self.currency))

    @classmethod
    def of(cls, amount: Decimal, currency: str = "CNY") -> Self:
        """The amount of a number in main units; raises `ValueError` for a fraction of a minor unit."""
        minor = amount.scaleb(_digits(currency))
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise ValueError("there is no such amount of the currency")
        return cls(minor=int(minor), currency=currency)


def _digits(currency: str) -> int:
    return 0 if currency in _NO_MINOR else 2


class PositiveMoney(Money):
    """An amount that is moved, or that limits what may be."""

    minor: int = Field(gt=0, lt=10**15)


class FreezeCard(Immutable):
    """Nothing is taken from the card until the customer lifts it: it can be undone."""

    type: Literal["freeze_card"] = "freeze_card"
    card: Tail


class ReportLoss(Immutable):
    """The card is lost for good, and another one will be made."""

    type: Literal["report_loss"] = "report_loss"
    card: Tail


class Transfer(Immutable):
    """Money goes to one of the payees that the customer has registered with the bank."""

    type: Literal["transfer"] = "transfer"
    account: Tail
    payee: str = Field(pattern=r"^[0-9A-Za-z_-]{1,32}$")
    amount: PositiveMoney


class SetLimit(Immutable):
    """The most that a card may spend in a day, or at once."""

    type: Literal["set_limit"] = "set_limit"
    card: Tail
    kind: Literal["daily", "single"]
    limit: PositiveMoney


class Repay(Immutable):
    """A credit card is repaid from an account."""

    type: Literal["repay"] = "repay"
    card: Tail
    account: Tail
    amount: PositiveMoney


class BookAppointment(Immutable):
    """A time at a branch, in the branch's own number or name."""

    type: Literal["book_appointment"] = "book_appointment"
    branch: str = Field(min_length=1, max_length=64)
    at: datetime
    about: str = Field(min_length=1, max_length=100)


class SendStatement(Immutable):
    """A month's statement goes to the e-mail address that the bank has; none is ever asked for."""

    type: Literal["send_statement"] = "send_statement"
    account: Tail
    month: str = Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")


class ChangeTelephone(Immutable):
    """The number that the bank writes and sends its codes to."""

    type: Literal["change_telephone"] = "change_telephone"
    telephone: str = Field(pattern=r"^\+?[0-9]{6,15}$", repr=False)


Instruction = Annotated[
    FreezeCard | ReportLoss | Transfer | SetLimit | Repay | BookAppointment | SendStatement | ChangeTelephone,
    Field(discriminator="type"),
]


class Reading(Immutable):
    """What a dialogue needs to know of the customer: which cards there are, what an account has, …

    `account` is for `transactions` alone: which account, where the customer has several. `dialogue` is what
    the same customer left under way in another conversation, which the house knows itself.
    """

    about: Literal["cards", "accounts", "transactions", "transfer", "bill", "requests", "wealth", "dialogue"]
    account: Tail | None = None
