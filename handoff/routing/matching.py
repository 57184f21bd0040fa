"""The decision: offers the task with the smallest key for which somebody has room, again and again.

So nobody is passed over who could have been served (order), and nobody with room is left idle while an
eligible task waits (work conservation), but for the reasons listed with `candidates`.
"""

from math import inf

from handoff.routing.board import RoutingBoard
from handoff.routing.choice import choose
from handoff.routing.explaining import ChoiceRule, Explanation
from handoff.routing.model import Agent, Reservation, StickyMode, Task, TaskState

NEVER = float("-inf")


def decide(board: RoutingBoard, now: float, most: float = inf) -> list[Reservation]:
    """Makes every offer that can be made now; what belongs to one moment is told to the board before.

    `most`: so many at once; the next call goes on with the rest.
    """
    if board.staff_changed:
        _settle_stages(board, now)
    made: list[Reservation] = []
    while len(made) < most and (found := _next(board, now)) is not None:
        task, candidates = found
        made.append(offer(board, task, *_chosen(board, task, candidates, now), now))
    return made


def candidates(board: RoutingBoard, task: Task, now: float) -> int:
    """Who could be offered a waiting task now, as a mask.

    Reasons why somebody with room is not in it: the agent declined it lately or sent it on (blocked), the
    customer is cut off and in grace, or the task is kept for somebody (sticky).
    """
    if not task.present:
        return 0
    free = board.signatures[task.signature].agents & board.free.get(task.channel, 0) & ~blocked(task)
    if task.sticky is None:
        return free
    kept = [agent for name in task.sticky.agents if (agent := board.by_id.get(name))]
    for agent in kept:
        if free >> agent.index & 1:
            return 1 << agent.index
    waits = task.sticky.mode is StickyMode.REQUIRE or (task.sticky_until or NEVER) > now
    return 0 if waits else free


def blocked(task: Task) -> int:
    """Agents to whom the task is not offered for now, as a mask."""
    mask = 0
    for index in task.blocked:
        mask |= 1 << index
    return mask


def _next(board: RoutingBoard, now: float) -> tuple[Task, int] | None:
    """Of those who wait and could be offered to somebody, the one with the smallest key."""
    best: tuple[Task, int] | None = None
    least = None
    look = board.dirty & board.waiting
    board.dirty = 0
    while look:
        bit = look & -look
        look ^= bit
        signature = board.signatures[bit.bit_length() - 1]
        free = signature.agents & board.free.get(signature.requirement.channel, 0)
        if not free or (task := board.head(bit.bit_length() - 1)) is None:
            continue
        board.dirty |= bit
        key = signature.heap[0][0]
        if least is None or key < least:
            best, least = (task, free), key
    for task in board.parked.values():
        if (least is None or task.key < least) and (free := candidates(board, task, now)):
            best, least = (task, free), task.key
    return best


def _chosen(board: RoutingBoard, task: Task, free: int, now: float) -> tuple[Agent, Explanation]:
    agent, rule = choose(board, task, free)
    if task.sticky is not None and agent.id in task.sticky.agents:
        rule = ChoiceRule.STICKY
    return agent, explain(board, task, rule, now)


def explain(board: RoutingBoard, task: Task, rule: ChoiceRule, now: float) -> Explanation:
    """Why the agent, and how long the task waited, as things stand before the offer."""
    return Explanation(
        everybody=board.everybody,
        eligible=board.signatures[task.signature].agents,
        staffed=board.staffed,
        free=board.free.get(task.channel, 0),
        blocked=blocked(task),
        rule=rule,
        policy=task.queue.policy.value,
        waited_s=now - task.first_enqueued_at,
        stage=task.stage,
        failed_offers=task.failed_offers,
    )


def offer(board: RoutingBoard, task: Task, agent: Agent, why: Explanation, now: float) -> Reservation:
    """Takes the agent's capacity and the task out of the queue; the agent has `offer_s` to answer."""
    board.count += 1
    limit = agent.profile.channels[task.channel]
    made = Reservation(board.count, task, agent, now, why, cost=limit.cost)
    unqueue(board, task)
    task.state, task.pending = TaskState.OFFERED, made
    board.reservations[made.id] = made
    agent.held[made.id] = made
    agent.load.used += limit.cost
    agent.load.count(task.channel, 1)
    agent.load.offer(task.channel, 1)
    if agent.ramping and board.settings.ramp_s:
        agent.no_offer_before = now + board.settings.ramp_s
        board.timers.set(agent.no_offer_before, _ramp_over, board, agent)
    board.refresh(agent)
    board.tell("task.offered", now, task, agent.id, why.rule.value)
    return made


def _ramp_over(board: RoutingBoard, agent: Agent, now: float) -> None:
    """The next offer of the ramp may come; the ramp ends where nothing waits that this agent could do."""
    if agent.no_offer_before <= now:
        agent.no_offer_before = NEVER
        agent.ramping = bool(agent.signatures & board.waiting)
        board.refresh(agent)


def queue_task(board: RoutingBoard, task: Task, now: float) -> None:
    """Puts a task among those who wait, under its key; parked where it has constraints of its own."""
    task.state = TaskState.QUEUED
    task.queue.waiting += 1
    _set_stage(board, task, now)
    _put(board, task)


def unqueue(board: RoutingBoard, task: Task) -> None:
    """Takes a task from among those who wait."""
    task.stamp += 1
    task.queue.waiting -= 1
    board.parked.pop(task.id, None)


def put_again(board: RoutingBoard, task: Task) -> None:
    """Moves a waiting task to where it belongs now that its own constraints, or its stage, are others."""
    if task.state is TaskState.QUEUED:
        task.stamp += 1
        board.parked.pop(task.id, None)
        _put(board, task)


def _put(board: RoutingBoard, task: Task) -> None:
    if task.blocked or task.sticky is not None or not task.present:
        board.parked[task.id] = task
    else:
        board.push(task)


def _set_stage(board: RoutingBoard, task: Task, now: float) -> None:
    """The stage that has come by now; on to the first with somebody there, where its own has nobody."""
    stages = task.queue.stages
    while task.stage < stages.last() and task.first_enqueued_at + stages.begins_s(task.stage + 1) <= now:
        task.stage += 1
    task.stage = _first_staffed(board, task, now)
    task.signature = board.signature(stages.at(task.asked, task.stage), now)
    if task.stage < stages.last():
        at = task.first_enqueued_at + stages.begins_s(task.stage + 1)
        board.timers.set(at, _step, board, task, task.stage)


def _first_staffed(board: RoutingBoard, task: Task, now: float) -> int:
    stages, stage = task.queue.stages, task.stage
    while True:
        number = board.signature(stages.at(task.asked, stage), now)
        if board.signatures[number].agents & board.staffed:
            return stage
        if stage == stages.last() or not stages.may_skip(stage):
            return task.stage
        stage += 1


def _step(board: RoutingBoard, task: Task, stage: int, now: float) -> None:
    """The ladder's next step is due; it is not where the task waits no more, or has gone on already."""
    if task.state is TaskState.QUEUED and task.stage == stage:
        _set_stage(board, task, now)
        put_again(board, task)


def next_stage(task: Task) -> None:
    """Has the task's next queueing begin one stage further."""
    task.stage = min(task.stage + 1, task.queue.stages.last())


def _settle_stages(board: RoutingBoard, now: float) -> None:
    """Who waits for a stage that nobody is there for goes on to one that has somebody."""
    board.staff_changed = False
    lonely = [signature for signature in board.signatures if not signature.agents & board.staffed]
    waiting = [task for signature in lonely for _, stamp, task in signature.heap if task.stamp == stamp]
    for task in [*waiting, *board.parked.values()]:
        if _first_staffed(board, task, now) != task.stage:
            _set_stage(board, task, now)
            put_again(board, task)
    board.dirty |= board.waiting
