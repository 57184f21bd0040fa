"""Finds branches: those of the list by any of their names, others by their form (…支行, …branch)."""

import re
from pathlib import Path

import yaml

from bot.components.entities.found import FoundEntity
from bot.components.entities.lookup import Lookup

BRANCH = "branch"

LIST = Path(__file__).with_name("branches.yml")
_LOOKUP = Lookup(BRANCH, yaml.safe_load(LIST.read_text("utf-8")))
_LEAD = (
    "(?:我?[要想]?|帮我?|给我|请|约|预约|去|到|在|改到|改成|换成|换到|改去|是|的|查|找|一下|那个|不对|，|,)"
)
_SHORTEST = 3
_BY_FORM = re.compile(rf"(?:{_LEAD})*?([㐀-鿿]{{2,8}}?(?:支行|分行|分理处|营业部|营业厅))")
_STRIP = re.compile(rf"^{_LEAD}+")
_UNNAMED = re.compile(r"最近|附近|哪|你们|你哋|任何|其他|别的|就近")


def find_branches(text: str) -> list[FoundEntity]:
    """Branches by their full name."""
    found = _LOOKUP.find(text)
    for match in _BY_FORM.finditer(text):
        name = _STRIP.sub("", match[1])
        start = match.end(1) - len(name)
        unnamed = len(name) <= _SHORTEST or _UNNAMED.search(name)
        if not unnamed and not any(each.start < match.end() and start < each.end for each in found):
            found.append(FoundEntity(BRANCH, name, start, match.end(1)))
    return found
