"""Tests of the bus: wake-ups, and publish and subscribe."""
