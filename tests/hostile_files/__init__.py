"""Hostile files, each made by code: what it is, and what has to become of it.

None comes from a collection of malware: what they carry is a mark (`MARK`) where an attack would stand.
"""

from tests.hostile_files import documents, foreign, pictures, polyglots
from tests.hostile_files.registry import MARK, Hostile, registered

__all__ = ["MARK", "Hostile", "every"]


def every() -> list[Hostile]:
    """All of them, in a fixed order."""
    assert documents
    assert foreign
    assert pictures
    assert polyglots
    return registered()
