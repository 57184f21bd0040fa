"""`/staff/recordings`: sealed calls are looked at beside their steps, held, copied, and never deleted."""

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.errors import Conflict, NotFound
from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff import FileGiven, StaffCall, StaffRoute
from hub.store.database import Database
from hub.store.schema_staff import account
from video.flows.kept import scripts_now
from video.flows.script import Script, ScriptStep
from video.playback.archive import MIME, archive
from video.playback.derived import picture_of, words_of
from video.playback.keeping import kept_until
from video.playback.looks import Looks
from video.playback.picture import begins_ms
from video.playback.sealed import SealedFolder, read_sealed
from video.playback.words import read_words
from video.recording.files import FolderFiles
from video.recording.verify import verify
from video.rights import EXPORT, KEEP, READ, RECORDING
from video.services.demo import PROVIDER as DEMO
from video.store import cases, kept
from video.store.calls import key_of
from video.store.schema_cases import video_case
from video.web.recordings_shown import (
    ArchiveWanted,
    Checked,
    ExportShown,
    ExportWanted,
    FileWanted,
    FlowStepShown,
    HappenedShown,
    HoldGiven,
    HoldShown,
    PartShown,
    PictureShown,
    ProductEnd,
    ProofShown,
    RecordingOpened,
    RecordingShown,
    RecordingsShown,
    RecordingsWanted,
    SaidInCallShown,
    Ticket,
)

PAGE = 100
ONE = "/staff/recordings/<recording_id>"
ABOUT = {"recording_id": RECORDING}
PLAYED = {"webm": "video/webm", "opus": "audio/ogg", "mp4": "video/mp4"}


class RecordingRoutes:
    """The routes' handlers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        folder: Path,
        days: Mapping[str, int],
        looks: Looks,
        key: Ed25519PublicKey | None,
        *,
        listens: bool,
    ) -> None:
        """`folder`: that of all recordings; `key`: that of their seals, where this hub has it.

        `listens`: whether speech is recognised.
        """
        self._database = database
        self._clock = clock
        self._folder = folder
        self._days = days
        self._looks = looks
        self._key = key
        self._listens = listens

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""

        def does(method: Any, what: str, right: str, handle: Any, **more: Any) -> StaffRoute:
            return StaffRoute(method, f"{ONE}{what}", right=right, about=ABOUT, handle=handle, **more)

        return (
            StaffRoute(
                "GET",
                "/staff/recordings",
                right=READ,
                query=RecordingsWanted,
                answer=RecordingsShown,
                handle=self.list,
            ),
            does("GET", "", READ, self.open, answer=RecordingOpened, audit="recording.opened"),
            does("GET", "/file", READ, self.file, query=FileWanted, gives="application/octet-stream"),
            does(
                "POST",
                "/check",
                READ,
                self.check,
                answer=Checked,
                transaction=False,
                audit="recording.checked",
            ),
            does("GET", "/picture", READ, self.picture, answer=PictureShown),
            does("POST", "/picture", READ, self.make, audit="recording.picture_wanted"),
            does("POST", "/holds", KEEP, self.hold, body=HoldGiven, audit="recording.held"),
            does("POST", "/holds/lift", KEEP, self.lift, body=HoldGiven, audit="recording.released"),
            does("PUT", "/product-end", KEEP, self.ends, body=ProductEnd, audit="recording.product_ends"),
            does(
                "POST",
                "/exports",
                EXPORT,
                self.export,
                body=ExportWanted,
                answer=Ticket,
                audit="recording.exported",
            ),
            does("GET", "/archive", EXPORT, self.archive, query=ArchiveWanted, gives=MIME),
        )

    async def list(self, call: StaffCall[Any]) -> RecordingsShown:
        """The recordings within reach."""
        wanted: RecordingsWanted = call.query
        where = call.reach.where(account=video_case.c.account_id, branch=account.c.branch_id)
        rows = await kept.newest(
            call.connection,
            where,
            script=wanted.script,
            lacking=wanted.lacking,
            before=wanted.before,
            limit=PAGE,
        )
        held = await kept.held_of(call.connection, [row.recording for row in rows])
        scripts = await scripts_now(call.connection)
        return RecordingsShown(
            recordings=[
                RecordingShown(**self._shown(row, scripts, held=row.recording in held)) for row in rows
            ],
            scripts={name: each.zh for name, each in scripts.items() if each.recorded},
        )

    async def open(self, call: StaffCall[Any]) -> RecordingOpened:
        """One recording with its steps, and what lets the asker play it."""
        row = await self._row(call)
        folder = await asyncio.to_thread(read_sealed, self._folder / row.recording)
        said = await asyncio.to_thread(read_words, words_of(self._folder, row.recording))
        steps = await cases.steps(call.connection, key_of(row))
        holds = await kept.holds_of(call.connection, row.recording)
        exports = await kept.exports_of(call.connection, row.recording)
        ticket = self._looks.make("play", row.recording, call.staff.account_id, self._clock.now())
        return RecordingOpened(
            **self._shown(row, await scripts_now(call.connection), held=bool(holds)),
            ticket=ticket,
            picture=row.picture or "waiting",
            begins_ms=begins_ms(folder.manifest) if folder.manifest else 0,
            steps=_steps(folder, steps),
            happened=[
                HappenedShown(at_ms=each["at_ms"], kind=each["kind"], side=each["detail"].get("side", ""))
                for each in row.happened
            ],
            parts=_parts(folder),
            said=[SaidInCallShown(side=each.side, at_ms=each.at_ms, text=each.text) for each in said],
            words=row.words or ("waiting" if self._listens else "off"),
            words_by=row.words_by or "",
            words_demo=row.words_by == DEMO,
            holds=[
                HoldShown(reference=each.reference, by=each.name or "", at=each.placed_at) for each in holds
            ],
            exports=[
                ExportShown(reason=each.reason, by=each.name or "", at=each.exported_at) for each in exports
            ],
            product_ends_on=row.product_ends_on,
            removed_at=row.removed_at,
        )

    async def file(self, call: StaffCall[Any]) -> None:
        """A file of a recording that the asker has opened, whole or a range of it."""
        row, wanted = await self._row(call), call.query
        now = self._clock.now()
        self._looks.check(wanted.ticket, "play", row.recording, call.staff.account_id, now)
        path = (
            self._folder / row.recording / wanted.file
            if wanted.file
            else picture_of(self._folder, row.recording)
        )
        if not await asyncio.to_thread(path.is_file):
            raise NotFound("there is no such file")
        call.file = FileGiven(PLAYED[path.suffix[1:]], path)

    async def check(self, call: StaffCall[Any]) -> Checked:
        """Whether it is what was sealed: every byte is read anew."""
        if self._key is None:
            raise Conflict("this hub has no key of the seal (YUANQIAO_VIDEO_SEAL_KEY)")
        folder = self._folder / call.args["recording_id"]
        if not await asyncio.to_thread(folder.is_dir):
            raise Conflict("there is no folder of this recording")
        verdict = await asyncio.to_thread(verify, FolderFiles(folder), self._key)
        return Checked(broken=verdict.broken, incomplete=verdict.incomplete)

    async def picture(self, call: StaffCall[Any]) -> PictureShown:
        """Whether the picture is there by now: a page that waits for it asks."""
        return PictureShown(picture=(await self._row(call)).picture or "waiting")

    async def make(self, call: StaffCall[Any]) -> None:
        """One more try for a picture, or a transcript, that could not be made."""
        row = await self._row(call)
        failed = [name for name in ("picture", "words") if getattr(row, name) == "failed"]
        if not failed or row.removed_at is not None:
            raise Conflict("there is nothing to make anew")
        await kept.change(call.connection, row.recording, **dict.fromkeys(failed))

    async def hold(self, call: StaffCall[HoldGiven]) -> None:
        """Holds it for a case: it stays, however old."""
        row = await self._row(call)
        if row.removed_at is not None:
            raise Conflict("its time was over, and it is gone")
        of = (row.recording, call.body.reference, call.staff.account_id, self._clock.now())
        if not await kept.place_hold(call.connection, *of):
            raise Conflict("it is held for this case already")

    async def lift(self, call: StaffCall[HoldGiven]) -> None:
        """Ends the hold for a case."""
        row = await self._row(call)
        of = (row.recording, call.body.reference, call.staff.account_id, self._clock.now())
        if not await kept.lift_hold(call.connection, *of):
            raise Conflict("it is not held for this case")

    async def ends(self, call: StaffCall[ProductEnd]) -> None:
        """Until when the product runs: its days count from then."""
        row, ends_on = await self._row(call), call.body.ends_on
        if row.product_ends_on is not None and (ends_on is None or ends_on < row.product_ends_on):
            raise Conflict(
                "the end may be moved later, not earlier: who has to be sooner rid of it has no right to"
            )
        call.note(ends_on=ends_on.isoformat() if ends_on else "")
        await kept.change(call.connection, row.recording, product_ends_on=ends_on)

    async def export(self, call: StaffCall[ExportWanted]) -> Ticket:
        """Writes down why a copy leaves the house, and lets the asker take it."""
        row, now = await self._row(call), self._clock.now()
        if row.state != "sealed" or row.removed_at is not None:
            raise Conflict("only what is sealed and still there can be copied")
        await kept.add_export(
            call.connection,
            export_id=secrets.token_hex(16),
            recording=row.recording,
            account_id=call.staff.account_id,
            reason=call.body.reason,
            exported_at=now,
        )
        return Ticket(ticket=self._looks.make("copy", row.recording, call.staff.account_id, now))

    async def archive(self, call: StaffCall[Any]) -> None:
        """The copy itself."""
        row, now = await self._row(call), self._clock.now()
        self._looks.check(call.query.ticket, "copy", row.recording, call.staff.account_id, now)
        folder = self._folder / row.recording
        if not await asyncio.to_thread(folder.is_dir):
            raise NotFound("there is no folder of this recording")
        pieces = archive(folder, picture_of(self._folder, row.recording))
        call.file = FileGiven(MIME, pieces=pieces, save_as=f"recording-{row.recording}.zip")

    async def _row(self, call: StaffCall[Any]) -> Any:
        row = await kept.one(call.connection, call.args["recording_id"])
        if row is None:
            raise NotFound("there is no such recording")
        return row

    def _shown(self, row: Any, scripts: Mapping[str, Script], *, held: bool) -> dict[str, Any]:
        script = scripts.get(row.script)
        return {
            "recording_id": row.recording,
            "conversation": conversation_id(row.identity_key, row.conversation),
            "script": row.script,
            "zh": script.zh if script else row.script,
            "en": script.en if script else row.script,
            "version": row.script_version,
            "agent": row.agent_name,
            "state": row.state if row.removed_at is None else "removed",
            "flow": row.case_state,
            "agreed_at": row.agreed_at,
            "lacks": row.lacks,
            "held": held,
            "kept_until": kept_until(row, self._days),
        }


def _steps(folder: SealedFolder, rows: Any) -> list[FlowStepShown]:
    """The script's steps with what became of each; what was done where no script can be read."""
    taken = {row.step: row for row in rows}
    known = folder.script.steps if folder.script else []
    shown = [_step(step, taken.pop(step.step, None)) for step in known]
    return shown + [
        _step(ScriptStep(step=name, kind="say", zh=name, en=name), row) for name, row in taken.items()
    ]


def _step(step: ScriptStep, row: Any | None) -> FlowStepShown:
    detail = row.detail if row is not None else {}
    answer, provider = detail.get("answer", ""), detail.get("provider", "")
    by: Literal["agent", "model"] = "model" if detail.get("by") == "model" else "agent"
    proof = {name: detail[name] for name in ProofShown.model_fields if name in detail}
    return FlowStepShown(
        step=step.step,
        kind=step.kind,
        zh=step.zh,
        en=step.en,
        result=row.result if row is not None else "",
        at_ms=row.at_ms if row is not None else None,
        answer=answer if isinstance(answer, str) else "",
        faces_by=by if step.faces and row is not None else "",
        provider=provider if isinstance(provider, str) else "",
        proof=ProofShown.model_validate(proof) if "document_by" in detail else None,
    )


def _parts(folder: SealedFolder) -> list[PartShown]:
    """What can be played, each stretch of it."""
    if folder.manifest is None:
        return []
    return [
        PartShown(
            file=part.file, side=part.side, medium=part.medium, begins_ms=part.begins_ms, ends_ms=part.ends_ms
        )
        for part in folder.manifest.parts
        if part.file.rpartition(".")[2] in PLAYED
    ]
