"""The whole way, as its user starts it: web chat, hub, bot, actions, outbox, web chat."""

from tests.bench import house as houses
from tests.bench.house import first_answer_s, questions, running_house
from tests.bench.load import growth_figures, load_figures
from tests.bench.processes import memory_mb
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.bench.talks import chats, greet

SETTINGS = f"`yuanqiao run`, all processes on this machine, asked over web chat; {houses.SETTINGS}"
PROCESSES = {"hub": "yuanqiao hub", "bot": "bot.serve", "actions": "actions.serve"}


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """CPU, messages a second, spans, growth, start and memory of everything together."""
    with running_house() as house:
        with steps.timed("preparing", 10):
            house.prepare()
        whole = house.start_all()
        port = house.settings.port

        with steps.timed("start", 8):
            figures: Figures = {"start_s": await first_answer_s([whole], lambda: greet(port))}
        spent = {name: whole.cpu_s(words) for name, words in PROCESSES.items()}
        figures |= await load_figures(chats(port), questions(), [whole], sizes, steps)
        together = sum(whole.cpu_s(words) - spent[name] for name, words in PROCESSES.items())
        for name, words in PROCESSES.items():
            figures[f"cpu_{name}_share"] = round((whole.cpu_s(words) - spent[name]) / together, 3)
            figures[f"memory_{name}_mb"] = round(whole.resident_bytes(words) / 1e6, 1)
        figures["memory_mb"] = memory_mb([whole])
        return figures | await growth_figures(chats(port), questions(), sizes, steps)
