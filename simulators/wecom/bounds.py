"""Words of so many bytes at most: the provider counts UTF-8."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field


def at_most(most: int) -> Callable[[str], str]:
    """Raises `ValueError` for words of more bytes."""

    def check(words: str) -> str:
        if len(words.encode()) > most:
            raise ValueError(f"more than {most} bytes")
        return words

    return check


UpTo64 = Annotated[str, AfterValidator(at_most(64))]
UpTo128 = Annotated[str, AfterValidator(at_most(128))]
UpTo512 = Annotated[str, AfterValidator(at_most(512))]
UpTo1024 = Annotated[str, AfterValidator(at_most(1024))]
UpTo2048 = Annotated[str, AfterValidator(at_most(2048))]
Some128 = Annotated[str, Field(min_length=1), AfterValidator(at_most(128))]
Some512 = Annotated[str, Field(min_length=1), AfterValidator(at_most(512))]
Some1024 = Annotated[str, Field(min_length=1), AfterValidator(at_most(1024))]
Some2048 = Annotated[str, Field(min_length=1), AfterValidator(at_most(2048))]
