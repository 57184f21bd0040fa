"""Runs an Elasticsearch for trying, and says which settings use it: `make elasticsearch`."""

import signal
import sys

from tests.support.elasticsearch import INSTALL, Node, find_home, new_folder, remove_folder

HEAP = "-Xms512m -Xmx512m"
TOLD = """\
Elasticsearch answers at {url}. A house uses it with these settings (in .env, or in the environment):

YUANQIAO_ELASTICSEARCH_URL={url}
YUANQIAO_ELASTICSEARCH_USER={user}
YUANQIAO_ELASTICSEARCH_PASSWORD={password}
YUANQIAO_ELASTICSEARCH_CA={ca}

`make run` in another terminal fills it by itself; `/healthz` says whether searches reach it.
Ctrl-C stops it and removes its files."""


def main() -> int:
    """Starts it, tells, waits for Ctrl-C, and takes it away."""
    home = find_home()
    if home is None:
        print(f"no Elasticsearch found: {INSTALL}", file=sys.stderr)
        return 2
    # What a shell starts in the background ignores Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    folder, access = new_folder()
    node = Node(home, folder, access)
    try:
        print("Elasticsearch is starting …", flush=True)
        node.start(heap=HEAP)
        node.wait()
        print(TOLD.format(url=node.url, user=access.user, password=access.password, ca=access.ca), flush=True)
        while True:
            signal.pause()
    except KeyboardInterrupt:
        return 0
    finally:
        node.kill()
        remove_folder(folder)


if __name__ == "__main__":
    sys.exit(main())
