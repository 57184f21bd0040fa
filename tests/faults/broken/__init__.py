"""Builds of the hub that are broken on purpose, one way each: the checks must find every one of them.

They change the hub from outside, while it is being started; production code knows nothing of them. A build
says in `CHANGES` what it puts in the place of what: something that cannot be called as the original is would
break everything, and a check that sees that has not seen what the build is for.
"""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

from tests.faults.launch import launch

BY_PLACE = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)

Change = tuple[Any, str, Callable[..., Any]]
"""Where, the name there, and what takes its place."""


def check_call(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Raises `TypeError` unless what has to be given to the original can be given to the new one."""
    known = [each for each in signature(old).parameters.values() if each.default is Parameter.empty]
    placed = [each.name for each in known if each.kind in BY_PLACE]
    named = {each.name: None for each in known if each.kind is Parameter.KEYWORD_ONLY}
    signature(new).bind(*placed, **named)


def plant(*changes: Change) -> None:
    """Puts each in its place; raises `TypeError` where one cannot be called as the original is."""
    for where, name, new in changes:
        check_call(getattr(where, name), new)
        setattr(where, name, new)


def run_hub() -> None:
    """Starts the hub as it stands in this process now."""
    launch("hub")
