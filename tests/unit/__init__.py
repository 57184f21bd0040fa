"""Tests of single parts, with nothing running but what a test starts itself."""
