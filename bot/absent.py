"""Stands in for libraries that Rasa imports and this bot never uses.

Rasa imports TensorFlow, a dozen chat services and three databases while it starts, whether or not a
model needs them. They are not installed here (see `exclude-dependencies` in `bot/pyproject.toml`).
The finder goes to the end of `sys.meta_path`: a library that is installed always wins. A name of an
absent library may be inherited from, used in annotations and as a decorator, because Rasa's modules do
so while they are imported; using one afterwards raises `ImportError`.
"""

import sys
from abc import ABCMeta
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LIBRARIES = frozenset(
    {
        "tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "sklearn_crfsuite",
        "aiogram", "fbmessenger", "mattermostwrapper", "engineio", "socketio",
        "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk", "webexteampythonsdk",
        "aio_pika", "aiormq", "boto3", "botocore", "confluent_kafka", "psycopg2", "pymongo", "redis",
        "sqlalchemy",
        "google", "matplotlib", "prompt_toolkit", "pydot", "questionary", "sentry_sdk",
        "structlog_sentry",
    }
)  # fmt: skip

_state = {"sealed": False}


class _Anything(ABCMeta):
    """The class of a name in an absent library."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "_absent" not in cls.__dict__ or _state["sealed"]:
            raise ImportError(f"{cls.__qualname__} needs a library that is not installed")
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]  # it was used as a decorator
        return _name(f"{cls.__qualname__}()")

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls

    def __mro_entries__(cls, bases: Any) -> Any:
        return (cls,)


def _name(qualname: str) -> Any:
    made = _Anything(qualname.rpartition(".")[2], (), {"_absent": True})
    made.__qualname__ = qualname
    return made


class _AbsentModule(ModuleType):
    """A module of an absent library: every public name in it exists."""

    __path__: Sequence[str] = ()

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0"
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    """Finds modules of absent libraries after every other finder gave up."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a stand-in, or None for a library that is not in the list."""
        if fullname.partition(".")[0] not in LIBRARIES or _state["sealed"]:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module that knows every name."""
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def stand_in() -> None:
    """Lets Rasa be imported without the libraries; call it before the first import of Rasa."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


def seal() -> None:
    """From here on, using an absent library raises `ImportError`; call it when all is imported."""
    _state["sealed"] = True
