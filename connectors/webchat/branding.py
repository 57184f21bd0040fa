"""The bank's name and colour as customers see them, before and after the chat is opened."""

import json
import re

from hub.settings import Settings

CONTRAST = 4.5
"""White text on the colour is read by people with low vision from here on (WCAG 2.2, 1.4.3)."""

DARKER = 0.94

PLACEHOLDER = re.compile(r"""(["'`])__YUANQIAO_BANK__\1""")
"""What the built loader holds once, as a string of JavaScript; which quotes, its minifier decides."""


def bank_words(settings: Settings) -> dict[str, str]:
    """The bank as the chat names it."""
    colour = readable_colour(settings.bank_colour)
    return {"name": settings.bank_name, "hotline": settings.bank_hotline, "colour": colour}


def readable_colour(colour: str) -> str:
    """The colour #rrggbb, darkened as far as white text on it needs; the widget reckons alike."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    while _contrast_with_white(parts) < CONTRAST:
        parts = [int(part * DARKER) for part in parts]
    return "#" + "".join(f"{part:02x}" for part in parts)


def brand_loader(script: str, settings: Settings) -> str:
    """The loader with the bank's name and colour in it; as it is where it has no one place for them."""
    if len(PLACEHOLDER.findall(script)) != 1:
        return script
    bank = bank_words(settings)
    literal = json.dumps({"name": bank["name"], "colour": bank["colour"]})
    # JSON writes all but ASCII as \uXXXX; a page that takes the script in must not see its end in a name.
    safe = literal.replace("<", r"\u003c").replace(">", r"\u003e")
    return PLACEHOLDER.sub(lambda _: safe, script)


def _contrast_with_white(parts: list[int]) -> float:
    red, green, blue = (_linear(part / 255) for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
