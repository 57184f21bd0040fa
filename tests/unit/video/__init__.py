"""Tests of the video part, without a hub."""
