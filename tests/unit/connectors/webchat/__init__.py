"""Tests of the web chat's parts, without a server."""
