"""Tests of the connectors' parts."""
