"""What two editors say of an article at once: each one's change stays, and where both cannot, it is said."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.errors import BadInput, Conflict
from kb.model import AboutArticle
from kb.studio.about import MOST_TAGS, merged

TAGS = st.lists(st.sampled_from("甲乙丙丁戊"), unique=True).map(tuple)
SAID = st.builds(
    AboutArticle,
    owner_id=st.sampled_from([None, "li", "wang"]),
    review_by=st.sampled_from([None, date(2026, 6, 1), date(2027, 1, 1)]),
    tags=TAGS,
)


@given(SAID, SAID)
def test_alone_it_is_as_wanted(was: AboutArticle, wanted: AboutArticle) -> None:
    assert merged(was, wanted, was) == wanted


@given(SAID, SAID)
def test_who_changes_nothing_takes_nothing_away(was: AboutArticle, now: AboutArticle) -> None:
    assert merged(was, was, now) == now


@given(SAID, SAID, SAID)
def test_what_each_of_two_changed_stays(was: AboutArticle, one: AboutArticle, other: AboutArticle) -> None:
    assume(one.owner_id in (was.owner_id, other.owner_id) or other.owner_id == was.owner_id)
    assume(one.review_by in (was.review_by, other.review_by) or other.review_by == was.review_by)
    both = merged(was, other, one)
    for tag in "甲乙丙丁戊":
        changed = [each for each in (one, other) if (tag in each.tags) != (tag in was.tags)]
        assert (tag in both.tags) == (tag in (changed[-1] if changed else was).tags)
    assert len(set(both.tags)) == len(both.tags)
    assert both.owner_id == (other.owner_id if other.owner_id != was.owner_id else one.owner_id)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (AboutArticle(owner_id="li"), AboutArticle(owner_id="wang")),
        (AboutArticle(review_by=date(2026, 6, 1)), AboutArticle(review_by=date(2027, 1, 1))),
    ],
)
def test_two_owners_or_two_dates_are_a_conflict(mine: AboutArticle, theirs: AboutArticle) -> None:
    with pytest.raises(Conflict):
        merged(AboutArticle(), mine, theirs)


def test_together_they_have_no_more_tags_than_one_may() -> None:
    one, other = (AboutArticle(tags=tuple(f"{name}{number}" for number in range(MOST_TAGS))) for name in "ab")
    with pytest.raises(BadInput):
        merged(AboutArticle(), one, other)
