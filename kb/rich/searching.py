"""What of an answer is searched: its words, without form, addresses and names of values."""

from kb.model import AnswerFormat, Version
from kb.numbers import without_placeholders
from kb.rich.parse import parse
from kb.rich.parts import lines


def searched(version: Version) -> str:
    """The words of a version's answer, a line for each paragraph, item and cell."""
    if version.answer_format is AnswerFormat.PLAIN:
        return without_placeholders(version.answer)
    return without_placeholders("\n".join(lines(parse(version.answer))))
