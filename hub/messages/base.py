"""The base of everything that travels: immutable, and strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Immutable(BaseModel):
    """A value that never changes after it was made and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
