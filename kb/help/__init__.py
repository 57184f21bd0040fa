"""Public help pages, made of the same articles that the bot answers from."""
