"""What a provider tells that means nothing to this house, and is counted all the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something known that means nothing here; `kind` is its name, for the count."""

    kind: str
