"""Broken as `stops_while_it_sends` is, in a hub that serves the toy channel besides."""

from tests.faults.broken import plant, run_hub
from tests.faults.broken.stops_while_it_sends import CHANGES
from tests.faults.pigeon_hub import serve_pigeons

if __name__ == "__main__":
    plant(*CHANGES)
    serve_pigeons()
    run_hub()
