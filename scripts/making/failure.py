"""The one error of the bootstrap."""


class CannotGoOnError(Exception):
    """Something is missing or failed; the text is one sentence for the person at the terminal."""
