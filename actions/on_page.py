"""What the bank's page already knows: a question that names no product is about that of the page."""

import re

from kb.understanding.subject import fact_asked

_THIS = re.compile(
    r"(?:这|该|本|此)一?(?:款|个|只|种|支|项|张)?(产品|业务|理财|基金|存款|存单|贷款|保险|信用卡|卡)(?:产品)?"
)
_ANY = ("产品", "业务")
"""What every product may be called."""


def named(text: str, product: str | None) -> str:
    """The question with the page's product in the place of 这款…; as it is where that is another kind."""
    if product is None:
        return text

    def name(found: re.Match[str]) -> str:
        return product if found[1] in _ANY or found[1] in product else found[0]

    return _THIS.sub(name, text)


def asked_of(text: str, product: str | None) -> str | None:
    """A bare detail (要多久) as a question about the page's product; None where it is something else."""
    return f"{product}{text}" if product is not None and fact_asked(text) else None
