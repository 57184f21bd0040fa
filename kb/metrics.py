"""What is counted of the knowledge base; `docs/operations.md` explains it."""

from prometheus_client import Counter

RATINGS = Counter("yuanqiao_kb_ratings", "Customers' verdicts on answers, each change counted", ["verdict"])
