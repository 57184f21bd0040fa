"""Statements that are made once: on SQLite they are also compiled once, with how to bind and how to read.

SQLAlchemy looks each statement up, and sets up a context and a result for it, each time that it runs: that
costs several times what SQLite takes for a row by its key.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import DBAPIError, InvalidRequestError, MultipleResultsFound, NoResultFound

_MARK = "made_once"

Process = Callable[[Any], Any]
Statement = TypeVar("Statement", bound=Executable)


def once(statement: Statement) -> Statement:
    """Marks a statement that lives as long as the process: nothing of it changes but its parameters."""
    return statement.execution_options(**{_MARK: True})


class RanOnce:
    """The rows of a statement, or how many it changed: of SQLAlchemy's results what the store asks for."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        """Every row."""
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return self._rows

    def one(self) -> Any:
        """The only row; raises `NoResultFound`, `MultipleResultsFound`."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("No row was found when one was required")
        return row

    def one_or_none(self) -> Any | None:
        """The only row, None where there is none; raises `MultipleResultsFound`."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("Multiple rows were found when one or none was required")
        return self._rows[0] if self._rows else None

    def scalar_one_or_none(self) -> Any | None:
        """The first value of the only row; raises `MultipleResultsFound`."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalars(self) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self._rows]


class Compiled:
    """One statement for one set of parameters' names."""

    def __init__(self, statement: Any, names: tuple[str, ...], dialect: Dialect) -> None:
        self._statement = statement  # its id is its key: it has to stay alive
        made = statement.compile(dialect=dialect, column_keys=list(names))
        self.simple = not (made.post_compile_params or made.literal_execute_params or made.prefetch)
        self._sql = str(made)
        self._binds = [_bind(made, name, names) for name in made.positiontup or ()] if self.simple else []
        columns = made._result_columns
        row = namedtuple("row", [column.keyname for column in columns], rename=True)  # type: ignore[misc]
        self._make: Process = row._make
        readers = [_reader(column.type, dialect) for column in columns]
        self._reads = [(place, reader) for place, reader in enumerate(readers) if reader is not None]
        self._dialect = dialect

    def run(self, cursor: sqlite3.Cursor, parameters: dict[str, Any]) -> RanOnce:
        """Runs it and reads all rows; raises what SQLAlchemy raises."""
        values = [
            own if key is None else parameters[key] if write is None else write(parameters[key])
            for key, write, own in self._binds
        ]
        try:
            found = cursor.execute(self._sql, values).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._sql, values, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
            ) from error
        return RanOnce([self._read(row) for row in found], cursor.rowcount)

    def _read(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for place, reader in self._reads:
            values[place] = reader(values[place])
        return self._make(values)


class Compilations:
    """Every statement made once that a dialect has run."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[int, tuple[str, ...]], Compiled] = {}

    def of(self, statement: Any, parameters: Any) -> Compiled | None:
        """The compiled form; None for what SQLAlchemy has to run itself."""
        if type(parameters) is not dict:
            return None
        key = (id(statement), tuple(parameters))
        compiled = self._known.get(key) or self._compile(key, statement)
        return compiled if compiled is not None and compiled.simple else None

    def _compile(self, key: tuple[int, tuple[str, ...]], statement: Any) -> Compiled | None:
        if _MARK not in statement.get_execution_options():
            return None
        compiled = self._known[key] = Compiled(statement, key[1], self._dialect)
        return compiled


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
