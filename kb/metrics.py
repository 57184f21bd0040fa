"""What is counted of the knowledge base; `docs/operations.md` explains it."""

from prometheus_client import Counter, Gauge

RATINGS = Counter("yuanqiao_kb_ratings", "Customers' verdicts on answers, each change counted", ["verdict"])
SEARCH_FELL_BACK = Gauge(
    "yuanqiao_kb_search_fell_back",
    "1 while this process searches the embedded index for want of Elasticsearch",
)
