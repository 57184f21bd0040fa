"""How much is measured: the real sizes, and small ones by which the harness itself is tried."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Seconds of each load and before it; turns of a long conversation; chats; questions in the index.

    Of the routing service: agents, tasks that wait, decisions, those with their commits, tasks of a day.
    """

    load_s: float = 20.0
    warm_s: float = 4.0
    at_once: tuple[int, ...] = (1, 8, 32)
    turns: tuple[int, ...] = (10, 100, 500)
    chats: tuple[int, ...] = (1000, 2000, 3000, 4000, 5000)
    talking: int = 50
    think_s: float = 2.0
    questions: tuple[int, ...] = (1_000, 10_000, 100_000)
    searches: int = 2_000
    house_questions: int = 1_000_000
    agents: int = 1_000
    waiting: int = 10_000
    decisions: int = 20_000
    committed: int = 2_000
    replayed: int = 200_000


QUICK = Sizes(
    load_s=1.0,
    warm_s=0.5,
    at_once=(1, 4),
    turns=(10, 20),
    chats=(20, 40),
    talking=5,
    think_s=0.1,
    questions=(300,),
    searches=50,
    house_questions=300,
    agents=30,
    waiting=100,
    decisions=200,
    committed=20,
    replayed=2_000,
)
