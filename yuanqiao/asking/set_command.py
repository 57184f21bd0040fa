"""Asks a running hub a whole set, message by message and turn by turn, and says what came of it."""

import asyncio
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from hub.errors import BadInput
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from kb.formats import Batch, read
from yuanqiao.asking.cases import SetCase, read_cases
from yuanqiao.asking.customer import Customer
from yuanqiao.asking.judge import Looked, judge
from yuanqiao.asking.screen import AnswerScreen
from yuanqiao.asking.tally import Judged, tally

CASES_OF_A_CUSTOMER = 6
"""After so many conversations somebody else comes: nobody sends more than the hub takes in a minute."""

LONGEST_GAP_S = 0.1
"""Between messages of a burst."""

_COLUMNS = (
    "kind",
    "good",
    "%",
    "urgent at once",
    "missed, yet helped",
    "false alarms",
    "irrelevant options",
    "wrong",
    "harmful",
)


def ask_set(
    url: str,
    files: Sequence[Path],
    knowledge: Path,
    *,
    customers: int,
    patience_s: float,
    bursts: int,
    as_json: bool,
    everything: bool,
) -> None:
    """Asks every case of the files and prints what came of them.

    `bursts` above 0: instead, every turn of several messages is sent so often in all, in every order and
    0 to 100 ms apart. Raises `BadInput` for a file that is malformed, and what `Customer.say` raises.
    """
    titles = _labels(read(knowledge))
    cases = [case for path in files for case in read_cases(path, titles.values())]
    if bursts:
        cases = list(itertools.islice(_bursts(cases), bursts))
    with progress("asking", len(cases)) as step:
        judged = asyncio.run(
            _ask_all(url, cases, titles, customers=customers, patience_s=patience_s, step=step)
        )
    counted = tally(judged)
    if as_json:
        click.echo(json.dumps(counted.flat(everything=everything), ensure_ascii=False))
        return
    for each in judged:
        if everything or not each.good:
            click.echo("\n".join(each.transcript()))
    rows = {**counted.kinds, "all messages": counted.messages, "all conversations": counted.conversations}
    print_table(_COLUMNS, [_row(kind, figures.flat()) for kind, figures in rows.items() if figures.n])


def _labels(bank: Batch) -> dict[str, str]:
    """What an option may be called, with the article it leads to: its title, or a similar question."""
    drafts = [draft for _, draft in bank.articles]
    similar = {words: draft.article_id for draft in drafts for words in draft.questions}
    return similar | {draft.title: draft.article_id for draft in drafts}


def _row(kind: str, figures: Mapping[str, int | float]) -> list[object]:
    share = f"{figures['irrelevant']}/{figures['options']} ({figures['irrelevant_pct']} %)"
    return [
        kind,
        f"{figures['good']}/{figures['n']}",
        figures["good_pct"],
        f"{figures['at_once']}/{figures['urgent']}",
        figures["missed_with_help"],
        f"{figures['false_alarms']}/{figures['calm']}",
        share,
        figures["wrong"],
        figures["harmful"],
    ]


def _bursts(cases: Sequence[SetCase]) -> Iterator[SetCase]:
    """Turns of several messages, each as a case of its own, in one order after the other, for ever."""
    turns = [(case, turn) for case in cases for turn in case.turns[:1] if len(turn.messages) > 1]
    if not turns:
        raise BadInput("no case begins with several messages at once")
    for number in itertools.count(1):
        for case, turn in turns:
            orders = list(itertools.permutations(turn.messages))
            order = orders[(number - 1) % len(orders)]
            burst = turn.model_copy(update={"say": order})
            yield case.model_copy(update={"id": f"{case.id}-{number}", "turns": (burst,)})


async def _ask_all(
    url: str,
    cases: Sequence[SetCase],
    titles: Mapping[str, str],
    *,
    customers: int,
    patience_s: float,
    step: Callable[[], None],
) -> list[Judged]:
    """Every case, so many customers at a time; in the order of the cases."""
    found: dict[int, Judged] = {}
    waiting = iter(enumerate(cases))

    async def work() -> None:
        customer = Customer(url, patience_s=patience_s)
        try:
            for done, (place, case) in enumerate(waiting, start=1):
                found[place] = await _converse(customer, case, titles)
                step()
                if done % CASES_OF_A_CUSTOMER == 0:
                    await customer.leave()
        finally:
            await customer.leave()

    tasks = [asyncio.create_task(work()) for _ in range(customers)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [found[place] for place in range(len(cases))]


async def _converse(customer: Customer, case: SetCase, titles: Mapping[str, str]) -> Judged:
    screens: list[AnswerScreen] = []
    verdicts = []
    chance = random.Random(case.id)  # noqa: S311  (no secret)
    for turn in case.turns:
        gaps = [chance.uniform(0, LONGEST_GAP_S) for _ in turn.messages[1:]]
        heard = await customer.say(turn.messages, gaps)
        screen = AnswerScreen(heard.segments, titles)
        several = len(turn.messages) > 1
        verdicts.append(judge(Looked(screen, turn.want, customer.hotline, tuple(screens), several)))
        screens.append(screen)
    await customer.end()
    return Judged(case, tuple(screens), tuple(verdicts))
