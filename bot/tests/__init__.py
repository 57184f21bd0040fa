"""Tests of the bot; run them with `bot/.venv/bin/python -m pytest bot/tests`."""
