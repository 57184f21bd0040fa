"""What is counted of cards to staff; `docs/operations.md` explains it."""

from prometheus_client import Counter

ALERTS = Counter("yuanqiao_alerts", "Tries to send a card to staff, by outcome", ["outcome"])
