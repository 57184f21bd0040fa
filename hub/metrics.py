"""What the spine counts and measures; `/metrics` shows it, `docs/operations.md` explains it.

A channel counts its own (`connectors/<channel>/metrics.py`); all have the prefix `yuanqiao_`.
"""

from prometheus_client import Counter, Gauge, Histogram

TURN_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 8, 15, 30, 60, 120)

MESSAGES_ACCEPTED = Counter("yuanqiao_messages_accepted", "Customers' messages stored", ["channel"])
MESSAGES_REPEATED = Counter(
    "yuanqiao_messages_repeated", "Deliveries of a message already stored", ["channel"]
)
TURNS_CLOSED = Counter("yuanqiao_turns_closed", "Turns that ended, by how", ["state"])
TURN_SECONDS = Histogram("yuanqiao_turn_seconds", "From opening a turn to closing it", buckets=TURN_BUCKETS)
URGENT_ANSWERS = Counter("yuanqiao_urgent_answers", "What was urgent, answered by the house itself", ["kind"])
TURNS_DIVERTED = Counter("yuanqiao_turns_diverted", "Turns that a rule led somewhere, by where", ["way"])
BOT_ASKED = Counter("yuanqiao_bot_asked", "Asks of the bot, by outcome", ["outcome"])
BOT_SECONDS = Histogram("yuanqiao_bot_seconds", "One ask of the bot", buckets=TURN_BUCKETS)
ANSWERS_DROPPED = Counter("yuanqiao_answers_dropped", "Answers that came when they were not wanted", ["why"])
DELIVERIES = Counter("yuanqiao_deliveries", "Tries to send, by outcome", ["channel", "outcome"])
OUTBOX_FENCED = Counter(
    "yuanqiao_outbox_fenced", "What a sender was not let do, because its claim was over", ["what"]
)
OUTBOX_HELD = Counter("yuanqiao_outbox_held", "Messages that had to wait for a right to be sent", ["channel"])
OUTBOX_BREAKER_OPENED = Counter(
    "yuanqiao_outbox_breaker_opened", "Times that a channel account was given a rest", ["channel"]
)
STAFF_SIGN_INS = Counter("yuanqiao_staff_sign_ins", "Tries of staff to sign in, by outcome", ["outcome"])
STAFF_REFUSED = Counter("yuanqiao_staff_refused", "Staff that reached for what is not theirs", ["code"])
MEDIA_KEPT = Counter("yuanqiao_media_kept", "Files looked into and kept", ["kind"])
MEDIA_REFUSED = Counter("yuanqiao_media_refused", "Files not taken, by why", ["code"])
STORE_FAILURES = Counter("yuanqiao_store_failures", "Times that the database did not answer or write")
ADMISSION_BACKLOG = Gauge("yuanqiao_admission_backlog", "Turns not answered yet, this process's share")
ADMISSION_RATE = Gauge("yuanqiao_admission_answers_per_second", "What the house answers with every hand full")
ADMISSION_WAIT_SECONDS = Gauge("yuanqiao_admission_wait_seconds", "Estimated wait of a message let in now")
ADMISSION_LAG_SECONDS = Gauge("yuanqiao_admission_lag_seconds", "How late the event loop is, smoothed")
ADMISSION_LEVEL = Gauge("yuanqiao_admission_level", "What is refused: 0 nothing to 3 new messages")
ADMISSION_REFUSED = Counter("yuanqiao_admission_refused", "What was refused for overload", ["wish"])
PUBSUB_CONNECTED = Gauge("yuanqiao_pubsub_connected", "1 while the connections to Redis stand")
PUBSUB_LOST = Counter("yuanqiao_pubsub_lost", "Publications that did not reach a subscriber", ["why"])
PROCESSES = Gauge("yuanqiao_processes", "Living processes in the registry, as this one sees them")
CONNECTIONS_OPEN = Gauge("yuanqiao_connections_open", "Connections from outside that this process holds")
CONNECTIONS_REFUSED = Counter("yuanqiao_connections_refused", "Connections not taken, by why", ["why"])
CONNECTIONS_EXPIRED = Counter(
    "yuanqiao_connections_expired", "Connections ended because they were slow", ["what"]
)
SOCKETS_FLOODED = Counter("yuanqiao_sockets_flooded", "Sockets closed because of what was sent on them")
