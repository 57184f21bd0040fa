"""Has the time pass on a board: fires what is due."""

from handoff.routing.board import RoutingBoard


def advance(board: RoutingBoard, now: float) -> None:
    """Fires every timer that is due; each acts as of `now`, however late it comes (a machine that slept)."""
    while (due := board.timers.due(now)) is not None:
        fire, arguments = due
        fire(*arguments, now)
