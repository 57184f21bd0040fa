"""What is counted of the web chat; `docs/operations.md` explains it."""

from prometheus_client import Counter, Gauge

SOCKETS_OPEN = Gauge("yuanqiao_webchat_sockets_open", "Web chats open on this process")
MESSAGES_REFUSED = Counter("yuanqiao_webchat_messages_refused", "Customers' messages not taken", ["code"])
