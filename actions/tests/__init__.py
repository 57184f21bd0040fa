"""Tests of the actions, run with the actions' own environment."""
