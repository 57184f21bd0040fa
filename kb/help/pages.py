"""Help pages by Jinja2: every word is escaped, nothing in them runs, and they can be kept and printed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kb.endings import HELP_PATH, since_words
from kb.model import CategoryName, Version
from kb.rich.saying import SaidAnswer

PATH = HELP_PATH
STYLE_PATH = f"{PATH}/-/style.css"
TEMPLATES = Path(__file__).with_name("templates")
LARGE = "large"

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class HelpPublisher(NamedTuple):
    """Whose pages they are; `address`: where they are reached, empty where that is not known."""

    name: str
    hotline: str
    colour: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What the first page shows: articles by category, or what was found; `names` of the categories by id."""

    topics: Mapping[str, Sequence[Version]]
    names: Mapping[str, CategoryName] = field(default_factory=dict)
    topic: str = ""
    words: str = ""
    page: int = 1
    pages: int = 1
    busy: bool = False

    def name_of(self, topic: str) -> str:
        """What a category is called; its id where it has no name."""
        return self.names[topic].zh if topic in self.names else topic


class Pages:
    """Draws the pages of one bank."""

    def __init__(self, bank: HelpPublisher) -> None:
        self._bank = bank
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(bank=bank, path=PATH, link=link, STYLE=STYLE_PATH)

    def index(self, index: Index, size: str) -> str:
        """The list of articles."""
        return self._draw("index.html", index=index, size=size)

    def article(self, version: Version, said: SaidAnswer, name: CategoryName | None, size: str) -> str:
        """One article, with what search engines read of it; `name` is its category's."""
        topic = name.zh if name else version.topic
        since = since_words(said.values_from) if said.values_from else ""
        data = _faq(version, said)
        return self._draw(
            "article.html", version=version, said=said, size=size, data=data, topic=topic, since=since
        )

    def gone(self, size: str) -> str:
        """What stands where no article is."""
        return self._draw("gone.html", size=size)

    def style(self) -> str:
        """The one style sheet."""
        return self._draw("style.css")

    def _draw(self, name: str, **values: Any) -> str:
        return self._templates.get_template(name).render(**values)


def link(*parts: str, size: str = "", **query: str | int) -> str:
    """The address of a page; what is empty is left out of the query."""
    path = "/".join((PATH, *(quote(part, safe="") for part in parts)))
    asked = urlencode({name: value for name, value in {**query, "size": size}.items() if value})
    return f"{path}?{asked}" if asked else path


def tag_of(page: str) -> str:
    """The entity tag of a page (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(page.encode()).hexdigest()[:32]}"'


def _faq(version: Version, said: SaidAnswer) -> Mapping[str, Any]:
    """The article as https://schema.org/FAQPage."""
    answer = {"@type": "Answer", "text": said.text}
    question = {"@type": "Question", "name": version.title, "acceptedAnswer": answer}
    return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [question]}
