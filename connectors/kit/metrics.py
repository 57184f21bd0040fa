"""What connectors count: callbacks by what they were."""

from prometheus_client import Counter

CALLBACKS = Counter(
    "yuanqiao_callbacks", "Providers' callbacks that were taken, by what they were", ["channel", "kind"]
)
CALLBACKS_REFUSED = Counter(
    "yuanqiao_callbacks_refused", "Providers' callbacks that were refused, by why", ["channel", "code"]
)
