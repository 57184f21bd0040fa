"""The stock bot's action server: answers from the demo bank's articles with a search of its own.

Copied beside the generated project and run there by `python -m rasa_sdk --actions answering`; it knows
nothing of the house. Questions are alike by their pairs of characters, weighted by how rare they are:
enough to find the article, and so cheap that it costs the stock server next to nothing.
"""

import itertools
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from rasa_sdk import Action  # type: ignore[import-not-found]

LEAST_ALIKE = 0.25
NO_ANSWER = "这个问题我暂时答不好，已记录下来请同事补充。"


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text, each once."""
    letters = [letter for letter in text.lower() if letter.isalnum()]
    return {"".join(pair) for pair in itertools.pairwise(letters)} or set(letters)


class Articles:
    """Every question of every article, looked up by its pairs of characters."""

    def __init__(self, file: Path) -> None:
        self._articles = json.loads(file.read_text("utf-8"))
        asked = [
            (number, pairs(question))
            for number, article in enumerate(self._articles)
            for question in article["questions"]
        ]
        common = Counter(pair for _, found in asked for pair in found)
        self._rare = {pair: math.log(1 + len(asked) / count) for pair, count in common.items()}
        self._questions = [(number, self._weight(found)) for number, found in asked]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, (_, found) in enumerate(asked):
            for pair in found:
                self._places[pair].append(place)

    def answer(self, text: str) -> str:
        """The answer of the article with the question most alike, or an honest no."""
        wanted = pairs(text)
        shared: dict[int, float] = defaultdict(float)
        for pair in wanted & self._rare.keys():
            for place in self._places[pair]:
                shared[place] += self._rare[pair]
        whole = self._weight(wanted)
        alike = [(2 * both / (whole + self._questions[place][1]), place) for place, both in shared.items()]
        likeness, place = max(alike, default=(0.0, 0))
        if likeness < LEAST_ALIKE:
            return NO_ANSWER
        return str(self._articles[self._questions[place][0]]["answer"])

    def _weight(self, found: set[str]) -> float:
        return sum(self._rare.get(pair, 0.0) for pair in found)


class AnswerQuestion(Action):  # type: ignore[misc]
    """Answers a question."""

    articles = Articles(Path(__file__).with_name("articles.json"))

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        """Says the answer."""
        dispatcher.utter_message(text=self.articles.answer(tracker.latest_message.get("text") or ""))
        return []
