"""Examples of alarms and of what is none: to fit the model on, and a fifth to measure it and the rules on."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import yaml

from urgent.recognise import KINDS

LINES = Path(__file__).with_name("lines")
NONE = "none"
HELD_OUT = 5
"""Every so many-th example is kept apart, by its hash: nothing is fitted on it."""


class AlarmExample(NamedTuple):
    """Words of a customer, and the kind of alarm that they are (`none` for none)."""

    words: str
    kind: str

    @property
    def held_out(self) -> bool:
        """Whether it is kept apart for measuring."""
        digest = hashlib.sha256(self.words.encode()).hexdigest()
        return int(digest, 16) % HELD_OUT == 0


def own_examples() -> list[AlarmExample]:
    """The house's own: `lines/KIND.txt`, one a line; `everyday` and `about` are no alarms."""
    found = []
    for file in sorted(LINES.glob("*.txt")):
        kind = file.stem if file.stem in KINDS else NONE
        found += [AlarmExample(line, kind) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return found


def article_examples(folder: Path) -> list[AlarmExample]:
    """The similar questions of articles in a folder, by the kinds that `lines/articles.yml` names."""
    known = yaml.safe_load((LINES / "articles.yml").read_text("utf-8"))
    kinds = {article: kind for kind, articles in known["kinds"].items() for article in articles}
    found = []
    for file in sorted(folder.glob("*.yml")):
        for article in yaml.safe_load(file.read_text("utf-8"))["articles"]:
            if article["id"] not in known["neither"]:
                kind = kinds.get(article["id"], NONE)
                found += [AlarmExample(each, kind) for each in (article["title"], *article["questions"])]
    return found
