"""What cannot wait: recognised and answered by the house itself, before the bot is asked and without it."""
