"""Talking to providers: allowed hosts, deadlines, bounded answers, no redirects, nothing secret in logs."""

from connectors.kit.http.client import AccountClient
from connectors.kit.http.hosts import Hosts
from connectors.kit.http.media import fetch_media
from connectors.kit.http.results import NotSent, ProviderResponse, Result, Unknown

__all__ = ["AccountClient", "Hosts", "NotSent", "ProviderResponse", "Result", "Unknown", "fetch_media"]
