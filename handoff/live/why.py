"""What is kept with an offer of why it went to this agent, and why the customer waited."""

from collections import Counter
from typing import Any

from handoff.routing.board import RoutingBoard
from handoff.routing.explaining import ChoiceRule
from handoff.routing.model import Reservation

NAMED = 20
"""Candidates that are named; of the rest, and of who was removed, the numbers by reason are kept."""


def told_why(board: RoutingBoard, made: Reservation, now: float) -> dict[str, Any]:
    """The explanation of an offer as plain values, the same in size for ten agents and for a thousand."""
    why, agent = made.why, made.agent
    there = [each for each in board.agents if why.everybody >> each.index & 1]
    candidates = [each.id for each in there if why.candidates >> each.index & 1]
    removed = Counter(reason.value for each in there if (reason := why.removed_by(each.index)))
    return {
        "rule": why.policy if why.rule is ChoiceRule.POLICY else why.rule.value,
        "policy": why.policy,
        "queue": made.task.queue.id,
        "idle_s": max(0, int(now - agent.idle_since)),
        "able": len(candidates),
        "used": agent.load.used - made.cost,
        "candidates": candidates[:NAMED],
        "removed": dict(removed),
        "waited_s": round(max(0.0, why.waited_s), 1),
        "stage": why.stage,
        "failed_offers": why.failed_offers,
    }
