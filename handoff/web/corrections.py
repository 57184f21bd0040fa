"""`/staff/tasks/<task_id>/corrections`: answers otherwise than an article's, for its editors."""

from pydantic import Field

from handoff.web.customers import SERVE
from handoff.web.frames import read_task
from hub.errors import NotFound, Unavailable
from hub.messages import AuthorKind, plain_text
from hub.parts import PartContext
from hub.ports import Correction, HistoryPlace
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store import messages

LOOKED_AT = 50


class Corrected(StaffModel):
    """What is right instead of what a version of an article says."""

    article: str = Field(min_length=1, max_length=128, examples=["card-loss"])
    version: int = Field(ge=1, le=999_999_999, examples=[1])
    text: str = Field(min_length=1, max_length=2000, examples=["挂失现在也可以在手机银行办理。"])


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The route; `context` has the port to the knowledge base."""

    async def correct(call: StaffCall[Corrected]) -> None:
        """Tells the editors, with the words that it was for."""
        if context.advice is None:
            raise Unavailable("there is no knowledge base here")
        key, body = read_task(call.args["task_id"]), call.body
        newest = await messages.newest(call.connection, key.identity, key.conversation, limit=LOOKED_AT)
        asked = [each for each in newest if each.author.kind is AuthorKind.CUSTOMER]
        if not asked:
            raise NotFound("the customer has not written anything here")
        told = Correction(
            identity=key.identity,
            place=HistoryPlace(key.conversation, asked[0].seq),
            article_id=body.article,
            version=body.version,
            question=next(filter(None, (plain_text(each.segments) for each in asked)), ""),
            text=body.text,
            told_by=call.staff.account_id,
        )
        await context.advice.do_correct(call.connection, told)
        call.note(article=body.article, version=body.version)

    return (
        StaffRoute(
            "POST",
            "/staff/tasks/<task_id>/corrections",
            right=SERVE,
            about={"task_id": "task"},
            body=Corrected,
            handle=correct,
            audit="answer.corrected",
        ),
    )
