"""Broken: whoever needs the database waits for it, for as long as it takes."""

import os

from hub.store import database
from tests.faults.broken import run_hub

FOR_EVER_S = 3600.0

if __name__ == "__main__":
    database.POOL_WAIT_S = FOR_EVER_S
    os.environ["YUANQIAO_DATABASE_DEADLINE_S"] = str(FOR_EVER_S)
    run_hub()
