"""Which of the agents who could be offered a task gets it.

In order: the lowest ring, the queue's policy, the lowest share of the budget in use, the longest time since
the last release on the channel, the order in which agents were made known. The last makes runs repeatable.
"""

from collections.abc import Callable

from handoff.routing.board import RoutingBoard, bits
from handoff.routing.explaining import ChoiceRule
from handoff.routing.model import Agent, Policy, Task

Score = Callable[[Agent], float]
NEVER = float("-inf")


def choose(board: RoutingBoard, task: Task, candidates: int) -> tuple[Agent, ChoiceRule]:
    """The agent, and the rule that decided; `candidates`: a mask that is not empty."""
    if not candidates & (candidates - 1):
        return board.agents[candidates.bit_length() - 1], ChoiceRule.ONLY_ONE
    if len(board.rings) > 1:
        candidates = _lowest_ring(board, candidates)
        if not candidates & (candidates - 1):
            return board.agents[candidates.bit_length() - 1], ChoiceRule.RING
    if task.queue.policy is Policy.LONGEST_IDLE:
        idle = candidates & board.idle_mask
        return _longest_idle(board, idle) if idle else _least_used(board, task, candidates)
    if task.queue.policy is Policy.LEAST_LOADED:
        return _least_used(board, task, candidates)
    return _by_score(board, task, candidates)


def _lowest_ring(board: RoutingBoard, candidates: int) -> int:
    return next(found for ring in sorted(board.rings) if (found := candidates & board.rings[ring]))


def _longest_idle(board: RoutingBoard, idle: int) -> tuple[Agent, ChoiceRule]:
    """The agent without work for the longest time; who has work has been idle for no time at all."""
    if idle.bit_count() ** 2 < len(board.idle):
        ordered = sorted((board.agents[index].idle_since, index) for index in bits(idle))
    else:
        ordered = board.idle
    able = ((since, index) for since, index in ordered if idle >> index & 1)
    since, index = next(able)
    second = next(able, None)
    rule = ChoiceRule.AGENT_ORDER if second is not None and second[0] == since else ChoiceRule.POLICY
    return board.agents[index], rule


def _least_used(board: RoutingBoard, task: Task, candidates: int) -> tuple[Agent, ChoiceRule]:
    lowest = next(found for load in sorted(board.loads) if (found := candidates & board.loads[load]))
    if not lowest & (lowest - 1):
        return board.agents[lowest.bit_length() - 1], ChoiceRule.LOAD
    return _last_released(board, task.channel, lowest)


def _last_released(board: RoutingBoard, channel: str, candidates: int) -> tuple[Agent, ChoiceRule]:
    ordered = sorted((board.agents[i].released_at.get(channel, NEVER), i) for i in bits(candidates))
    rule = ChoiceRule.AGENT_ORDER if ordered[0][0] == ordered[1][0] else ChoiceRule.LAST_RELEASE
    return board.agents[ordered[0][1]], rule


def _by_score(board: RoutingBoard, task: Task, candidates: int) -> tuple[Agent, ChoiceRule]:
    score = _skill_score(task) if task.queue.policy is Policy.BEST_SKILL else _scarcity_score(board)
    scores = {index: score(board.agents[index]) for index in bits(candidates)}
    best = min(scores.values())
    equal = sum(1 << index for index, value in scores.items() if value == best)
    if not equal & (equal - 1):
        return board.agents[equal.bit_length() - 1], ChoiceRule.POLICY
    return _least_used(board, task, equal)


def _skill_score(task: Task) -> Score:
    """The sum of the levels of what is needed, the highest first."""
    names = [need.name for need in task.needs]
    return lambda agent: -sum(skill.level for name in names if (skill := agent.skills.get(name)))


def _scarcity_score(board: RoutingBoard) -> Score:
    """How many queues the agent serves, the fewest first: who can do only this is not kept for other work."""
    return lambda agent: len(board.queues) if agent.queues is None else len(agent.queues)
