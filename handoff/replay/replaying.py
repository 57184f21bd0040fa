"""Runs a file through the board that routes, moment by moment.

At one moment, in this order: work that ends, agents who come, agents who go, tasks that arrive, the board's
own timers (ladders); then offers are made, all together and by key; then agents accept; and last, who has no
more patience goes. So an agent who is free at the moment at which a customer would go still serves them.
"""

import gc
import heapq
from dataclasses import dataclass, field
from enum import IntEnum

from handoff.replay.building import SETTINGS, TaskMaker, agent_of, channels_of, queues_of
from handoff.replay.roster import AgentRow, Roster, TaskRow
from handoff.routing.advancing import advance
from handoff.routing.board import RoutingBoard
from handoff.routing.model import Agent, Reservation, TaskState
from handoff.routing.offers import accept, make_offers
from handoff.routing.presence import connect, log_out, set_status
from handoff.routing.serving import complete, wrap_up
from handoff.routing.tasks import abandon, enqueue

ENDLESS_S = float("inf")
"""The replay itself ends the time of wrapping up."""


class ReplayEvent(IntEnum):
    """What happens, in its order at one moment."""

    WRAPPED = 0
    SERVED = 1
    COMES = 2
    GOES = 3
    ARRIVES = 4
    ACCEPTS = 5
    GIVES_UP = 6


Planned = tuple[float, ReplayEvent, int]
"""When, what, and the row or reservation that it is about."""


@dataclass(slots=True)
class ServedTask:
    """What became of a task; `waited_s` is None where nobody ever accepted it."""

    row: TaskRow
    target_s: float
    waited_s: float | None = None
    agent: str | None = None
    abandoned: bool = False


@dataclass(slots=True)
class Worked:
    """An agent's day; `used_s`: seconds of the whole capacity that were used."""

    row: AgentRow
    used_s: float = 0.0
    last_s: float = 0.0


@dataclass(slots=True)
class ReplayedDay:
    """All that a replay has found; `end_s`: when the last thing happened."""

    tasks: list[ServedTask] = field(default_factory=list)
    agents: list[Worked] = field(default_factory=list)
    end_s: float = 0.0


class RoutingReplay:
    """One replay of one file."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        queues, channels = queues_of(roster), channels_of(roster)
        self._board = RoutingBoard(queues, SETTINGS)
        self._maker = TaskMaker(roster, queues, channels)
        self._planned: list[Planned] = []
        self._offers: dict[int, Reservation] = {}
        self._order = {row.id: number for number, row in enumerate(roster.tasks)}
        self._channels = channels
        self._queue_rows = {row.id: row for row in roster.queues}
        rows = (roster, *roster.queues, *roster.agents, *roster.tasks)
        self._said = {name for name in ("accept_s", "wrap_s") for row in rows if getattr(row, name)}
        self.day = ReplayedDay()

    def run(self) -> ReplayedDay:
        """Runs the day to its end, when nothing is left to happen."""
        for row in self._roster.agents:
            self._board.add_agent(agent_of(row, self._channels), 0.0)
            self.day.agents.append(Worked(row))
        self._plan_rosters()
        for number, task in enumerate(self._roster.tasks):
            self._planned.append((task.at_s, ReplayEvent.ARRIVES, number))
            self.day.tasks.append(ServedTask(task, 0.0))
        heapq.heapify(self._planned)
        while (now := self._next_moment()) is not None:
            self._moment(now)
        return self.day

    def _plan_rosters(self) -> None:
        for number, row in enumerate(self._roster.agents):
            begin = row.from_s or 0.0
            if row.to_s is not None and row.to_s <= begin:
                continue
            self._planned.append((begin, ReplayEvent.COMES, number))
            if row.to_s is not None:
                self._planned.append((row.to_s, ReplayEvent.GOES, number))

    def _next_moment(self) -> float | None:
        timer = self._board.timers.next_at()
        planned = self._planned[0][0] if self._planned else None
        return min((at for at in (timer, planned) if at is not None), default=None)

    def _moment(self, now: float) -> None:
        """All that happens at one moment, also what follows from it at once (work that takes no time)."""
        self._do_until(now, ReplayEvent.ARRIVES)
        advance(self._board, now)
        self._offer(now)
        while self._is_due(now):
            self._do_until(now, ReplayEvent.ACCEPTS)
            self._offer(now)
            if not self._is_due(now, ReplayEvent.ACCEPTS):
                self._do_until(now, ReplayEvent.GIVES_UP)
                self._offer(now)
        self._board.events.clear()

    def _is_due(self, now: float, last: ReplayEvent = ReplayEvent.GIVES_UP) -> bool:
        return bool(self._planned) and self._planned[0][0] == now and self._planned[0][1] <= last

    def _do_until(self, now: float, last: ReplayEvent) -> None:
        while self._is_due(now, last):
            _, kind, number = heapq.heappop(self._planned)
            self._do(kind, number, now)

    def _do(self, kind: ReplayEvent, number: int, now: float) -> None:
        match kind:
            case ReplayEvent.WRAPPED:
                self._end(number, now)
            case ReplayEvent.SERVED:
                self._serve(number, now)
            case ReplayEvent.COMES:
                connect(self._board, self._roster.agents[number].id, now)
                set_status(self._board, self._roster.agents[number].id, "available", now)
            case ReplayEvent.GOES:
                log_out(self._board, self._roster.agents[number].id, now)
            case ReplayEvent.ARRIVES:
                self._arrive(number, now)
            case ReplayEvent.ACCEPTS:
                self._accept(number, now)
            case ReplayEvent.GIVES_UP:
                self._give_up(number, now)

    def _arrive(self, number: int, now: float) -> None:
        row = self._roster.tasks[number]
        task = self._maker.make(row)
        enqueue(self._board, task, now)
        self.day.tasks[number].target_s = task.queue.target_s(task.service_class)
        self.day.end_s = max(self.day.end_s, now)
        if row.patience_s is not None:
            heapq.heappush(self._planned, (now + row.patience_s, ReplayEvent.GIVES_UP, number))

    def _offer(self, now: float) -> None:
        """Offers what can be offered; at once accepted where accepting takes no time."""
        for made in make_offers(self._board, now):
            self._offers[made.id] = made
            accept_s = self._seconds("accept_s", made)
            if accept_s:
                heapq.heappush(self._planned, (now + accept_s, ReplayEvent.ACCEPTS, made.id))
            else:
                self._accept(made.id, now)

    def _accept(self, number: int, now: float) -> None:
        held = self._offers[number]
        if held.task.pending is not held:  # the customer has gone meanwhile
            del self._offers[number]
            return
        accept(self._board, number, held.agent.id, now)
        served = self.day.tasks[self._order[held.task.id]]
        served.waited_s, served.agent = now - served.row.at_s, held.agent.id
        heapq.heappush(self._planned, (now + served.row.service_s, ReplayEvent.SERVED, number))

    def _serve(self, number: int, now: float) -> None:
        held = self._offers[number]
        wrap_s = self._seconds("wrap_s", held)
        complete(self._board, held.task.id, now, ENDLESS_S if wrap_s else 0.0)
        if wrap_s:
            heapq.heappush(self._planned, (now + wrap_s, ReplayEvent.WRAPPED, number))
        else:
            self._worked(number, now)

    def _seconds(self, name: str, held: Reservation) -> float:
        """What the task says, or its agent, its queue, the file; else 0."""
        if name not in self._said:
            return 0.0
        rows = (
            self.day.tasks[self._order[held.task.id]].row,
            self.day.agents[held.agent.index].row,
            self._queue_rows.get(held.task.queue.id),
            self._roster,
        )
        found = (getattr(row, name) for row in rows if row is not None)
        return next((seconds for seconds in found if seconds is not None), 0.0)

    def _end(self, number: int, now: float) -> None:
        wrap_up(self._board, self._offers[number].task.id, now, "replayed")
        self._worked(number, now)

    def _worked(self, number: int, now: float) -> None:
        held = self._offers.pop(number)
        self._count(held.agent, held.at, now)

    def _count(self, agent: Agent, since: float, now: float) -> None:
        worked = self.day.agents[agent.index]
        worked.used_s += (now - since) / agent.profile.budget
        worked.last_s = now
        self.day.end_s = max(self.day.end_s, now)

    def _give_up(self, number: int, now: float) -> None:
        served = self.day.tasks[number]
        task = self._board.tasks.get(served.row.id)
        if task is None or task.state not in (TaskState.QUEUED, TaskState.OFFERED):
            return
        if task.pending is not None:
            self._count(task.pending.agent, task.pending.at, now)
        abandon(self._board, task.id, now)
        served.abandoned = True
        self.day.end_s = max(self.day.end_s, now)


def replay(roster: Roster) -> ReplayedDay:
    """What becomes of every task of a file.

    Nothing that is made here points back to itself: the search for such rings, a third of the time of a large
    file, is off meanwhile.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return RoutingReplay(roster).run()
    finally:
        if was_on:
            gc.enable()
