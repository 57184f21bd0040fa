"""The versions of the index, `NAME-v1`, `NAME-v2`, …, and the aliases that say which one is in use.

One alias names the analysis, rules and synonyms, by which the version in use was built: who asks by it never
meets an index of another list.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import AsyncElasticsearch, BadRequestError

from hub.errors import Conflict, Unavailable
from kb import text
from kb.search.elasticsearch.connection import answering
from kb.search.elasticsearch.mapping import FORMAT, SETTINGS, mappings, meta
from kb.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index that is in use: its name, and up to which change of the knowledge base it holds all.

    `analysis`: the fingerprint of rules and synonyms by which it was built, `synonyms` the version of these;
    `named`: it has the alias of that analysis.
    """

    name: str
    change: int
    format: int
    analysis: str
    synonyms: int
    named: bool = True

    def is_by(self, synonyms: Synonyms) -> bool:
        """Whether it was built in this form, by these rules and a list of synonyms, and is named by them."""
        return self.named and (self.format, self.analysis) == (FORMAT, text.fingerprint(synonyms))


class Indices:
    """Makes, switches and removes the versions of one index."""

    def __init__(self, client: AsyncElasticsearch, name: str) -> None:
        self.client = client
        self.alias = name
        """The version in use."""
        self.write_alias = f"{name}-write"
        """Always the same version as `alias`, or the next one."""

    def by(self, analysis: str) -> str:
        """The alias of the version in use, where it was built by this analysis: searched, and written to."""
        return f"{self.alias}-by-{analysis}"

    async def current(self) -> Indexed | None:
        """The version in use; None where there is none, or not both aliases. Raises `Unavailable`."""
        with answering():
            found = await self._named(self.write_alias)
            for name, aliases in found.items():
                if self.alias in aliases:
                    described = await self.client.indices.get_mapping(index=name)
                    indexed = _indexed(name, described[name]["mappings"].get("_meta", {}))
                    return indexed and replace(indexed, named=self.by(indexed.analysis) in aliases)
        return None

    async def create(self, synonyms: Synonyms) -> str:
        """Makes the next version, empty, in use nowhere, for a list of synonyms, and returns its name.

        Raises `Conflict` and `Unavailable`.
        """
        name = f"{self.alias}-v{max(await self._numbers(), default=0) + 1}"
        with answering():
            try:
                described = mappings(0, synonyms)
                await self.client.indices.create(index=name, settings=SETTINGS, mappings=described)
            except BadRequestError as error:
                raise Conflict("another process is building the search index") from error
        return name

    async def note_change(self, name: str, change: int, synonyms: Synonyms) -> None:
        """Makes what was written to a version visible, and writes down up to which change it holds all."""
        with answering():
            await self.client.indices.refresh(index=name)
            await self.client.indices.put_mapping(index=name, meta=meta(change, synonyms))

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
            built = _indexed(name, described[name]["mappings"].get("_meta", {}))
            if built is None:
                raise Unavailable("the new search index was lost while it was built")
            gone = (self.alias, self.write_alias, self.by("*"))
            every = f"{self.alias}-v*"
            remove = [{"remove": {"index": every, "alias": each, "must_exist": False}} for each in gone]
            come = (self.alias, self.write_alias, self.by(built.analysis))
            add = [{"add": {"index": name, "alias": each}} for each in come]
            before = set(await self._named(self.alias))
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

    async def _named(self, alias: str) -> dict[str, Container[str]]:
        """The versions that have an alias, each with all of its aliases."""
        found = await self.client.indices.get_alias(
            index=alias, ignore_unavailable=True, allow_no_indices=True
        )
        return {name: each["aliases"] for name, each in found.items()}


def _number(name: str) -> int:
    """The number in the name of a version; 0 in any other name."""
    number = name.rpartition("-v")[2]
    return int(number) if number.isdigit() else 0


def _indexed(name: str, described: Mapping[str, Any]) -> Indexed | None:
    change = described.get("change")
    if not isinstance(change, int):
        return None
    analysis, synonyms = described.get("analysis", ""), described.get("synonyms", 0)
    return Indexed(name, change, described.get("format", 0), analysis, synonyms)
