"""The bot as it is; when it is told to stop, it writes down what its trackers hold: `watched FILE`."""

import sys
from pathlib import Path

from bot.absent import stand_in


def main(file: Path) -> int:
    """The bot's own command, with a memory that is looked into afterwards."""
    stand_in()
    from bot import process, serve
    from bot.memory import Memory
    from bot.trackers import build_tracker
    from tests.faults.in_bot.counting import write_heard

    memory, load, domains = Memory(), process.load, []

    def load_and_keep(models_dir: Path) -> process.TurnRunner:
        dialogue = load(models_dir)
        domains.append(dialogue.model.domain)
        return dialogue

    process.Memory = lambda: memory  # type: ignore[assignment, misc]
    process.load = load_and_keep
    code = serve.main()
    trackers = {
        conversation: build_tracker(conversation, remembered.result, domains[0]).events
        for conversation, remembered in memory._conversations.items()
    }
    write_heard(trackers, file)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
