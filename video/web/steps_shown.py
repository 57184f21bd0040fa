"""What of a flow its customer is shown: what they hear stands there to be read, and what they may answer."""

from typing import Any

from video.flows.cases import BusinessFlow, BusinessFlows
from video.flows.progress import FlowProgress
from video.flows.questionnaire import Questionnaire
from video.store.calls import CallKey
from video.web.serving import Floor

TO_THE_CUSTOMER = frozenset(("consent", "ask", "say"))
"""Kinds of steps whose words are meant for the customer; those of the others tell the agent what to do."""


async def step_frame(floor: Floor, key: CallKey) -> dict[str, Any] | None:
    """The flow of a call as its customer is told of it; None where none was begun. Raises `BadInput`."""
    flows: BusinessFlows = floor.cases
    async with floor.database.read() as connection:
        case = await flows.find(connection, key)
        rated = None if case is None or not _is_rated(case) else await flows.rating_of(connection, key)
    if case is None:
        return None
    step = FlowProgress(case.script, case.done).next if case.state == "open" else None
    wanted = step is not None and flows.takes_picture(step)
    return _frame(key, case, rated, flows.questionnaire) | {"picture": wanted}


def _is_rated(case: BusinessFlow) -> bool:
    """Whether the customer has answered a questionnaire in this flow."""
    return any(step.kind == "questionnaire" and step.step in case.done for step in case.script.steps)


def _frame(key: CallKey, case: BusinessFlow, rated: Any | None, asked: Questionnaire) -> dict[str, Any]:
    steps, place = case.script.steps, len(case.done)
    step = steps[place] if place < len(steps) and case.state == "open" else None
    told = step is not None and step.kind in TO_THE_CUSTOMER
    return {
        "type": "step",
        "call": key.id,
        "title_zh": case.script.zh,
        "title_en": case.script.en,
        "state": case.state,
        "place": place + 1,
        "steps": len(steps),
        "kind": step.kind if step is not None else "",
        "zh": step.zh if step is not None and told else "",
        "en": step.en if step is not None and told else "",
        "answers": list(step.answers) if step is not None else [],
        "questions": _questions(asked) if step is not None and step.kind == "questionnaire" else [],
        "rating": rated.rating if rated is not None else 0,
        "points": rated.points if rated is not None else 0,
        "expires_at": rated.expires_at.isoformat() if rated is not None else "",
    }


def _questions(asked: Questionnaire) -> list[dict[str, Any]]:
    return [
        {"zh": each.zh, "en": each.en, "options": [{"zh": one.zh, "en": one.en} for one in each.options]}
        for each in asked.questions
    ]
