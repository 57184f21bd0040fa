"""Small boards to try routing on."""

from typing import Any

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import FIVE_CHATS_AND_A_VIDEO
from handoff.routing.model import Agent, Queue, Reservation, Skill, Task
from handoff.routing.offers import accept, make_offers
from handoff.routing.presence import connect, set_status
from handoff.routing.requirements import Need
from handoff.routing.serving import complete
from handoff.routing.settings import RoutingSettings
from handoff.routing.tasks import enqueue


def board_of(*queues: Queue, **settings: Any) -> RoutingBoard:
    """A board; without queues it has one, `q`."""
    return RoutingBoard(list(queues) or [Queue("q")], RoutingSettings(**settings))


def agent(board: RoutingBoard, name: str, at: float = 0.0, /, **more: Any) -> Agent:
    """An agent who is there and available; `skills`: levels by name."""
    skills = {key: s if isinstance(s, Skill) else Skill(s) for key, s in more.pop("skills", {}).items()}
    made = Agent(id=name, profile=more.pop("profile", FIVE_CHATS_AND_A_VIDEO), skills=skills, **more)
    board.add_agent(made, at)
    connect(board, name, at)
    set_status(board, name, "available", at)
    return made


def task(board: RoutingBoard, name: str, at: float, /, **more: Any) -> Task:
    """A task that is queued; `needs`: levels by name."""
    needs = tuple(Need(key, level) for key, level in more.pop("needs", {}).items())
    queue = board.queues[more.pop("queue", next(iter(board.queues)))]
    made = Task(id=name, queue=queue, channel=more.pop("channel", "chat"), needs=needs, **more)
    enqueue(board, made, at)
    return made


def offers(board: RoutingBoard, now: float) -> dict[str, str]:
    """Makes the offers of a moment: agents by task."""
    return {made.task.id: made.agent.id for made in make_offers(board, now)}


def take(board: RoutingBoard, now: float) -> list[Reservation]:
    """Makes the offers of a moment, and every agent accepts."""
    made = make_offers(board, now)
    for each in made:
        accept(board, each.id, each.agent.id, now)
    return made


def done(board: RoutingBoard, name: str, now: float) -> None:
    """The work on a task is over, with no wrap-up."""
    complete(board, name, now, 0.0)
