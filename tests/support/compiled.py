"""What is compiled once in a process though each test has a database and a hub of its own: SQL, routes."""

import ast
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import sanic_routing.router
from sanic.mixins.routes import RouteMixin
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from hub.store import aside, database


class Compiled(dict[tuple[Any, ...], Any]):
    """SQLAlchemy's cache of compiled statements, with the kind of a database in the key for its engine."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """What was compiled for any database of this kind."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(_of_kind(key), compiled)


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *statement = key
    return (type(dialect), *statement)


def share_sql(patch: pytest.MonkeyPatch) -> None:
    """Lets all databases of this process share what was compiled for one of them."""
    compiled = Compiled()

    def create(*url: Any, **settings: Any) -> AsyncEngine:
        return create_async_engine(*url, **settings, execution_options={"compiled_cache": compiled})

    for module in (aside, database):
        patch.setattr(module, "create_async_engine", create)


def share_routes(patch: pytest.MonkeyPatch) -> None:
    """Lets all servers of this process with the same routes share the code that Sanic makes of them.

    And what it reads in the source of a handler, to know how an error is to be told.
    """
    shared = SimpleNamespace(
        parse=cache(ast.parse),
        unparse=lambda tree: "",  # to be read by people
        fix_missing_locations=lambda tree: tree,  # what was parsed has them
    )
    patch.setattr(sanic_routing.router, "ast", shared)
    told, formats = RouteMixin._determine_error_format, dict[Any, str]()

    def told_once(server: RouteMixin, handler: Any) -> str:
        code = getattr(handler, "__code__", handler)
        if code not in formats:
            formats[code] = told(server, handler)
        return formats[code]

    patch.setattr(RouteMixin, "_determine_error_format", told_once)
