"""`/staff/video-scripts`: the scripts of flows, which one writes and another approves."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute, waiting_in_house
from hub.staff.four_eyes import By
from video.flows import keeping
from video.flows.kept import scripts_now
from video.flows.script import Kind as StepKind
from video.flows.script import Name, Script, Words
from video.store import scripts

READ, WRITE, APPROVE = "flows.read", "flows.write", "flows.approve"
ANYWHERE = {"administrator": Scope.ALL, "auditor": Scope.ALL, "supervisor": Scope.ALL}
RIGHTS = (
    Right(READ, "查看视频流程脚本", "See scripts of flows", ANYWHERE),
    Right(WRITE, "编写视频流程脚本", "Write scripts of flows", {"supervisor": Scope.ALL}),
    Right(APPROVE, "批准视频流程脚本", "Approve scripts of flows", {"supervisor": Scope.ALL}),
)

ONE = "/staff/video-scripts/<script_id>"


async def _of_script(connection: AsyncConnection, script_id: str) -> ObjectPlace | None:
    """A script is the house's."""
    known = script_id in await scripts_now(connection)
    return ObjectPlace() if known or await scripts.draft_of(connection, script_id) is not None else None


KIND = Kind("video_script", _of_script)
WAITING = waiting_in_house("recordings/scripts", APPROVE, scripts.waiting_of_others)


class StepContent(StaffModel):
    """One step of a script."""

    step: Name
    kind: StepKind
    zh: Words
    en: Words
    answers: Annotated[list[Words], Field(default_factory=list, max_length=10)]
    faces: bool = False


EXAMPLE: dict[str, Any] = {
    "zh": "视频客服",
    "en": "Service by video",
    "recorded": False,
    "licences": [],
    "steps": [{"step": "hello", "kind": "say", "zh": "您好", "en": "Hello", "answers": []}],
}


class ScriptContent(StaffModel):
    """What a script is made of; its name and version are the house's to give."""

    zh: Words
    en: Words
    recorded: bool
    licences: Annotated[list[Name], Field(default_factory=list, max_length=10)]
    steps: Annotated[list[StepContent], Field(min_length=1, max_length=100)]


class NewScript(StaffModel):
    """A script that was not there before."""

    name: Name = Field(examples=["account_closing"])
    content: ScriptContent = Field(examples=[EXAMPLE])


class ChangedScript(StaffModel):
    """What a script is to become; `revision` of the draft that was seen, 0 where there is none yet."""

    revision: int = Field(ge=0, examples=[0])
    content: ScriptContent = Field(examples=[EXAMPLE])


class ScriptRevisionSeen(StaffModel):
    """Which draft was seen."""

    revision: int = Field(ge=1, examples=[1])


class ScriptVersionShown(StaffModel):
    """A version that was approved."""

    version: int
    approved_by: str
    approved_at: datetime


class ScriptShown(StaffModel):
    """A script: what applies, and the draft that waits. `version` 0: nothing applies yet."""

    script_id: str
    version: int
    live: ScriptContent | None
    revision: int
    draft: ScriptContent | None
    draft_by: str
    draft_at: datetime | None
    own_draft: bool
    versions: list[ScriptVersionShown]


class ScriptsShown(StaffModel):
    """All scripts, by name."""

    scripts: list[ScriptShown]


class ScriptRoutes:
    """The routes' handlers; each change answers with all scripts as they are then."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""

        def does(
            what: str, right: str, handle: Any, audit: str, body: Any = ScriptRevisionSeen
        ) -> StaffRoute:
            return StaffRoute(
                "POST",
                f"{ONE}/{what}",
                right=right,
                about={"script_id": KIND.name},
                body=body,
                answer=ScriptsShown,
                handle=handle,
                audit=f"flow.{audit}",
            )

        return (
            StaffRoute("GET", "/staff/video-scripts", right=READ, answer=ScriptsShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/video-scripts",
                right=WRITE,
                body=NewScript,
                answer=ScriptsShown,
                handle=self.add,
                audit="flow.drafted",
            ),
            does("draft", WRITE, self.draft, "drafted", ChangedScript),
            does("approve", APPROVE, self.approve, "approved"),
            does("discard", WRITE, self.discard, "discarded"),
        )

    async def list(self, call: StaffCall[Any]) -> ScriptsShown:
        """All scripts."""
        connection, me = call.connection, call.staff.account_id
        live = await scripts_now(connection)
        drafts = {row.script: row for row in await scripts.drafts(connection)}
        shown = []
        for name in sorted({*live, *drafts}):
            versions = await scripts.versions_of(connection, name)
            shown.append(_shown(name, live.get(name), drafts.get(name), versions, me))
        return ScriptsShown(scripts=shown)

    async def add(self, call: StaffCall[NewScript]) -> ScriptsShown:
        """A new script, which waits for somebody else's approval."""
        call.note(script=call.body.name)
        content = call.body.content.model_dump()
        await keeping.do_write(call.connection, call.body.name, 0, content, self._by(call))
        return await self.list(call)

    async def draft(self, call: StaffCall[ChangedScript]) -> ScriptsShown:
        """What a script is to become; what applies goes on meanwhile."""
        name, body = call.args["script_id"], call.body
        content = body.content.model_dump()
        await keeping.do_write(call.connection, name, body.revision, content, self._by(call))
        return await self.list(call)

    async def approve(self, call: StaffCall[ScriptRevisionSeen]) -> ScriptsShown:
        """The draft applies to flows that begin from now on."""
        name = call.args["script_id"]
        version = await keeping.do_approve(call.connection, name, call.body.revision, self._by(call))
        call.note(version=version)
        return await self.list(call)

    async def discard(self, call: StaffCall[ScriptRevisionSeen]) -> ScriptsShown:
        """Takes a draft back."""
        await keeping.do_discard(call.connection, call.args["script_id"], call.body.revision)
        return await self.list(call)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


def _shown(name: str, live: Script | None, draft: Any, versions: Any, me: str) -> ScriptShown:
    left = {"script", "version"}
    return ScriptShown(
        script_id=name,
        version=live.version if live else 0,
        live=ScriptContent.model_validate(live.model_dump(exclude=left)) if live else None,
        revision=draft.revision if draft else 0,
        draft=ScriptContent.model_validate(draft.content) if draft else None,
        draft_by=(draft.name or "") if draft else "",
        draft_at=draft.written_at if draft else None,
        own_draft=bool(draft) and draft.written_by == me,
        versions=[
            ScriptVersionShown(version=row.version, approved_by=row.name or "", approved_at=row.approved_at)
            for row in versions
        ],
    )
