"""Programs that run in the bot's environment: Rasa's Python, without the hub's libraries."""
