"""The numbers policy: no figure about money stands in an article, only the name of a dated value.

A placeholder is `{{kind:name}}`, for instance `{{rate:savings.demand}}`.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from kb.model import ValueKind

NAME = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
"""How values are named."""

KINDS = tuple(kind.value for kind in ValueKind)

PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)\s*:\s*(" + NAME + r")\s*\}\}")
"""`{{kind:name}}`: group 1 the kind, whatever it is, group 2 the name."""

_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"

_NUMBER = r"\d[\d,.]*"
_CHINESE = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*"
_CURRENCY = (
    r"(?:人民币|美元|美金|港币|港元|欧元|日元|英镑|澳元|加元|元|块钱|圆(?!通)|角|分钱"
    r"|rmb|cny|usd|hkd|eur|jpy|gbp)"
)
_LITERALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NUMBER}\s*(?:%|‰|‱|个百分点|个?基点|bps?\b)",
        rf"[百千万]分之(?:{_NUMBER}|{_CHINESE})",
        rf"{_NUMBER}\s*[十百千万亿]*\s*{_CURRENCY}",
        rf"{_CHINESE}[万亿]*\s*(?:元(?!化|素|件)|块钱|美元|美金|港币|港元|欧元|日元|英镑)",
        rf"(?:[¥$€£]|人民币|rmb|cny|usd)\s*{_NUMBER}",
        rf"{_NUMBER}\s*折",
        r"(?:利率|年化|费率|汇率|收益率)[^,。;!?\n]{0,8}?\d+\.\d+",
        rf"(?:手续费|年费|工本费|服务费|费用|收费|限额|额度)\s*(?:仅|只)?\s*(?:为|是|收|:|约|不超过|最高|最低)?\s*{_NUMBER}"
        r"(?!\s*(?:个|天|年|月|日|分钟|小时|笔|次|项|种|张))",
        rf"{_NUMBER}\s*[万亿](?!\s*(?:个|人|名|户|次|笔|张|家|台))",
    )
)
_UNIT_TWICE = re.compile(_HOLE + r"\s*(?:%|‰|个百分点|万元|元|块钱|美元)")


class Placeholder(NamedTuple):
    """One placeholder of a text."""

    kind: ValueKind
    name: str


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a text, each once, in order; `problems_in` tells of unknown kinds."""
    found = (Placeholder(ValueKind(kind), name) for kind, name in PLACEHOLDER.findall(text) if kind in KINDS)
    return tuple(dict.fromkeys(found))


def replace_placeholders(text: str, write: Callable[[Placeholder], str]) -> str:
    """Writes something in the place of each placeholder; one of an unknown kind stays as it is."""

    def written(match: re.Match[str]) -> str:
        return write(Placeholder(ValueKind(match[1]), match[2])) if match[1] in KINDS else match[0]

    return PLACEHOLDER.sub(written, text)


def without_placeholders(text: str) -> str:
    """The words alone, for searching: names of values are no words of a language."""
    return PLACEHOLDER.sub(" ", text)


def problems_in(text: str) -> list[str]:
    """What the numbers policy has against a text: literal figures, and placeholders nobody understands."""
    problems = [
        f"{{{{{kind}:…}}}} is no kind of value ({', '.join(KINDS)})"
        for kind, _ in PLACEHOLDER.findall(text)
        if kind not in KINDS
    ]
    bare = unicodedata.normalize("NFKC", PLACEHOLDER.sub(_HOLE, text))
    if "{{" in bare or "}}" in bare:
        problems.append("a placeholder is not of the form {{kind:name}}")
    problems += [literal_problem(literal) for literal in _literals(bare)]
    if _UNIT_TWICE.search(bare):
        problems.append("a unit follows a placeholder, but the value writes its own unit")
    return problems


def literals_in(text: str) -> list[str]:
    """The literal figures of a text, in compatibility forms (NFKC), each once."""
    return _literals(unicodedata.normalize("NFKC", PLACEHOLDER.sub(_HOLE, text)))


def literal_problem(figure: str) -> str:
    """What is said of a literal figure."""
    return f"literal figure “{figure}”: name a value instead"


def _literals(text: str) -> list[str]:
    spans = sorted({match.span() for pattern in _LITERALS for match in pattern.finditer(text)})
    found, end = [], 0
    for first, last in spans:
        if first >= end:  # several patterns may see one figure: it is told once
            found.append(text[first:last].strip())
            end = last
        elif last > end:
            found[-1], end = found[-1] + text[end:last].rstrip(), last
    return list(dict.fromkeys(found))
