"""What the first word of a recorded payload's name says that it means."""

from pathlib import Path

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.incoming import Greeted, TemplateReceipts, Unfollowed, WeixinMessage

_MEANINGS: dict[str, type] = {
    "said": WeixinMessage,
    "greeted": Greeted,
    "left": Unfollowed,
    "told": TemplateReceipts,
    "ignored": Ignored,
}


def meaning_of(path: Path, **others: type) -> type:
    """The class that a payload is read as; `others`: words of one connector alone."""
    return (_MEANINGS | others)[path.stem.partition("-")[0]]
