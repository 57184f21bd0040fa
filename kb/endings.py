"""What an answer ends with: since when its values hold, and where all of it can be read."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote

from hub.messages import Block
from hub.messages.blocks import BLOCKS_LIMIT, Paragraph, Span
from hub.messages.limits import TEXT_LIMIT
from kb.outcomes import Answered, Decision

HELP_PATH = "/help"
"""Where `kb.web.help` serves the pages."""

PAGE = "完整说明"
SHORT_CHANNELS = frozenset(("sms",))
"""Channels that pay for each character."""


class AnswerEndings:
    """Ends answers; `address` is the origin of the help pages, empty where there are none."""

    def __init__(self, address: str) -> None:
        self._address = address

    def on(self, decision: Decision, channel: str | None) -> Decision:
        """The decision, each answer in it with its ending for the channel; what is no answer stays."""
        return self.of(decision, channel) if isinstance(decision, Answered) else decision

    def of(self, answer: Answered, channel: str | None) -> Answered:
        """The answer, and those to the message's other questions, with their endings."""
        also = tuple(self.of(each, channel) if isinstance(each, Answered) else each for each in answer.also)
        return replace(self._ended(answer, short=channel in SHORT_CHANNELS), also=also)

    def page_of(self, answer: Answered) -> str:
        """The address of the article's help page; empty where customers have none."""
        if not (self._address and answer.has_page):
            return ""
        return f"{self._address}{HELP_PATH}/{quote(answer.source.article_id, safe='')}"

    def _ended(self, answer: Answered, *, short: bool) -> Answered:
        page = self.page_of(answer)
        since = since_words(answer.values_from, short=short) if answer.values_from else ""
        lines = [since, f"{PAGE}：{page}" if page else ""]
        text = "\n".join(filter(None, (answer.text, *lines)))
        if text == answer.text or len(text) > TEXT_LIMIT:
            return answer
        return replace(answer, text=text, blocks=_with(answer.blocks, since, page))


def since_words(day: date, *, short: bool = False) -> str:
    """Since when values hold, in words."""
    if short:
        return f"数值自 {day.isoformat()} 起"
    return f"以上数值自 {day.year} 年 {day.month} 月 {day.day} 日起执行。"


def _with(blocks: tuple[Block, ...], since: str, page: str) -> tuple[Block, ...]:
    """The blocks and a paragraph behind them; none where there were none, or too many: the text says all."""
    if not blocks or len(blocks) >= BLOCKS_LIMIT:
        return ()
    spans = [Span(text=since)] if since else []
    spans += [Span(text=PAGE, url=page)] if page else []
    return (*blocks, Paragraph(spans=tuple(spans)))
