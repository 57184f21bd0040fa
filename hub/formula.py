"""Formula injection: a cell that begins with certain signs is run by spreadsheets, so it is made words.

The signs are those of OWASP's page "CSV Injection".
"""

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text as a cell of a CSV file: an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if text.startswith((*SIGNS, "'")) else text


def as_written(text: str) -> str:
    """The text as it was before `harmless`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*SIGNS, "'")) else text
