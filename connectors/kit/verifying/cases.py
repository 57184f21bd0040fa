"""Reads what a case is made of, in the forms in which projects write it down."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.kit.verifying import matching

Case = Mapping[str, Any]
"""A case of a file: `id`, `kind`, its inputs and what is expected."""

REFUSED = ("reject", "refuse", "invalid", "deny", "denied", "fail", "error", "false", "forbid")
EITHER = " or "
"""Between two outcomes that are both right."""


def first(case: Case, *names: str) -> Any:
    """The first of these inputs that is there; None where none is."""
    return next((case[name] for name in names if case.get(name) is not None), None)


def words(case: Case, *names: str) -> str:
    """The same as words, numbers too; empty where none is there."""
    value = first(case, *names)
    return "" if value is None else str(value)


def document(case: Case) -> bytes | None:
    """The body of a call, of whatever form; None where the case has none."""
    recipe = case.get("xml_recipe")
    if isinstance(recipe, Mapping):
        return _cooked(recipe).encode()
    value = first(case, "body_xml", "xml", "body_json", "json", "body", "raw", "payload")
    if value is None:
        return None
    return (value if isinstance(value, str) else matching.as_json(value)).encode("utf-8", "surrogatepass")


def _cooked(recipe: Mapping[str, Any]) -> str:
    """A document that is too long to be written down."""
    return "".join(
        (
            str(recipe.get("prefix", "")),
            str(recipe.get("repeat_char", "")) * int(recipe.get("repeat", 0)),
            str(recipe.get("middle", "")),
            str(recipe.get("ref", "")) * int(recipe.get("ref_repeat", 0)),
            str(recipe.get("suffix", "")),
        )
    )


def moment(case: Case) -> datetime:
    """The time that is signed: a case is tried as of then; now where it names none."""
    said = words(case, "timestamp")
    return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else datetime.now(UTC)


def is_refusal(case: Case) -> bool | None:
    """Whether the code has to refuse it; None where it may.

    Without a word the case's kind decides: what is `negative` or `hostile` is refused.
    """
    said = first(case, "expect", "expected", "expect_valid", "valid")
    if isinstance(said, bool):
        return not said
    if isinstance(said, Mapping):
        said = first(said, "result", "outcome", "valid")
        if isinstance(said, bool):
            return not said
    if isinstance(said, str) and said.lower().startswith(REFUSED):
        return None if EITHER in said.partition(";")[0] else True
    hostile = any(part in ("negative", "hostile") for part in str(case.get("kind", "")).split("."))
    return hostile and not isinstance(said, str)
