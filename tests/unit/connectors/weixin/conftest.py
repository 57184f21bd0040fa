"""The connectors' tables, for what keeps tokens."""

from tests.unit.connectors.kit.conftest import store

__all__ = ["store"]
