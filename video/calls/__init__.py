"""Calls: their states, the links that lead into one, and who of both is there."""
