"""Answers for tests, as the hub stores them."""

from typing import Any

SOURCE = {"article_id": "a1", "version": 1, "title": "借记卡挂失与补卡", "effective_from": "2026-11-01"}
PICTURE = f"/kb/media/{'ab' * 32}.png"


def text(words: str, **more: Any) -> dict[str, Any]:
    """Plain words; `more` may be their source or their blocks."""
    return {"type": "text", "text": words, **more}


def span(text: str, *, strong: bool = False, url: str | None = None) -> dict[str, Any]:
    return {"text": text, "strong": strong, "url": url}


def line(text: str) -> list[dict[str, Any]]:
    return [span(text)]


def rich(*, columns: int = 3, picture: bool = True) -> dict[str, Any]:
    """An answer with everything that a block can be."""
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "spans": [span("请先"), span("挂失", strong=True), span("，再到网点补卡。")]},
        {
            "type": "items",
            "ordered": True,
            "items": [line("打开手机银行"), line("点「卡片管理」里的「挂失」"), line("带身份证到网点补卡")],
        },
        {
            "type": "table",
            "head": [line(f"第 {number} 项费用") for number in range(columns)],
            "rows": [[line(f"{row}.{number} 元每张") for number in range(columns)] for row in range(3)],
        },
        {"type": "paragraph", "spans": [span("补卡网点查询", url="https://www.bank.example/branches")]},
        {
            "type": "items",
            "ordered": False,
            "items": [[span("见"), span("说明", url="https://www.bank.example/a")]],
        },
    ]
    if picture:
        image = {
            "type": "image",
            "url": PICTURE,
            "alt": "挂失按钮在卡片管理页的右上角",
            "width": 900,
            "height": 600,
        }
        blocks.append(image)
    return {"type": "text", "text": "请先挂失，再到网点补卡。费用见表。", "source": SOURCE, "blocks": blocks}
