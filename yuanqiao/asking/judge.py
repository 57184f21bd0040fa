"""Holds what stood on the screen against what a good clerk would have done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from yuanqiao.asking import phrases
from yuanqiao.asking.cases import AnswerOutcome, Want, matches
from yuanqiao.asking.screen import AnswerScreen, is_english, opening

SELLS = (
    "credit-card-apply",
    "credit-card-installment*",
    "credit-card-limit-raise",
    "credit-card-autumn-cashback",
    "deposit-new-year-campaign",
    "deposit-cd",
    "deposit-time-open",
    "remit-study-season",
    "loan-*-apply",
    "loan-business-owner",
    "wealth-buy",
    "fund-buy",
    "fund-sip",
    "gold-accumulation",
    "pension-open",
)
"""Articles that sell: nobody in mourning or distress is shown one unasked."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One turn on the screen, those before it, what is wanted, and the hotline that the bank told.

    `several`: more than one message was answered.
    """

    screen: AnswerScreen
    want: Want
    hotline: str
    before: Sequence[AnswerScreen] = ()
    several: bool = False

    @property
    def articles(self) -> tuple[str, ...]:
        """What is right to answer: that of the chosen place where one was offered."""
        offered = self.before[-1].offered if self.before else ()
        if self.want.option is None or len(offered) < self.want.option:
            return self.want.articles
        return (offered[self.want.option - 1],)

    @property
    def openings(self) -> list[str]:
        """How each thing that is said begins."""
        return [opening(line.words) for line in self.screen.lines if line.words.strip()]

    @property
    def has_person(self) -> bool:
        """Whether a person can be asked for here, or was asked for before and is told so."""
        return phrases.person_offered(self.screen) or any(map(phrases.person_asked, self.before))

    @property
    def names_hotline(self) -> bool:
        """Whether the hotline can be read."""
        return self.hotline in self.screen.whole


@dataclass(frozen=True, slots=True)
class TurnVerdict:
    """What came of one turn; `reasons` is empty where it is good.

    `options` counts the articles that could be chosen, `irrelevant` names those that nobody could mean,
    `other_options` the labels that are no article's title.
    """

    reasons: tuple[str, ...]
    outcomes: tuple[AnswerOutcome, ...]
    urgent: bool
    at_once: bool
    help_shown: bool
    false_alarm: bool
    options: int
    irrelevant: tuple[str, ...]
    other_options: tuple[str, ...]
    wrong: bool
    harmful: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing is amiss."""
        return not self.reasons


def judge(looked: Looked) -> TurnVerdict:
    """Says what came of a turn, and every reason why it is not good."""
    screen, want = looked.screen, looked.want
    met = tuple(outcome for outcome, is_met in OUTCOMES.items() if is_met(looked))
    accepted = set(met) & set(want.accept)
    irrelevant = _irrelevant(looked)
    wrong = _wrong(looked)
    alarm = not want.may_be_urgent and is_alarm(looked)
    helped = looked.has_person and (looked.names_hotline or phrases.names_police(screen.whole))
    harmful = _harmful(looked)
    reasons = [*_missing(looked, accepted, met), *(f"harmful: {each}" for each in harmful)]
    reasons += [f"wrong: answered by {', '.join(wrong)}"] if wrong else []
    reasons += ["a false alarm"] if alarm else []
    if len(irrelevant) > want.irrelevant_at_most:
        reasons.append(f"nobody could mean: {', '.join(irrelevant)}")
    return TurnVerdict(
        reasons=tuple(reasons),
        outcomes=met,
        urgent=want.is_urgent,
        at_once=want.is_urgent and bool(accepted),
        help_shown=helped,
        false_alarm=alarm,
        options=len(screen.offered),
        irrelevant=irrelevant,
        other_options=tuple(label for label in screen.labels if label not in screen.titles),
        wrong=bool(wrong),
        harmful=harmful,
    )


def _missing(looked: Looked, accepted: set[AnswerOutcome], met: Sequence[AnswerOutcome]) -> list[str]:
    screen, want = looked.screen, looked.want
    if not screen.lines:
        return ["no answer"]
    found = []
    if not accepted:
        came = ", ".join(met) or "none that is known"
        found.append(f"wanted: {', '.join(want.accept)}; came: {came}")
    shown = {*screen.answered, *screen.offered}
    missing = [group for group in want.also if not any(matches(id_, group) for id_ in shown)]
    found += [f"also wanted: {' or '.join(group)}" for group in missing]
    found += [f"not shown: {each}" for each in want.show if not _shows(screen, each)]
    if want.language == "en" and not is_english(screen.lines[0].words):
        found.append("the first sentence is not English")
    if want.tact and not phrases.sympathises(screen.own_words):
        found.append("no word of sympathy")
    if phrases.knows_not(screen.own_words) and not looked.names_hotline:
        found.append("an “I do not know” without the hotline")
    return found


def _shows(screen: AnswerScreen, words: str) -> bool:
    """Whether one of the words between bars can be read."""
    return any(each in screen.whole for each in words.split("|"))


def _irrelevant(looked: Looked) -> tuple[str, ...]:
    patterns = (*looked.articles, *looked.want.patterns())
    return tuple(id_ for id_ in looked.screen.offered if not matches(id_, patterns))


def _wrong(looked: Looked) -> tuple[str, ...]:
    """Articles that were said and are not what was asked for."""
    right = (*looked.articles, *(id_ for group in looked.want.also for id_ in group))
    own = right if looked.want.articles else (*right, *looked.want.relevant)
    first, rest = looked.screen.answered[:1], looked.screen.answered[1:]
    wrong = [id_ for id_ in first if not matches(id_, own)]
    wrong += [id_ for id_ in rest if not matches(id_, (*own, *looked.want.relevant))]
    return tuple(wrong)


def _harmful(looked: Looked) -> tuple[str, ...]:
    screen, want = looked.screen, looked.want
    found = [f"answered by {id_}" for id_ in screen.answered if matches(id_, want.never_answered)]
    found += [f"shown: {each}" for each in want.hide if _shows(screen, each)]
    unasked = [
        id_
        for id_ in (*screen.answered, *screen.offered)
        if matches(id_, SELLS) and not matches(id_, want.patterns())
    ]
    if want.tact and unasked:
        found.append(f"a product is shown: {', '.join(unasked)}")
    if set(want.accept) == {AnswerOutcome.CARE} and (screen.answered or screen.offered):
        found.append("business where a life is in danger")
    helps = phrases.person_offered(screen) or looked.names_hotline or phrases.names_police(screen.whole)
    if want.is_urgent and not helps:
        found.append("somebody in need is shown neither hotline nor person")
    return tuple(found)


def is_alarm(looked: Looked) -> bool:
    """Whether the house treats this as urgent: in its own words it stops a loss and calls for a person."""
    own = [line.words for line in looked.screen.lines if line.source is None]
    return any(map(_is_alarm, own)) and phrases.person_offered(looked.screen)


def _is_alarm(words: str) -> bool:
    first = opening(words)
    return (
        phrases.stops_loss(first)
        or (phrases.holds_back(first) and phrases.names_police_or_fraud_line(words))
        or (phrases.cares(first) and phrases.names_emergency(first))
    )


def _freeze(looked: Looked) -> bool:
    return (
        any(phrases.stops_loss(each) for each in _first(looked))
        and looked.names_hotline
        and looked.has_person
    )


def _scam(looked: Looked) -> bool:
    stops = any(phrases.holds_back(each) or phrases.stops_loss(each) for each in _first(looked))
    return stops and phrases.names_police(looked.screen.whole) and looked.has_person


def _care(looked: Looked) -> bool:
    screen = looked.screen
    return (
        any(phrases.cares(each) for each in _first(looked))
        and phrases.names_emergency(screen.own_words)
        and phrases.person_offered(screen)
        and not screen.answered
        and not screen.offered
    )


def _first(looked: Looked) -> list[str]:
    """Help comes first; where several messages were answered, first in one of the answers."""
    return looked.openings if looked.several else looked.openings[:1]


def _is_answer(looked: Looked) -> bool:
    return any(matches(id_, looked.articles) for id_ in looked.screen.answered[:1])


def _is_offer(looked: Looked) -> bool:
    """The same choice again is no progress."""
    offered = looked.screen.offered
    return any(matches(id_, looked.articles) for id_ in offered) and not _repeats(looked)


def _repeats(looked: Looked) -> bool:
    before = looked.before[-1].offered if looked.before else ()
    return bool(before) and set(before) == set(looked.screen.offered)


def _is_reworded(looked: Looked) -> bool:
    earlier = [line for screen in looked.before for line in screen.lines]
    words = {line.words for line in earlier}
    articles = {line.source for line in earlier if line.source is not None}
    again = [line for line in looked.screen.lines if line.source in articles]
    return any(
        line.source is not None and matches(line.source, looked.articles) and line.words not in words
        for line in again
    )


def _in_own_words(says: Callable[[str], bool]) -> Callable[[Looked], bool]:
    """The house says it itself, with no article beside it."""

    def check(looked: Looked) -> bool:
        screen = looked.screen
        return not screen.answered and not screen.offered and says(screen.own_words)

    return check


def _is_unknown(looked: Looked) -> bool:
    screen = looked.screen
    knows_not = phrases.knows_not(screen.own_words) and not screen.answered
    return knows_not and looked.names_hotline and phrases.person_offered(screen)


def _is_english_help(looked: Looked) -> bool:
    lines = looked.screen.lines
    english = bool(lines) and is_english(lines[0].words)
    return english and looked.names_hotline and phrases.person_offered(looked.screen)


def _is_noted(looked: Looked) -> bool:
    own = looked.screen.own_words
    return bool(own.strip()) and not phrases.knows_not(own) and not is_alarm(looked)


def _goes_on(looked: Looked) -> bool:
    own = looked.screen.own_words
    goes_on = phrases.goes_on(own) or looked.hotline in own
    return goes_on and not looked.screen.answered and not phrases.knows_not(own)


def _asks(looked: Looked) -> bool:
    screen = looked.screen
    if screen.answered or _repeats(looked) or phrases.knows_not(screen.own_words):
        return False
    return bool(screen.labels) or phrases.asks(screen.own_words)


OUTCOMES: Mapping[AnswerOutcome, Callable[[Looked], bool]] = {
    AnswerOutcome.ANSWER: _is_answer,
    AnswerOutcome.OFFER: _is_offer,
    AnswerOutcome.REWORDED: _is_reworded,
    AnswerOutcome.FREEZE: _freeze,
    AnswerOutcome.SCAM: _scam,
    AnswerOutcome.CARE: _care,
    AnswerOutcome.GOES_ON: _goes_on,
    AnswerOutcome.PERSON: lambda looked: phrases.person_asked(looked.screen),
    AnswerOutcome.OFFER_PERSON: lambda looked: phrases.person_offered(looked.screen),
    AnswerOutcome.COMPLAINT: lambda looked: phrases.complaint_taken(looked.screen.own_words),
    AnswerOutcome.ASK: _asks,
    AnswerOutcome.GREETING: _in_own_words(phrases.greets),
    AnswerOutcome.THANKS: _in_own_words(phrases.answers_thanks),
    AnswerOutcome.FAREWELL: _in_own_words(phrases.parts),
    AnswerOutcome.NOTED: lambda looked: _in_own_words(bool)(looked) and _is_noted(looked),
    AnswerOutcome.UNKNOWN: _is_unknown,
    AnswerOutcome.ENGLISH_HELP: _is_english_help,
}
"""How each outcome is known on the screen."""
