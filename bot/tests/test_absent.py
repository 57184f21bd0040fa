"""What Rasa declares and the bot does not use is not installed, and its stand-in cannot do anything."""

import sys
from importlib.machinery import PathFinder
from importlib.metadata import distributions

import pytest

from bot.absent import LIBRARIES, _Finder
from bot.dialogue import TurnRunner

# Packages with known flaws, or that talk to others, of which the bot must be free.
DENIED = {
    "aio-pika", "aiogram", "boto3", "confluent-kafka", "dnspython", "keras", "psycopg2-binary", "pymongo",
    "redis", "sentry-sdk", "slack-sdk", "sqlalchemy", "tensorflow", "tensorflow-text", "twilio", "wheel",
}  # fmt: skip


def test_nothing_denied_is_installed() -> None:
    installed = {str(found.metadata["Name"]).lower().replace("_", "-") for found in distributions()}
    assert {"rasa", "sanic", "aiohttp"} <= installed
    assert not installed & DENIED


def test_what_is_installed_wins() -> None:
    places = [type(finder) for finder in sys.meta_path]
    assert sys.meta_path.index(PathFinder) < places.index(_Finder)
    assert not LIBRARIES & {"rasa", "sanic", "aiohttp", "sklearn", "scipy", "numpy"}


def test_a_stand_in_can_be_inherited_from_and_never_used(dialogue: TurnRunner) -> None:
    import tensorflow as tf  # the stand-in, imported by Rasa before

    assert dialogue.model.sha256  # loaded: from here on the stand-ins are sealed

    class Model(tf.keras.Model):  # type: ignore[misc, name-defined]
        """As Rasa's modules do while they are imported."""

    with pytest.raises(ImportError, match="not installed"):
        Model()
    with pytest.raises(ImportError, match="not installed"):
        tf.constant(1)
    with pytest.raises(ImportError):
        import tensorflow.nothing_imported_this  # noqa: F401
