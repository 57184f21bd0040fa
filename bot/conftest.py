"""Lets Rasa be imported by the tests: before any test module is."""

from bot.absent import stand_in
from bot.quiet import silence_rasa

stand_in()
silence_rasa()
