"""Connections to Elasticsearch: opened as the settings say, errors told in the house's own words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, AsyncElasticsearch, NotFoundError, TransportError

from hub.errors import SetupError, Unavailable
from hub.settings import Settings

REQUEST_S = 10.0
"""Longest wait for an answer to anything but a customer's search."""

TRIES_MORE = 3
"""So many more nodes are asked where one cannot be reached or has no answer: that is told at once. One that
takes too long is not given up for another: the question has waited already."""


def open_client(settings: Settings) -> AsyncElasticsearch:
    """A client of the nodes that the settings name; raises `SetupError`."""
    # Its own lines quote addresses and bodies; ours say what happened without them.
    logging.getLogger("elastic_transport").setLevel(logging.CRITICAL)
    options: dict[str, Any] = {}
    if settings.elasticsearch_user:
        password = settings.elasticsearch_password.get_secret_value()
        options["basic_auth"] = (settings.elasticsearch_user, password)
    if settings.elasticsearch_ca:
        options["ca_certs"] = settings.elasticsearch_ca
    try:
        return AsyncElasticsearch(
            settings.elasticsearch_nodes,
            request_timeout=REQUEST_S,
            max_retries=TRIES_MORE,
            retry_on_timeout=False,
            retry_on_status=(502, 503, 504),
            **options,
        )
    except (ValueError, OSError) as error:
        raise SetupError("the setting YUANQIAO_ELASTICSEARCH_URL, or _CA, is wrong") from error


@contextmanager
def answering() -> Iterator[None]:
    """Raises `Unavailable`, which quotes nothing that was asked, for whatever keeps it from answering."""
    try:
        yield
    except NotFoundError as error:
        raise Unavailable("Elasticsearch has no such index: it is built anew", cause="not_found") from error
    except ApiError as error:
        cause = f"status {error.meta.status}"
        raise Unavailable(f"Elasticsearch refuses: {cause}", cause=cause) from error
    except TransportError as error:
        cause = type(error).__name__
        raise Unavailable(f"Elasticsearch does not answer: {cause}", cause=cause) from error
