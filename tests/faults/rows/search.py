"""Elasticsearch killed, its index deleted, the master of three nodes killed, under load: D1, D2, D1-three.

An answer counts where articles were found for it, by whichever backend; how many of the right articles
were among the first three stands in the figures, before and while the fault lasts.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from hub.settings import Settings
from tests.faults.asking_search import Bank, Tally, asked_bank
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.support.elasticsearch import Node, running_nodes

BEFORE, DURING = 300, 300
"""Questions asked before the first fault, and while each lasts."""

MOST_LOST = 2.0
"""Points of recall among the first three that may be lost while the embedded index answers."""

CONTROL_FAULTS = 1
CLUSTER = 3
SMALL_HEAP = "-Xms256m -Xmx256m -XX:TieredStopAtLevel=1"

Fault = Callable[[Bank, Sequence[Node]], Awaitable[Callable[[], Awaitable[None]]]]
"""Makes a fault; gives what mends it."""


class SearchRow:
    """One fault, again and again, under load."""

    faults = {"sqlite": 5}  # noqa: RUF012  (a row is made once)

    def __init__(
        self, name: str, what: str, control: str, fault: Fault, *, nodes: int, falls_back: bool
    ) -> None:
        self.name = name
        self.what = what
        self.control = control
        self._fault = fault
        self._nodes = nodes
        self._falls_back = falls_back

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """The product as it is."""
        async with running_nodes(self._nodes, heap=SMALL_HEAP) as nodes:
            settings = _settings(stage, nodes, nodes, falls_back=self._falls_back)
            return await self._under_load(Result(self.name, seed, "sqlite"), stage, settings, nodes, faults)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Without what makes the promise hold: the other nodes, or the other index."""
        async with running_nodes(self._nodes, heap=SMALL_HEAP) as nodes:
            settings = _settings(stage, nodes, [_master(nodes)], falls_back=False)
            result = Result(f"{self.name} control", seed, "sqlite")
            return await self._under_load(result, stage, settings, nodes, CONTROL_FAULTS)

    def caught(self, control: Result) -> bool:
        """Whether questions went unanswered."""
        return control.unanswered > 0

    async def _under_load(
        self, result: Result, stage: Stage, settings: Settings, nodes: Sequence[Node], faults: int
    ) -> Result:
        began, result.commit = time.monotonic(), commit_of_the_checkout()
        async with asked_bank(settings, stage.folder) as bank:
            await bank.questions(BEFORE)
            usual, disturbed = bank.tally.now(), Tally()
            for number in range(1, faults + 1):
                before = bank.tally.now()
                mend = await self._fault(bank, nodes)
                await bank.questions(DURING)
                _add(disturbed, bank.tally.since(before))
                await mend()
                result.faults += 1
                if not await bank.is_back():
                    result.missed.append(f"after fault {number} Elasticsearch did not come back")
                stage.on_fault()
            result.accepted = bank.tally.asked + bank.tally.failed
            result.unanswered = bank.tally.failed
            result.first_findings += [f"{count} failed: {why}" for why, count in bank.why.items()]
            result.figures = {
                "recall_at_3_before_percent": round(usual.recall, 1),
                "recall_at_3_during_percent": round(disturbed.recall, 1),
                **{f"{name}_served_count": count for name, count in bank.tally.by.items()},
            }
        if disturbed.recall < usual.recall - MOST_LOST:
            result.effects += 1
            result.first_findings.append("while the fault lasted too many right articles were not found")
        result.seconds = time.monotonic() - began
        return result


async def _kill(_bank: Bank, nodes: Sequence[Node]) -> Callable[[], Awaitable[None]]:
    return await _kill_one(nodes[0])


async def _kill_the_master(_bank: Bank, nodes: Sequence[Node]) -> Callable[[], Awaitable[None]]:
    return await _kill_one(_master(nodes), nodes)


def _master(nodes: Sequence[Node]) -> Node:
    told = nodes[0].ask("/_cluster/state/master_node,nodes")
    name = told["nodes"][told["master_node"]]["name"]
    return next(node for node in nodes if node.name == name)


async def _kill_one(node: Node, cluster: Sequence[Node] = ()) -> Callable[[], Awaitable[None]]:
    await asyncio.to_thread(node.kill)

    async def mend() -> None:
        node.start(heap=SMALL_HEAP, cluster=cluster)
        await asyncio.to_thread(node.wait, "green", max(1, len(cluster)))

    return mend


async def _delete_the_index(bank: Bank, _nodes: Sequence[Node]) -> Callable[[], Awaitable[None]]:
    await bank.feed.indices.remove_all()

    async def mend() -> None:
        """Nobody does anything."""

    return mend


def _settings(stage: Stage, nodes: Sequence[Node], known: Sequence[Node], *, falls_back: bool) -> Settings:
    given = nodes[0].access.settings(known, var_dir=stage.folder, elasticsearch_fallback=falls_back)
    return Settings(_env_file=None, **given)


def _add(total: Tally, more: Tally) -> None:
    total.asked += more.asked
    total.right += more.right
    total.failed += more.failed
    total.by.update(more.by)


ROWS = (
    SearchRow(
        "D1",
        "Elasticsearch killed with -9 under load, started again after 300 questions",
        "has nothing to fall back to",
        _kill,
        nodes=1,
        falls_back=True,
    ),
    SearchRow(
        "D2",
        "the index deleted from Elasticsearch under load",
        "has nothing to fall back to",
        _delete_the_index,
        nodes=1,
        falls_back=True,
    ),
    SearchRow(
        "D1-three",
        "three nodes, the elected master killed with -9 under load; nothing to fall back to",
        "knows the master alone",
        _kill_the_master,
        nodes=CLUSTER,
        falls_back=False,
    ),
)
