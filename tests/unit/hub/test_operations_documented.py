"""docs/operations.md explains every metric, and none that does not exist."""

import importlib
import re

from prometheus_client import REGISTRY

import yuanqiao.hub
from hub.settings import ROOT
from hub.web.health import health_blueprint
from yuanqiao.channels import read_manifests
from yuanqiao.cli.main import yuanqiao
from yuanqiao.parts import part_modules

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(yuanqiao_[a-z_]+)` \| (\w+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PREFIX = "yuanqiao_"


def _existing() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each metric's name as Prometheus sees it, its kind, and its labels."""
    importlib.import_module("ingress.metrics")  # of a process of its own
    assert part_modules(), "they bring their metrics; importing the wiring brings those of the spine"
    for manifest in read_manifests():
        __import__(manifest.entry.partition(":")[0])
    found = {}
    for collector in set(REGISTRY._names_to_collectors.values()):
        for family in collector.describe() if hasattr(collector, "describe") else collector.collect():
            if family.name.startswith(PREFIX):
                name = f"{family.name}_total" if family.type == "counter" else family.name
                found[name] = (family.type, tuple(collector._labelnames))  # type: ignore[attr-defined]
    return found


def _documented() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = ROW.findall(PAGE)
    assert len({name for name, *_ in rows}) == len(rows), "a metric stands there twice"
    assert all(meaning.rstrip().endswith(".") for *_, meaning in rows)
    return {name: (kind, tuple(re.findall(r"`(\w+)`", labels))) for name, kind, labels, _ in rows}


def test_the_page_and_the_metrics_name_the_same() -> None:
    documented = _documented()
    assert len(documented) > 8
    assert documented == _existing()


def test_every_metric_that_the_page_speaks_of_is_in_its_table() -> None:
    spoken = set(re.findall(r"\byuanqiao_[a-z_]+\b", PAGE)) - {"yuanqiao_"}
    assert spoken == set(_documented())


def test_every_metric_is_counted_somewhere() -> None:
    """A metric that nobody counts is always zero, and an alarm on it never rings."""
    paths = [ROOT / part / "metrics.py" for part in ("hub", "kb", "mail")]
    paths += (ROOT / "connectors").glob("*/metrics.py")
    assert len(paths) >= 3
    for path in paths:
        names = re.findall(r"^([A-Z_]+) = (?:Counter|Gauge|Histogram)\(", path.read_text(), re.MULTILINE)
        assert names, path
        # What the kit offers is counted by the connectors.
        around = path.parent.parent if path.parent.name == "kit" else path.parent
        code = "".join(other.read_text() for other in around.rglob("*.py") if other != path)
        assert [name for name in names if f"{name}." not in code] == []


def test_every_address_and_command_of_the_page_exists() -> None:
    addresses = set(re.findall(r"\| `GET (/\w+)` \|", PAGE))
    blueprint = health_blueprint(None)  # type: ignore[arg-type]
    assert addresses == {f"/{route.uri.strip('/')}" for route in blueprint._future_routes}
    commands = set(re.findall(r"^yuanqiao ([a-z-]+)", PAGE, re.MULTILINE))
    assert len(commands) > 5
    assert commands <= set(yuanqiao.list_commands(None))  # type: ignore[arg-type]
