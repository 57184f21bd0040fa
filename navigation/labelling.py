"""Writes what people labelled as examples that the bot learns from."""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import yaml

from hub.errors import BadInput

_MARKUP = re.compile(r"[\[\](){}|<>`]")
"""What Rasa reads as more than words in an example."""
_MASKED = re.compile(r"\*+")
FEWEST = 2
"""Characters that have to be left of an utterance."""


def examples_of(labelled: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The examples by intent, without what would be read as markup; each once."""
    rows = sorted((label, example) for label, text in labelled if (example := _example(text)))
    return {
        label: list(dict.fromkeys(example for _, example in same))
        for label, same in groupby(rows, key=lambda row: row[0])
    }


def write(examples: dict[str, list[str]], to: Path) -> None:
    """Writes a file of Rasa's training data anew, at once; without examples there is none.

    Raises `BadInput` where it cannot be written.
    """
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in examples.items()
    ]
    try:
        if not blocks:
            to.unlink(missing_ok=True)
            return
        fresh = to.with_suffix(".new")
        content = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)
        fresh.write_text(content, "utf-8")
        fresh.replace(to)
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error.strerror}") from error


def _example(text: str) -> str:
    plain = " ".join(_MARKUP.sub(" ", _MASKED.sub(" ", text)).split()).lstrip("-/ ")
    return plain if len(plain) >= FEWEST else ""
