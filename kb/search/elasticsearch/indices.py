"""The versions of the index, `NAME-v1`, `NAME-v2`, …, and the aliases that say which one is in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import AsyncElasticsearch, BadRequestError

from hub.errors import Conflict, Unavailable
from kb import text
from kb.search.elasticsearch.connection import answering
from kb.search.elasticsearch.mapping import FORMAT, SETTINGS, mappings, meta


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index that is in use: its name, and up to which change of the knowledge base it holds all.

    `readable`: it was built with this form and normalisation.
    """

    name: str
    change: int
    readable: bool


class Indices:
    """Makes, switches and removes the versions of one index."""

    def __init__(self, client: AsyncElasticsearch, name: str) -> None:
        self.client = client
        self.alias = name
        """What is searched."""
        self.write_alias = f"{name}-write"
        """What changes are written to; always the same version as `alias`, or the next one."""

    async def current(self) -> Indexed | None:
        """The version in use; None where there is none, or not both aliases. Raises `Unavailable`."""
        with answering():
            if not await self.client.indices.exists_alias(name=self.alias):
                return None
            found = await self.client.indices.get_mapping(
                index=self.write_alias, ignore_unavailable=True, allow_no_indices=True
            )
        for name, described in found.items():
            return _indexed(name, described["mappings"].get("_meta", {}))
        return None

    async def create(self) -> str:
        """Makes the next version, empty, in use nowhere, and returns its name.

        Raises `Conflict` and `Unavailable`.
        """
        name = f"{self.alias}-v{max(await self._numbers(), default=0) + 1}"
        with answering():
            try:
                await self.client.indices.create(index=name, settings=SETTINGS, mappings=mappings(0))
            except BadRequestError as error:
                raise Conflict("another process is building the search index") from error
        return name

    async def note_change(self, name: str, change: int) -> None:
        """Makes what was written to a version visible, and writes down up to which change it holds all."""
        with answering():
            await self.client.indices.refresh(index=name)
            await self.client.indices.put_mapping(index=name, meta=meta(change))

    async def count(self, name: str) -> int:
        """The documents of a version; raises `Unavailable`."""
        with answering():
            return int((await self.client.count(index=name))["count"])

    async def use(self, name: str) -> None:
        """Makes a version the one in use, at once for all; removes those before but the last one.

        Somebody's search may be on its way to that one. Raises `Unavailable` where the version is not whole.
        """
        with answering():
            described = await self.client.indices.get_mapping(index=name)
            if _indexed(name, described[name]["mappings"].get("_meta", {})) is None:
                raise Unavailable("the new search index was lost while it was built")
            aliases = (self.alias, self.write_alias)
            every = f"{self.alias}-v*"
            remove = [{"remove": {"index": every, "alias": each, "must_exist": False}} for each in aliases]
            add = [{"add": {"index": name, "alias": each}} for each in aliases]
            before = await self._in_use()
            await self.client.indices.update_aliases(actions=[*remove, *add])
        number = _number(name)
        for older in await self._numbers():
            if older < number and f"{self.alias}-v{older}" not in before:
                await self.remove(f"{self.alias}-v{older}")

    async def remove(self, name: str) -> None:
        """Removes a version, if it is there; raises `Unavailable`."""
        with answering():
            await self.client.indices.delete(index=name, ignore_unavailable=True)

    async def remove_all(self) -> None:
        """Removes every version, and with them the aliases; raises `Unavailable`."""
        for number in await self._numbers():
            await self.remove(f"{self.alias}-v{number}")

    async def _numbers(self) -> list[int]:
        with answering():
            found = await self.client.indices.get_alias(index=f"{self.alias}-v*")
            return sorted(number for name in found if (number := _number(name)))

    async def _in_use(self) -> set[str]:
        found = await self.client.indices.get_alias(
            index=self.alias, ignore_unavailable=True, allow_no_indices=True
        )
        return set(found)


def _number(name: str) -> int:
    """The number in the name of a version; 0 in any other name."""
    number = name.rpartition("-v")[2]
    return int(number) if number.isdigit() else 0


def _indexed(name: str, described: Mapping[str, Any]) -> Indexed | None:
    change = described.get("change")
    if not isinstance(change, int):
        return None
    readable = (described.get("format"), described.get("analysis")) == (FORMAT, text.fingerprint())
    return Indexed(name, change, readable)
