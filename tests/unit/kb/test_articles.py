"""Which version of an article is in effect, and that the index's windows say the same."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kb.articles import in_effect, windows
from kb.model import ArticleStatus, Version

NEW_YEAR = date(2026, 1, 1)


def version(
    number: int, first: int, last: int | None, status: ArticleStatus, channels: tuple[str, ...]
) -> Version:
    return Version(
        article_id="a",
        version=number,
        topic="t",
        title="t",
        questions=("q",),
        answer="a",
        status=status,
        effective_from=NEW_YEAR + timedelta(days=first),
        effective_to=None if last is None else NEW_YEAR + timedelta(days=first + last),
        channels=channels,
        links=(),
        content_hash="",
    )


histories = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.none() | st.integers(0, 10),
        st.sampled_from([ArticleStatus.APPROVED, ArticleStatus.APPROVED, ArticleStatus.WITHDRAWN]),
        st.sampled_from([(), ("webchat",), ("sms",)]),
    ),
    min_size=1,
    max_size=4,
).map(lambda items: [version(number, *item) for number, item in enumerate(items, start=1)])


@given(histories, st.integers(-2, 35))
def test_windows_and_in_effect_agree(history: list[Version], offset: int) -> None:
    day = NEW_YEAR + timedelta(days=offset)
    from_windows = [window.version for window in windows(history) if window.first <= day <= window.last]
    shown = in_effect(history, day, None)
    assert from_windows == ([shown] if shown else [])


def test_an_older_version_never_comes_back() -> None:
    old = version(1, 0, None, ArticleStatus.APPROVED, ())
    over = version(2, 10, 5, ArticleStatus.APPROVED, ())
    withdrawn = version(2, 10, None, ArticleStatus.WITHDRAWN, ())
    elsewhere = version(2, 10, None, ArticleStatus.APPROVED, ("sms",))
    for newer in (over, withdrawn, elsewhere):
        before, after = NEW_YEAR + timedelta(days=9), NEW_YEAR + timedelta(days=20)
        assert in_effect([old, newer], before, "webchat") == old
        assert in_effect([old, newer], after, "webchat") is None
    assert in_effect([old, elsewhere], NEW_YEAR + timedelta(days=20), "sms") == elsewhere
