"""What the part counts; docs/operations.md explains it."""

from prometheus_client import Counter

CALLS = Counter("yuanqiao_bank_calls", "Calls to the bank's systems, by path and result", ["path", "result"])
INSTRUCTIONS = Counter(
    "yuanqiao_bank_instructions", "Instructions that came to their end, by kind and code", ["kind", "code"]
)
