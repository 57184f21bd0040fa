"""What is counted of mail; `docs/operations.md` explains it."""

from prometheus_client import Counter

MAIL = Counter("yuanqiao_mail", "Tries to send a letter to staff, by outcome", ["outcome"])
