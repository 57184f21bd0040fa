"""JSON as the house writes it: no blanks, and Chinese as it is, which escaped takes twice the room."""

from typing import Any

from pydantic_core import to_json


def write_json(value: Any) -> str:
    """The text of a value, our own models among it; raises `ValueError` for what JSON cannot hold.

    By pydantic's writer, which takes a third of the time of the standard library's.
    """
    return to_json(value).decode()
