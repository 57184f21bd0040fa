"""Statements that are made once: on SQLite they are also compiled once, with how to bind and how to read.

SQLAlchemy looks each statement up, and sets up a context and a result for it, each time that it runs: that
costs several times what SQLite takes for a row by its key.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError, InvalidRequestError

_MARK = "made_once"

Process = Callable[[Any], Any]
Statement = TypeVar("Statement", bound=Executable)


def once(statement: Statement) -> Statement:
    """Marks a statement that lives as long as the process: nothing of it changes but its parameters."""
    return statement.execution_options(**{_MARK: True})


class RanOnce(IteratorResult[Any]):
    """The rows of a statement, or how many it changed."""

    rowcount: int


class Compiled:
    """One statement for one set of parameters' names."""

    def __init__(self, statement: Any, names: tuple[str, ...], dialect: Dialect) -> None:
        self._statement = statement  # its id is its key: it has to stay alive
        made = statement.compile(dialect=dialect, column_keys=list(names))
        self.simple = not (made.post_compile_params or made.literal_execute_params or made.prefetch)
        self._sql = str(made)
        self._binds = [_bind(made, name, names) for name in made.positiontup or ()] if self.simple else []
        columns = made._result_columns
        self._about = SimpleResultMetaData([column.keyname for column in columns])
        self._readers: list[Process | None] = [_reader(column.type, dialect) for column in columns]
        self._reads = [(place, reader) for place, reader in enumerate(self._readers) if reader is not None]
        self._dialect = dialect

    def run(self, cursor: sqlite3.Cursor, parameters: dict[str, Any]) -> RanOnce:
        """Runs it and reads all rows; raises what SQLAlchemy raises."""
        values = [
            own if key is None else parameters[key] if write is None else write(parameters[key])
            for key, write, own in self._binds
        ]
        try:
            found = cursor.execute(self._sql, values)
            rows = found.fetchall() if self._readers else []
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._sql, values, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
            ) from error
        result = RanOnce(self._about, iter([self._read(row) for row in rows]))
        result.rowcount = cursor.rowcount
        return result

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, reader in self._reads:
            values[place] = reader(values[place])
        return tuple(values)


class Compilations:
    """Every statement made once that a dialect has run."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[int, tuple[str, ...]], Compiled] = {}

    def of(self, statement: Any, parameters: Any) -> Compiled | None:
        """The compiled form; None for what SQLAlchemy has to run itself."""
        if type(parameters) is not dict or _MARK not in statement.get_execution_options():
            return None
        key = (id(statement), tuple(parameters))
        compiled = self._known.get(key)
        if compiled is None:
            compiled = self._known[key] = Compiled(statement, key[1], self._dialect)
        return compiled if compiled.simple else None


def _bind(made: Any, name: str, given: tuple[str, ...]) -> tuple[str | None, Process | None, Any]:
    """Under which key a value is given and how it is written; or the statement's own value."""
    bind, write = made.binds[name], made._bind_processors.get(name)
    if bind.key in given:
        return bind.key, write, None
    if bind.required:
        raise InvalidRequestError(f"a value is required for bind parameter {bind.key!r}")
    own = bind.effective_value
    return None, None, own if write is None else write(own)


def _reader(kind: Any, dialect: Dialect) -> Process | None:
    reader: Process | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return reader
