"""Defines triggers: events that the house learned of, and answers as it answers a message."""

from typing import Annotated, Literal, Self

from pydantic import Field

from hub.messages.base import BaseSegment, Change, Holds
from hub.messages.media import named
from hub.messages.secrets import remove_secrets_across

DETAILS_LIMIT = 20
"""Most details of one trigger."""

DETAIL_LIMIT = 2000
"""Most characters in one detail, such as what an agent has agreed with a customer."""

Name = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
# A card number has twelve digits and more: longer numbers are told as texts, which are cleaned.
Whole = Annotated[int, Field(gt=-(10**11), lt=10**11)]
Fraction = Annotated[float, Field(gt=-(10**11), lt=10**11, allow_inf_nan=False)]
Words = Annotated[str, Field(max_length=DETAIL_LIMIT)]
Detail = Words | Whole | Fraction | bool


class Trigger(BaseSegment):
    """Something the house learned that opens a turn, such as a result of the bank's systems.

    Customers never send one and never see one.
    """

    type: Literal["trigger"] = "trigger"
    name: Annotated[Name, Holds.OURS]
    details: dict[Name, Detail] = Field(default={}, max_length=DETAILS_LIMIT)

    def words(self) -> str:
        """Its name: the details are for programs."""
        return named("事件", self.name)

    def with_texts(self, words: Change, addresses: Change) -> Self:
        """The trigger with the texts among its details changed; nothing else in it is text of people."""
        changed = {
            name: words(value)[:DETAIL_LIMIT] if isinstance(value, str) else value
            for name, value in self.details.items()
        }
        return self.model_copy(update={"details": changed}) if changed != self.details else self

    def without_secrets(self) -> Self:
        """The trigger with a mark for each secret; the name of a detail tells what its value is."""
        cleaned = {name: _clean(name, value) for name, value in self.details.items()}
        return self.model_copy(update={"details": cleaned}) if cleaned != self.details else self


def _clean(name: str, value: Detail) -> Detail:
    if isinstance(value, bool | float):
        return value
    written = str(value)
    clean = remove_secrets_across([name, written])[1]
    return value if clean == written else clean[:DETAIL_LIMIT]
