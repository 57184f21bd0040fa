"""A summary tells nothing that was not said, and nearly all amounts, dates, products and card tails."""

import re
from collections import Counter

from handoff.summary import in_short
from hub.privacy import for_view
from tests.unit.handoff.spoken import NAMED_PRODUCTS, Spoken, invent

CONVERSATIONS = 60
AT_LEAST = 0.95
LABEL = re.compile(r"^(?:金额|时间|卡|产品)：")


def test_sixty_conversations() -> None:
    said, kept, missing = Counter[str](), Counter[str](), set[tuple[str, str]]()
    for seed in range(CONVERSATIONS):
        spoken = invent(seed)
        summary = in_short(spoken.messages, 1, NAMED_PRODUCTS)
        assert invented_in(summary, spoken) == []
        assert len(summary) <= 2000
        for kind, value in spoken.named:
            said[kind] += 1
            if squeezed(value) in squeezed(summary):
                kept[kind] += 1
            else:
                missing.add((kind, value))
    shares = {kind: kept[kind] / said[kind] for kind in said}
    print(f"of {said.total()}: {shares}; missing {sorted(missing)}")
    assert set(said) == {"amount", "date", "product", "tail"}
    assert min(said.values()) >= 100
    assert all(share >= AT_LEAST for share in shares.values()), (shares, missing)


def test_what_nobody_said_is_found() -> None:
    """The control: a summary that says more than the customer is caught."""
    spoken = invent(1)
    summary = in_short(spoken.messages, 1, NAMED_PRODUCTS)
    for wrong in ("金额：7654 元", "时间：8 月 8 日", "卡：尾号 9090", "产品：龙腾专享", "扣了 1 分钱"):
        assert invented_in(f"{wrong}\n{summary}", spoken) != []


def test_personal_data_stays_masked() -> None:
    spoken = invent(2)
    (first, *rest) = spoken.messages
    words = "我的手机 13800138000，卡 6222021234567890128，扣了300元"
    told = first.model_copy(update={"segments": (first.segments[0].model_copy(update={"text": words}),)})
    summary = in_short([*rest, told], 1)
    assert "13800138000" not in summary
    assert "6222021234567890128" not in summary
    assert "300元" in summary.splitlines()[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def invented_in(summary: str, spoken: Spoken) -> list[str]:
    """The pieces of a summary that stand nowhere in the customer's words, as the desk shows them."""
    own = squeezed(for_view(spoken.own))
    pieces = [
        piece
        for line in summary.splitlines()
        for piece in (LABEL.sub("", line).split("、") if LABEL.match(line) else [line.rstrip("…")])
    ]
    return [piece for piece in pieces if squeezed(piece) not in own]
