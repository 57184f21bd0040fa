"""Which category is meant by what somebody wrote, and what may be written in it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict
from kb.model import CategoryName
from kb.store import categories as store


@dataclass(frozen=True, slots=True)
class KnownCategories:
    """What the house knows of its categories beside their articles; `strict`: no literal figure stands there.

    `ids` are those that somebody named, gave to a branch, or made strict: their id is never another's name.
    """

    ids: frozenset[str]
    strict: frozenset[str]
    called: Mapping[str, str]

    def meant(self, written: str) -> str:
        """The category of this id or name, in either language; what no category has is a new one's id."""
        return written if written in self.ids else self.called.get(_folded(written), written)

    def refuses_figures(self, written: str) -> bool:
        """Whether no literal rate or fee may stand in the category that is meant."""
        return self.meant(written) in self.strict


async def known(
    connection: AsyncConnection, coming: Mapping[str, CategoryName] | None = None
) -> KnownCategories:
    """What is stored, with names that are about to come: those that are there already stay."""
    names, strict = await store.names(connection), await store.strict(connection)
    ids = frozenset((*names, *await store.branches(connection), *strict))
    stored = KnownCategories(ids, strict, _called(names))
    new = {topic: name for topic, name in (coming or {}).items() if stored.meant(topic) == topic}
    return KnownCategories(ids | new.keys(), strict, {**_called(new), **stored.called}) if new else stored


async def meant(connection: AsyncConnection, written: str) -> str:
    """The category that is meant by an id or a name."""
    return (await known(connection)).meant(written)


async def rename(connection: AsyncConnection, topic: str, name: CategoryName) -> None:
    """Names a category; raises `Conflict` for a name by which another one is known already."""
    there = await known(connection)
    for each in (name.zh, name.en):
        other = there.meant(each)
        if other != topic and (other in there.ids or _folded(each) in there.called):
            raise Conflict(f"another category is called {each} already", topic=other)
    await store.save_name(connection, topic, name)


def _called(names: Mapping[str, CategoryName]) -> dict[str, str]:
    """The ids by name; of two that are called the same, the first has it."""
    found: dict[str, str] = {}
    for topic, name in sorted(names.items()):
        for each in (name.zh, name.en):
            found.setdefault(_folded(each), topic)
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
