"""One segment of each kind with all its fields filled, and every kind of value that stands in one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel, TypeAdapter

from hub.messages import (
    Call,
    Card,
    Choice,
    Choices,
    Figure,
    File,
    Image,
    Items,
    Link,
    Location,
    Media,
    Notice,
    NoticeCode,
    OpenMiniProgram,
    OpenPage,
    Option,
    Paragraph,
    Say,
    Segment,
    Source,
    Span,
    Table,
    Text,
    Trigger,
    Video,
    Voice,
)

SEGMENT: TypeAdapter[Segment] = TypeAdapter(Segment)
SOURCE = Source(article_id="card-loss", version=1, title="挂失", effective_from=date(2026, 11, 1))
LINE = (Span(text="手机银行", strong=True, url="https://bank.example/app"),)
BLOCKS = (
    Paragraph(spans=LINE),
    Items(ordered=True, items=(LINE,)),
    Table(head=(LINE,), rows=((LINE,),)),
    Figure(url=f"/kb/media/{'5d' * 32}.png", alt="挂失的按钮", width=640, height=400),
)
PICTURE = Media(id="0f" * 32, mime="image/jpeg", bytes=81_920, name="卡面.jpg", width=640, height=400)
SOUND = Media(id="1e" * 32, mime="audio/amr", bytes=4096)

SEGMENTS: tuple[Segment, ...] = (
    Text(text="请挂失", source=SOURCE, blocks=BLOCKS),
    Choices(prompt="哪一种？", options=(Option(id="c1.2-0-a", label="挂失"),)),
    Choice(id="c1.2-0-a", label="挂失"),
    Link(title="网点", url="https://bank.example/branches", description="全部网点"),
    Notice(code=NoticeCode.LATE, text="请稍候"),
    Image(media=PICTURE, alt="银行卡的正面"),
    File(media=Media(id="2d" * 32, mime="application/pdf", bytes=1024, name="对账单.pdf")),
    Voice(media=SOUND, seconds=3.5, text="我的卡丢了"),
    Video(media=Media(id="3c" * 32, mime="video/mp4", bytes=1024, name="柜台.mp4"), seconds=12),
    Location(latitude=31.2304, longitude=121.4737, title="人民广场网点", address="上海市黄浦区"),
    Card(
        title="信用卡申请",
        text="约五分钟",
        picture=PICTURE,
        actions=(
            OpenPage(label="去申请", url="https://bank.example/apply"),
            OpenMiniProgram(label="小程序", app_id=f"wx{'0' * 16}", path="pages/apply/index?from=chat"),
            Call(label="打电话", number="+86 21 1234 5678"),
        ),
    ),
    Card(title="还有问题吗", actions=(Say(label="有", text="我还有问题"),)),
    Trigger(name="transfer_done", details={"note": "已到账", "count": 2, "share": 0.5, "first": True}),
)

Path = tuple[str | int, ...]


def values_in(value: Any, path: Path = ()) -> Iterator[tuple[BaseModel, Path]]:
    """The value, and those that stand in it, each with its place."""
    if isinstance(value, BaseModel):
        yield value, path
        for name in type(value).model_fields:
            yield from values_in(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from values_in(each, (*path, place))


def changed(segment: Segment, path: Path, new: object) -> Segment:
    """The segment with another value at a place, checked as every segment is; raises `ValidationError`."""
    words = segment.model_dump(mode="json")
    at = words
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    at[path[-1]] = new  # type: ignore[index]
    return SEGMENT.validate_python(words)


def value_at(segment: Segment, path: Path) -> Any:
    """What stands at a place."""
    at: Any = segment
    for step in path:
        at = at[step] if isinstance(step, int) else getattr(at, step)
    return at
