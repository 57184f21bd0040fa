"""The page with a whole answer: words that are escaped, one style sheet, and nothing that runs."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import assert_never

from hub.messages import (
    Card,
    Choice,
    Choices,
    Figure,
    File,
    Image,
    Items,
    Line,
    Link,
    Location,
    Media,
    Message,
    Notice,
    OpenPage,
    Paragraph,
    Segment,
    Table,
    Text,
    Trigger,
    Video,
    Voice,
)

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.05rem/1.6 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;"
    "max-width:40rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}p{white-space:pre-wrap}"
    "img{max-width:100%;height:auto}table{border-collapse:collapse;display:block;overflow-x:auto}"
    "td,th{border:1px solid GrayText;padding:.3rem .5rem;text-align:left}small{color:GrayText}"
    "a{display:inline-block;min-height:1.5rem}"
)
STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
ADDRESS = re.compile(r"https?://[^\s<>\"'，。；！？、）】》]+")

AddressOf = Callable[[Media], str]


def headers(media_origin: str) -> Mapping[str, str]:
    """The headers of the page: nothing but its own style and the house's pictures."""
    policy = (
        f"default-src 'none'; img-src {media_origin}; style-src 'sha256-{STYLE_DIGEST}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }


def to_page(message: Message, bank: str, address_of: AddressOf) -> str:
    """The whole answer as a page; `address_of`: where a browser gets a file."""
    shown, first = [], 1
    for segment in message.segments:
        shown.append(_shown(segment, address_of, first))
        first += len(segment.options) if isinstance(segment, Choices) else 0
    body = "\n".join(shown)
    name = escape(bank)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><h1>{name}</h1>\n{body}\n"
        "<p><small>此链接七天内有效，请勿转发。 "
        "This link works for seven days; do not pass it on.</small></p>"
        "</main></body></html>"
    )


def _shown(segment: Segment, address_of: AddressOf, first: int) -> str:
    """One segment; `first`: the number of its first option, as the text message has it."""
    match segment:
        case Text():
            return _text(segment)
        case Choices():
            options = "".join(f"<li>{escape(option.label)}</li>" for option in segment.options)
            return f'{_paragraph(segment.prompt)}<ol start="{first}">{options}</ol>'
        case Link():
            return f"<p>{_anchor(segment.url, segment.title)}<br>{escape(segment.description)}</p>"
        case Image() | File() | Voice() | Video():
            return _file(segment.media, segment.words(), address_of)
        case Card():
            return _card(segment, address_of)
        case Notice() | Choice() | Location() | Trigger():
            return _paragraph(segment.words())
        case _:
            assert_never(segment)


def _text(segment: Text) -> str:
    shown = "".join(map(_block, segment.blocks)) or _paragraph(segment.text)
    if segment.source is None:
        return shown
    since = segment.source.effective_from
    return f"{shown}<p><small>依据：{escape(segment.source.title)}，{since.isoformat()} 起</small></p>"


def _block(block: Paragraph | Items | Table | Figure) -> str:
    match block:
        case Paragraph():
            return f"<p>{_line(block.spans)}</p>"
        case Items():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(each)}</li>' for each in block.items)}</{tag}>"
        case Table():
            head = "".join(f'<th scope="col">{_line(cell)}</th>' for cell in block.head)
            rows = "".join(
                f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>" for row in block.rows
            )
            return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        case Figure():
            return f"<p>[{escape(block.alt)}]</p>"


def _line(line: Line) -> str:
    return "".join(_span(span.text, strong=span.strong, url=span.url) for span in line)


def _span(text: str, *, strong: bool, url: str | None) -> str:
    shown = escape(text) if url is None else _anchor(url, text)
    return f"<strong>{shown}</strong>" if strong else shown


def _paragraph(words: str) -> str:
    parts, end = [], 0
    for found in ADDRESS.finditer(words):
        parts += [escape(words[end : found.start()]), _anchor(found[0], found[0])]
        end = found.end()
    return f"<p>{''.join(parts)}{escape(words[end:])}</p>"


def _file(media: Media, words: str, address_of: AddressOf) -> str:
    if media.mime.startswith("image/"):
        return _picture(media, address_of)
    return f"<p>{_anchor(address_of(media), words or media.name)}</p>"


def _card(card: Card, address_of: AddressOf) -> str:
    picture = "" if card.picture is None else _picture(card.picture, address_of)
    pages = [each for each in card.actions if isinstance(each, OpenPage)]
    links = "".join(f"<p>{_anchor(each.url, each.label)}</p>" for each in pages)
    return f"{picture}{_paragraph(card.words())}{links}"


def _picture(media: Media, address_of: AddressOf) -> str:
    return f'<p><img src="{escape(address_of(media))}" alt="{escape(media.name or "图片")}"></p>'


def _anchor(url: str, label: str) -> str:
    """A link; what is no address of the web is words."""
    if not url.startswith(("https://", "http://")):
        return escape(label)
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{escape(label)}</a>'
