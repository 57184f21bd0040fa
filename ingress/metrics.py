"""What the ingress counts (docs/ingress.md)."""

from prometheus_client import Counter, Gauge

PASSED_ON = Counter("yuanqiao_ingress_passed_on", "Callbacks that the hub answered itself")
SPOOLED = Counter("yuanqiao_ingress_spooled", "Callbacks that were written to the spool")
DRAINED = Counter("yuanqiao_ingress_drained", "Callbacks of the spool that the hub took")
REFUSED = Counter("yuanqiao_ingress_refused", "Callbacks of the spool that the hub refused for good")
DEPTH = Gauge("yuanqiao_ingress_depth", "Callbacks that wait in the spool")
