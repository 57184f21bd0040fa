"""A reading: a question that a customer's words may stand for."""

from dataclasses import dataclass

SPOKEN_OF = 0.7
"""The weighed share of the added words that an article has to know to be the answer."""

NEARLY_SPOKEN_OF = 0.5
"""The share to be offered."""


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question in full; `about`: what an article must speak of to answer it, beyond being the likeliest.

    A reading built from what was said before is much like that, whatever was added: so the article has to
    know the added words themselves. `of_one_kind`: the customer named the kind of thing expressly, so
    articles of another kind (`kb.contrasts`) are no candidates. `doubtful`: letters were changed, so it is
    answered only by an article that the words as they stand suggest, too. `word_for_word`: it leaves out what
    the customer means, so it is answered only by an article that has these very words.
    """

    text: str
    about: tuple[str, ...] = ()
    of_one_kind: bool = False
    doubtful: bool = False
    word_for_word: bool = False
