"""What the bank sends: an event about a customer, and whether a customer agreed to be told."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from hub.messages.bank import Money, Tail
from hub.messages.base import Immutable
from hub.ports import Address
from outreach.kinds import KINDS

Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
Name = Annotated[str, Field(min_length=1, max_length=128)]


class Reached(Immutable):
    """Where the bank reaches the customer: an address that they have bound to their accounts."""

    channel: Name
    account: Name = "default"
    external_id: Name

    @property
    def address(self) -> Address:
        """The same in the hub's words."""
        return Address(channel=self.channel, account=self.account, external_id=self.external_id)


class BankEvent(Immutable):
    """Something that happened; `event` is the bank's own id of it, told once however often it is sent.

    `addresses`: in the order of the customer's wish; the first that the house knows is used. `valid_until`:
    after that it is not told any more.
    """

    event: Id
    kind: str
    addresses: tuple[Reached, ...] = Field(min_length=1, max_length=8)
    language: Literal["zh", "en"] = "zh"
    valid_until: AwareDatetime
    card: Tail | None = None
    amount: Money | None = None
    due_on: date | None = None
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _can_be_told(self) -> "BankEvent":
        if self.kind not in KINDS:
            raise ValueError(f"kind has to be one of {', '.join(KINDS)}")
        lacking = sorted(name for name in KINDS[self.kind].needs if getattr(self, name) is None)
        if lacking:
            raise ValueError(f"{self.kind} needs {', '.join(lacking)}")
        return self

    def facts(self, zone: ZoneInfo) -> dict[str, str]:
        """The facts as they are read, by name."""
        told = {} if self.card is None else {"card": str(self.card)}
        if self.amount is not None:
            told["amount"] = _sum(self.amount)
        if self.due_on is not None:
            told["due_on"] = _day(self.due_on, self.language)
        if self.at is not None:
            moment = self.at.astimezone(zone)
            told["at"] = f"{_day(moment.date(), self.language)} {moment:%H:%M}"
        return told


class BankConsent(Immutable):
    """A customer's word about being told of a purpose; `version` is that of the notice they read."""

    addresses: tuple[Reached, ...] = Field(min_length=1, max_length=8)
    purpose: Literal["service", "marketing"]
    granted: bool
    version: Id
    at: AwareDatetime


def _sum(money: Money) -> str:
    amount: Decimal = money.amount
    return f"{amount:,} 元" if money.currency == "CNY" else f"{money.currency} {amount:,}"


def _day(day: date, language: str) -> str:
    return f"{day.month} 月 {day.day} 日" if language == "zh" else f"{day:%d %B}"
