"""The house's messages as words, and as much of them as a text message takes; pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from connectors.kit.cutting import cut
from connectors.sms.segments import GSM_EACH, UCS_EACH, count, is_gsm, septets, utf16_units
from hub.messages import (
    Call,
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
    Message,
    Notice,
    OpenMiniProgram,
    OpenPage,
    Say,
    Segment,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.messages.numbered import numbered

MOST_SEGMENTS = 3
MOST_OFFERED = 0.75
"""So much of the room options and the link may take: where they take more, they are cut like words."""

SLACK = 2
"""Units that may stay empty at the ends of segments, where a sign of two would have been divided."""


@dataclass(frozen=True, slots=True)
class SmsWords:
    """A message in words; `more`: it holds what words alone cannot show, as a picture.

    `offer`: the options at its end, which have to be seen before anybody can answer by a number.
    """

    text: str
    more: bool
    offer: str = ""

    @property
    def whole(self) -> str:
        """All of it."""
        return "\n\n".join(filter(None, (self.text, self.offer)))


def to_words(message: Message) -> SmsWords:
    """What a message says; options are a numbered list, numbered through."""
    lines, offers, first = list[str](), list[str](), 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            offers.append(numbered(segment, first=first))
            first += len(segment.options)
        else:
            # Options in the middle are words like others.
            lines, offers = [*lines, *offers, _words(segment)], []
    more = any(map(_shows_more, message.segments))
    return SmsWords(_joined(lines), more, _joined(offers))


def fit(words: SmsWords, link: str, *, before: str = "", unicode: bool = False) -> str:
    """The message in three segments: all of it, or its beginning and a link to the whole.

    `before`: a signature that has to stand in front; `unicode`: the gateway takes UCS-2 alone. Nothing is cut
    inside a link or a character, and sentences are kept where they can be.
    """
    whole, most = before + words.whole, MOST_SEGMENTS
    if not words.more and count(whole, unicode=unicode).segments <= most:
        return whole
    gsm = not unicode and is_gsm(whole + link)
    tail = f"\nFull answer: {link}" if gsm else f"\n全文：{link}"
    if count(whole + tail, unicode=unicode).segments <= most:
        return whole + tail
    each, measure = (GSM_EACH, septets) if gsm else (UCS_EACH, utf16_units)
    room = most * each - SLACK * most - measure(before)
    cut_off, text = "..." if gsm else "…", words.whole
    if words.text and words.offer and measure(words.offer + tail) <= room * MOST_OFFERED:
        text, tail = words.text, f"\n\n{words.offer}{tail}"
    room -= measure(cut_off + tail)
    while True:
        fitted = before + cut(text, room, measure)[0] + cut_off + tail
        # Long characters at the ends of parts leave room that nothing else fills.
        if count(fitted, unicode=unicode).segments <= most or room <= SLACK * most:
            return fitted
        room -= SLACK * most


def _joined(lines: list[str]) -> str:
    return "\n\n".join(filter(None, lines))


def _words(segment: Segment) -> str:
    match segment:
        case Text():
            return _text(segment)
        case Link():
            return "\n".join(filter(None, (segment.title, segment.description, segment.url)))
        case Card():
            return "\n".join([segment.words(), *_actions(segment)])
        case Choices():
            return numbered(segment)
        case Notice() | Choice() | Image() | File() | Voice() | Video() | Location() | Trigger():
            return segment.words()
        case _:
            assert_never(segment)


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
        case Text() | Link() | Choices() | Choice() | Notice() | Location() | Trigger():
            return False
        case _:
            assert_never(segment)
