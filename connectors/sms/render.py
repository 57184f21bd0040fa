"""The house's messages as words, and as much of them as a text message takes; pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.kit.cutting import cut
from connectors.sms.segments import GSM_EACH, UCS_EACH, count, is_gsm, septets, utf16_units
from hub.messages import (
    Call,
    Card,
    Choices,
    File,
    Image,
    Link,
    Message,
    OpenMiniProgram,
    OpenPage,
    Say,
    Segment,
    Text,
    Video,
    Voice,
)
from hub.messages.numbered import numbered

MOST_SEGMENTS = 3
SLACK = 2
"""Units that may stay empty at the ends of segments, where a sign of two would have been divided."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message in words; `more`: it holds what words alone cannot show, as a picture."""

    text: str
    more: bool


def to_words(message: Message) -> Words:
    """What a message says; options are a numbered list, numbered through."""
    lines, first = [], 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            lines.append(numbered(segment, first=first))
            first += len(segment.options)
        else:
            lines.append(_words(segment))
    return Words("\n\n".join(filter(None, lines)), any(map(_shows_more, message.segments)))


def fit(words: Words, link: str, *, before: str = "", unicode: bool = False) -> str:
    """The message in three segments: all of it, or its beginning and a link to the whole.

    `before`: a signature that has to stand in front; `unicode`: the gateway takes UCS-2 alone. Nothing is cut
    inside a link or a character, and sentences are kept where they can be.
    """
    whole, most = before + words.text, MOST_SEGMENTS
    if not words.more and count(whole, unicode=unicode).segments <= most:
        return whole
    gsm = not unicode and is_gsm(whole + link)
    tail = f"\nFull answer: {link}" if gsm else f"\n全文：{link}"
    if count(whole + tail, unicode=unicode).segments <= most:
        return whole + tail
    tail = ("..." if gsm else "…") + tail
    each, measure = (GSM_EACH, septets) if gsm else (UCS_EACH, utf16_units)
    room = most * each - SLACK * most - measure(before) - measure(tail)
    beginning = cut(words.text, max(room, 1), measure)[0] if room > 0 else ""
    return before + beginning + tail


def _words(segment: Segment) -> str:
    match segment:
        case Text():
            return _text(segment)
        case Link():
            return "\n".join(filter(None, (segment.title, segment.description, segment.url)))
        case Card():
            return "\n".join([segment.words(), *_actions(segment)])
        case _:
            return segment.words()


def _text(segment: Text) -> str:
    if segment.source is None:
        return segment.text
    since = segment.source.effective_from
    return (
        f"{segment.text}\n（依据：{segment.source.title}，{since.year} 年 {since.month} 月 {since.day} 日起）"
    )


def _actions(card: Card) -> Iterator[str]:
    for action in card.actions:
        match action:
            case OpenPage():
                yield f"{action.label}：{action.url}"
            case Call():
                yield f"{action.label}：{action.number}"
            case Say():
                yield f"{action.label}：请回复“{action.text}”"
            case OpenMiniProgram():
                yield f"{action.label}：请在微信中打开小程序"


def _shows_more(segment: Segment) -> bool:
    match segment:
        case Image() | File() | Voice() | Video():
            return True
        case Card():
            return segment.picture is not None
        case _:
            return False
