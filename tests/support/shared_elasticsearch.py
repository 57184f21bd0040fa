"""One Elasticsearch for all workers of a test run: who needs it first starts it, the run's end stops it."""

import json
from pathlib import Path

from tests.support import run
from tests.support.elasticsearch import Access, Node, kill_group, new_folder, remove_folder

_started: dict[int, Node] = {}
"""What this process started: nobody ends it before the run does."""


def shared_elasticsearch(home: Path) -> Node:
    """The server of this run, started where it does not run yet; it may not answer yet (`Node.wait`)."""
    with run.one_at_a_time("elasticsearch") as note:
        if not note.exists():
            folder, access = new_folder()
            node = Node(home, folder, access)
            group = _started.setdefault(node.port, node).start()
            told = {"folder": str(folder), "port": node.port, "password": access.password, "group": group}
            note.write_text(json.dumps(told))
        told = json.loads(note.read_text())
    if told["port"] in _started:
        return _started[told["port"]]
    folder = Path(told["folder"])
    access = Access("yuanqiao", told["password"], folder / "ca.crt")
    return Node(home, folder, access, port=told["port"])


def stop_shared_elasticsearch() -> None:
    """Stops the server of this run, if one was started, and removes its files."""
    note = run.folder() / "elasticsearch"
    if note.exists():
        told = json.loads(note.read_text())
        kill_group(told["group"])
        remove_folder(Path(told["folder"]))
