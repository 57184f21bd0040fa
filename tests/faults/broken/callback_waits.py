"""Broken: a callback waits for its answer for as long as that takes, whatever the provider's patience."""

from connectors.kit.weixin import intake
from tests.faults.broken import run_hub

if __name__ == "__main__":
    intake.ANSWER_WITHIN_S = 30.0
    run_hub()
