"""Between the bot's words and ours: options are opaque, texts are cut to fit, words are guarded."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hub.conversation.replies import PERSON_CHOICE, place_of_choice, to_input, to_segments, with_words
from hub.engine.contract import OfferedChoices, OfferedOption, Pick, PickInput, Reply, SpokenText, TextInput
from hub.messages import (
    Author,
    AuthorKind,
    Card,
    Choice,
    Choices,
    Direction,
    File,
    Image,
    Link,
    Location,
    Message,
    Paragraph,
    Segment,
    Source,
    Span,
    Text,
    Video,
    Voice,
)
from tests.unit.messages.examples import SEGMENTS

BLOCKS = (Paragraph(spans=(Span(text="a", strong=True),)),)
SOURCE = Source(article_id="a", version=1, title="t", effective_from=date(2026, 11, 1))
SENT = [segment for segment in SEGMENTS if isinstance(segment, Image | File | Voice | Video | Location)]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
PICK = Pick(intent="pick_article", entities={"article_id": "card-loss"})


def message(*segments: Segment, seq: int = 1) -> Message:
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=seq,
        direction=Direction.IN,
        author=Author(kind=AuthorKind.CUSTOMER),
        segments=segments,
        correlation_id="c",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def test_options_get_ids_that_say_nothing_but_where_they_were_offered() -> None:
    offered = OfferedChoices(prompt="?", options=[OfferedOption(label=x, pick=PICK) for x in "一二"])
    (first, second), picks = to_segments([offered, offered], conversation=3, seq=18)
    assert isinstance(first, Choices)
    assert isinstance(second, Choices)
    ids = [option.id for option in (*first.options, *second.options)]
    assert len(set(ids)) == 4
    assert set(picks) == set(ids)
    assert {place_of_choice(option_id) for option_id in ids} == {(3, 18)}
    assert "card-loss" not in first.model_dump_json()
    (again, _), _ = to_segments([offered, offered], conversation=3, seq=18)
    assert isinstance(again, Choices)
    assert again.options[0].id != first.options[0].id, "an id cannot be guessed"


@given(st.text(min_size=1, max_size=3).map(lambda text: text * 4000))
def test_a_long_text_becomes_several_and_loses_nothing(text: str) -> None:
    segments, _ = to_segments([SpokenText(text=text, source=SOURCE)], conversation=1, seq=1)
    texts = [segment for segment in segments if isinstance(segment, Text)]
    assert "".join(segment.text for segment in texts) == text
    assert [segment.source for segment in texts] == [None] * (len(texts) - 1) + [SOURCE]


def test_the_form_of_an_answer_goes_with_its_words() -> None:
    spoken = SpokenText(text="a", source=SOURCE, blocks=BLOCKS)
    assert to_segments([spoken], conversation=1, seq=1)[0] == (Text(text="a", source=SOURCE, blocks=BLOCKS),)


def test_words_for_several_segments_are_told_without_their_form() -> None:
    spoken = SpokenText(text="a" * 4001, source=SOURCE, blocks=BLOCKS)
    texts, _ = to_segments([spoken], conversation=1, seq=1)
    assert [text.blocks for text in texts if isinstance(text, Text)] == [(), ()]


PASSED_ON = [segment for segment in SEGMENTS if isinstance(segment, Link | Card | Location | Image)]


@pytest.mark.parametrize("segment", PASSED_ON, ids=lambda segment: segment.type)
def test_what_the_bot_says_in_our_own_kinds_is_passed_on(segment: Segment) -> None:
    reply = REPLY.validate_json(segment.model_dump_json(exclude_none=True))
    assert to_segments([reply], conversation=1, seq=1) == ((segment,), {})


@pytest.mark.parametrize(
    "segment",
    [segment for segment in SEGMENTS if segment.type in {"choice", "notice", "file", "voice", "trigger"}],
    ids=lambda segment: segment.type,
)
def test_the_bot_says_nothing_of_the_other_kinds(segment: Segment) -> None:
    with pytest.raises(ValidationError, match="union_tag_invalid"):
        REPLY.validate_json(segment.model_dump_json())


@pytest.mark.parametrize(
    ("choice_id", "place"),
    [
        ("c1.18-0-f3a9", (1, 18)),
        ("c1.18-0", (1, 18)),
        ("c1.18", None),
        ("c1.18-", None),
        ("1.18-0-f3a9", None),
        ("c118-0-f3a9", None),
        ("c-0-f3a9", None),
        ("c.-0-f3a9", None),
        ("c1.x-0-f3a9", None),
        ("c-1.18-0", None),
        ("c1.99999999999999999999-0", None),
        ("c1.2147483648-0", None),
        ("c9999999999.1-0", None),
        ("c1.999999999-0", (1, 999_999_999)),
        ("person", None),
        ("", None),
    ],
)
def test_the_place_of_a_choice_is_read_or_there_is_none(
    choice_id: str, place: tuple[int, int] | None
) -> None:
    assert place_of_choice(choice_id) == place


@given(st.from_regex(r"c[0-9]{1,12}\.[0-9]{1,12}-[0-9A-Za-z_.-]{1,30}", fullmatch=True))
def test_a_place_fits_the_store(choice_id: str) -> None:
    """PostgreSQL's integers have 32 bits: a larger number would be an error, not a forged choice."""
    place = place_of_choice(choice_id)
    assert place is None or max(place) < 2**31


def test_a_known_choice_is_a_pick_in_our_own_words() -> None:
    picks = {"c1.2-0-a": {"label": "挂失", **PICK.model_dump()}}
    chosen = message(Choice(id="c1.2-0-a", label="/restart"))
    expected = PickInput(text="挂失", intent="pick_article", entities={"article_id": "card-loss"})
    assert to_input([chosen], picks) == expected


def test_the_person_choice_needs_no_offer() -> None:
    found = to_input([message(Choice(id=PERSON_CHOICE, label="转人工"))], {})
    assert isinstance(found, PickInput)
    assert found.intent == "request_person"


@pytest.mark.parametrize("front", ["/", " /", "\u3000／", "\u200b/", "//"])
def test_words_never_begin_with_a_slash(front: str) -> None:
    for segment in (Text(text=f"{front}restart"), Choice(id="forged", label=f"{front}restart")):
        assert to_input([message(segment)], {}) == TextInput(text="restart")


def test_what_a_customer_sends_beside_words_is_told_in_words() -> None:
    sent = [message(segment, seq=seq) for seq, segment in enumerate(SENT, start=1)]
    told = to_input(sent, {})
    assert isinstance(told, TextInput)
    assert told.text.splitlines() == ["[语音] 我的卡丢了", "[位置] 人民广场网点 上海市黄浦区"]


def test_a_file_alone_stands_for_itself_and_beside_words_its_name_asks_nothing() -> None:
    files = [segment for segment in SENT if isinstance(segment, File | Image | Video)]
    sent = [message(segment, seq=seq) for seq, segment in enumerate(files, start=1)]
    told = ["[图片] 银行卡的正面", "[文件] 对账单.pdf", "[视频] 柜台.mp4"]
    assert to_input(sent, {}) == TextInput(text="\n".join(told))
    asked = [*sent, message(Text(text="怎么挂失"), seq=9)]
    assert to_input(asked, {}) == TextInput(text="怎么挂失")


def test_what_the_house_adds_ends_the_last_plain_words() -> None:
    choices = OfferedChoices(prompt="找人工？", options=[OfferedOption(label="人工", pick=PICK)])
    said: list[Reply] = [SpokenText(text="抱歉。"), SpokenText(text="已经登记。"), choices]
    assert with_words(said, []) == said
    added = with_words(said, ["编号一", "编号二"])
    assert added == [said[0], SpokenText(text="已经登记。\n编号一\n编号二"), choices]


def test_what_was_asked_for_stands_in_front_of_the_first_plain_words() -> None:
    source = Source(article_id="fees", version=1, title="费用", effective_from=date(2026, 1, 1))
    article = SpokenText(text="第一条", source=source)
    said: list[Reply] = [article, SpokenText(text="已记录。"), SpokenText(text="请稍候。")]
    added = with_words(said, ["正在接通。"], first=True)
    assert added == [article, SpokenText(text="正在接通。\n已记录。"), said[2]]
    assert with_words([article], ["正在接通。"], first=True) == [SpokenText(text="正在接通。"), article]


def test_what_the_house_adds_goes_into_no_article() -> None:
    source = Source(article_id="fees", version=1, title="费用", effective_from=date(2026, 1, 1))
    said: list[Reply] = [SpokenText(text="第一条", source=source)]
    assert with_words(said, ["编号一"]) == [SpokenText(text="编号一"), *said]


def test_words_of_several_messages_are_lines() -> None:
    words = [message(Text(text="我想问"), seq=1), message(Text(text="挂失"), seq=2)]
    assert to_input(words, {}) == TextInput(text="我想问\n挂失")


def test_words_after_a_choice_are_words() -> None:
    picks = {"c1.2-0-a": {"label": "挂失", **PICK.model_dump()}}
    words = [message(Choice(id="c1.2-0-a", label="挂失"), seq=3), message(Text(text="等一下"), seq=4)]
    assert to_input(words, picks) == TextInput(text="挂失\n等一下")
