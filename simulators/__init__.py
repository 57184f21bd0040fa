"""Simulators of what lies outside the hub: the bank's own website and the channels' services."""
