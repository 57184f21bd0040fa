"""Tests of the spine's parts, each by itself."""
