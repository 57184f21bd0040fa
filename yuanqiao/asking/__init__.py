"""Asks a running hub as its customers do."""
