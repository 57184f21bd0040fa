"""Tests of the part of outlets."""
