"""The figures of a run in a whole house: how long until the next answer, what was told meanwhile."""

from itertools import chain

from kb.measuring.percentile import percentile
from tests.faults.answers import by_turns
from tests.faults.house_world import HouseWorld, Outage
from tests.faults.judging import stored_of
from tests.faults.load import Kind
from tests.faults.telling import tellings


async def figures_of(world: HouseWorld) -> dict[str, float]:
    """Spans in seconds, shares from 0 to 1; of what never happened, 0."""
    recovered = [outage.until - outage.since for outage in world.outages]
    told: list[float] = []
    late = asked = answered = talked = talk_answered = 0
    word_max_s = 0.0
    for record in world.crowd.records:
        answers = by_turns(record, await stored_of(record, world.url))
        found = list(tellings(record, answers))
        told += [telling.word_s for telling in found if telling.by_word and telling.word_s > 0]
        word_max_s = max([word_max_s, *(telling.word_s for telling in found)])
        late += sum("late" in shown.notices for shown in record.shown.values())
        seen = set(chain.from_iterable(answers.shown.values()))
        alone = {asked_in[0]: at for at, asked_in in answers.shown.items() if len(asked_in) == 1}
        for client_id, at in record.accepted_at.items():
            outage = _during(world.outages, at)
            if outage is None:
                continue
            question = record.sent[client_id]
            asked += 1
            answered += question in seen
            if question.kind is Kind.TALK and question in alone:
                talked += 1
                talk_answered += record.shown_at[alone[question]] < outage.until
    said = world.house.hub.log.read_text("utf-8", errors="replace")
    return {
        "recover_p50_s": percentile(recovered, 0.5),
        "recover_p99_s": percentile(recovered, 0.99),
        "told_count": len(told),
        "told_p50_s": percentile(told, 0.5),
        "told_max_s": max(told, default=0.0),
        "without_a_word_max_s": word_max_s,
        "abandoned_asks_count": said.count('"why":"deadline"'),
        "store_failures_count": said.count('"event":"turn.store_unavailable"'),
        "lost_leases_count": said.count('"event":"turn.lost_lease"'),
        "late_notices_count": late,
        "asked_in_outages_count": asked,
        "answered_of_those_share": answered / asked if asked else 0.0,
        "talk_answered_meanwhile_share": talk_answered / talked if talked else 0.0,
    }


def _during(outages: list[Outage], at: float) -> Outage | None:
    return next((outage for outage in outages if outage.since <= at <= outage.until), None)
