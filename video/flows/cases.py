"""Leads a call through a script, on the server: what the script does not let pass is not written as done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotAllowed, NotFound
from hub.ports import Clock
from video.calls.recorded import Recordings
from video.calls.states import CallState, RecordingRule
from video.flows.faces import FaceCheck, FacesFound
from video.flows.identity import check_document, document_detail, proof_detail
from video.flows.kept import script_in, script_now
from video.flows.progress import FlowProgress, StepRefused
from video.flows.questionnaire import Questionnaire, read_questionnaire
from video.flows.script import Script, ScriptStep
from video.identity.passing import TakenPicture
from video.services.demo import DemoFaces
from video.services.ports import ClaimedPerson, DocumentToSign, Proof, Services
from video.store import calls, cases
from video.store.calls import CallKey


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the agent says of a step: the customer's answer, those to a questionnaire, the product's class.

    `person`: who an identity check is to find, `picture`: the customer's of their card; `document`: SHA-256
    of what is to be signed, in hex.
    """

    step: str
    answer: str | None = None
    answers: Mapping[str, int] = field(default_factory=dict)
    product_class: int | None = None
    person: ClaimedPerson | None = None
    document: str | None = None
    picture: TakenPicture | None = None


@dataclass(frozen=True, slots=True)
class BusinessFlow:
    """A flow as it stands. `missing`: the steps that are not done; behind them, what else keeps it open.

    `by_model`: the steps in which a model saw the faces of both; in the others an agent's word stands.
    `proofs`: what is written of each step that a service of the bank's did.
    """

    script: Script
    state: str
    stopped_why: str | None
    done: tuple[str, ...]
    missing: tuple[str, ...]
    by_model: tuple[str, ...] = ()
    proofs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class BusinessFlows:
    """Begins flows and takes their steps, each in the caller's transaction."""

    def __init__(
        self, clock: Clock, recordings: Recordings | None, services: Services, faces: FaceCheck
    ) -> None:
        """`recordings`: None where nothing can be recorded; what has to be is never done then."""
        self._clock = clock
        self._services = services
        self._faces = faces
        self._recordings = recordings
        self.questionnaire: Questionnaire = read_questionnaire("wealth_risk")

    @property
    def is_demo(self) -> bool:
        """Whether identity checks and signatures are played."""
        return self._services.is_demo

    def takes_picture(self, step: ScriptStep) -> bool:
        """Whether the customer is asked for a picture of their card: only where a service looks at it."""
        return step.kind == "identity" and self._services.identity is not None

    @property
    def faces_by(self) -> str:
        """Who looks for faces: `model`, `demo`, or `agent`, whose word stands."""
        if self._services.faces is None:
            return "agent"
        return "demo" if isinstance(self._services.faces, DemoFaces) else "model"

    async def do_begin(self, connection: AsyncConnection, key: CallKey, account_id: str, name: str) -> None:
        """Begins a flow in a call; raises `NotFound`, `Conflict`, and `NotAllowed` without a licence."""
        script = await script_now(connection, name)
        call = await self._in_call(connection, key, account_id)
        lacking = await cases.lacking(connection, account_id, script.licences, self._clock.now())
        if lacking:
            raise NotAllowed(f"a licence is missing or over: {', '.join(lacking)}")
        if await cases.get(connection, key) is not None:
            raise Conflict("the call has a flow already")
        await cases.add(
            connection,
            key,
            script=script.script,
            script_version=script.version,
            account_id=account_id,
            state="open",
            opened_at=self._clock.now(),
        )
        if script.recorded and self._recordings is not None:
            await self._recordings.do_ask(connection, call)

    async def prove(
        self, key: CallKey, call: Any, step: ScriptStep, ticked: Ticked
    ) -> Proof | FacesFound | None:
        """Asks the bank's service where the step is one's to do, None where it is not; in no transaction.

        `call` and `step`: what `check` gave; `do_step` looks again. Raises `BadInput`, `Unavailable`, and
        `StepRefused` where a face is not in the picture.
        """
        now, services = self._clock.now(), self._services
        if step.faces:
            return await self._faces.look(_recording(call))
        if step.kind == "identity" and services.identity is not None and ticked.person is not None:
            check_document(ticked.person, ticked.picture)
            face = await self._faces.of_customer(_recording(call))
            document = ticked.picture.jpeg if ticked.picture is not None else None
            return await services.identity.check(replace(ticked.person, document=document, face=face), now)
        if step.kind == "sign" and services.signing is not None and ticked.document is not None:
            return await services.signing.sign(DocumentToSign(ticked.document, key.id, _ms(call, now)), now)
        return None

    async def check(
        self, connection: AsyncConnection, key: CallKey, account_id: str, ticked: Ticked
    ) -> tuple[Any, ScriptStep]:
        """The call and the step, where it is the step's turn; raises what `do_step` raises for its order."""
        call = await self._in_call(connection, key, account_id)
        case = await self.look(connection, key)
        if case.state != "open":
            raise Conflict("the flow is over")
        step = _check_turn(case, ticked)
        lacking = await cases.lacking(connection, account_id, case.script.licences, self._clock.now())
        if lacking:
            raise NotAllowed(f"a licence is missing or over: {', '.join(lacking)}")
        recorded = case.script.recorded and self._recordings is not None and step.kind != "consent"
        if recorded and call.recorded != RecordingRule.ON:
            raise StepRefused("both sides have to be recorded first", why="not_recording")
        return call, step

    async def do_step(
        self,
        connection: AsyncConnection,
        key: CallKey,
        account_id: str,
        ticked: Ticked,
        proof: Proof | FacesFound | None = None,
    ) -> BusinessFlow:
        """Takes one step; a wrong answer, or a product above the rating, stops the flow for good.

        `proof`: what the bank's service found (`prove`). Raises `StepRefused` where it is another one's turn,
        `BadInput`, `NotFound`, `Conflict`, `NotAllowed`.
        """
        call, step = await self.check(connection, key, account_id, ticked)
        case = await self.look(connection, key)
        stopped, detail = await self._outcome(connection, key, step, ticked, proof)
        now = self._clock.now()
        await cases.add_step(
            connection,
            key,
            place=len(case.done) + 1,
            step=step.step,
            result="failed" if stopped else "done",
            at_ms=_ms(call, now),
            detail=detail,
        )
        if step.kind == "consent" and not stopped and self._recordings is not None:
            await self._recordings.do_agree(connection, call)
        if stopped:
            await cases.change(connection, key, state="stopped", stopped_why=stopped)
        elif step is case.script.steps[-1]:
            # What had to be recorded is not done before its recording is sealed.
            state = "open" if case.script.recorded else "done"
            await cases.change(connection, key, state=state, done_at=now)
        return await self.look(connection, key)

    async def look(self, connection: AsyncConnection, key: CallKey) -> BusinessFlow:
        """The flow of a call; raises `NotFound`, `BadInput`."""
        case = await self.find(connection, key)
        if case is None:
            raise NotFound("the call has no flow")
        return case

    async def rating_of(self, connection: AsyncConnection, key: CallKey) -> Any | None:
        """The newest rating of the call's customer, unless it has expired."""
        return await cases.rating(connection, key.identity, self._clock.now())

    async def find(self, connection: AsyncConnection, key: CallKey) -> BusinessFlow | None:
        """The flow of a call, where one was begun, in the version in which it was; raises `BadInput`."""
        row = await cases.get(connection, key)
        if row is None:
            return None
        script = await script_in(connection, row.script, row.script_version)
        taken = [each for each in await cases.steps(connection, key) if each.result == "done"]
        done = tuple(each.step for each in taken)
        missing = FlowProgress(script, done).missing
        if script.recorded and row.state == "open":
            missing = (*missing, "recording")
        by_model = tuple(each.step for each in taken if each.detail.get("by") == "model")
        proofs = {each.step: each.detail for each in taken if "reference" in each.detail}
        return BusinessFlow(script, row.state, row.stopped_why, done, missing, by_model, proofs)

    async def _in_call(self, connection: AsyncConnection, key: CallKey, account_id: str) -> Any:
        if await calls.owner_of(connection, key.identity, key.conversation) != account_id:
            raise NotFound("the call is not yours")
        row = await calls.get(connection, key, lock=True)
        if row is None or row.state != CallState.JOINED or row.account_id != account_id:
            raise Conflict("both sides have to be in the call")
        return row

    async def _outcome(
        self,
        connection: AsyncConnection,
        key: CallKey,
        step: ScriptStep,
        ticked: Ticked,
        proof: Proof | FacesFound | None,
    ) -> tuple[str, dict[str, Any]]:
        """Why the flow stops with this step, empty where it goes on; and what is written of it."""
        if step.kind in ("identity", "sign"):
            if not isinstance(proof, Proof):
                raise Conflict("the bank's service has to do this step: an agent's word is no proof")
            return ("" if proof.passed else f"{step.kind}_failed"), _proved(step, ticked, proof)
        if step.answers:
            wrong = "no_consent" if step.kind == "consent" else "answer"
            return ("" if ticked.answer in step.answers else wrong), {"answer": ticked.answer}
        if step.kind == "questionnaire":
            return "", await self._rate(connection, key, ticked.answers)
        if step.kind == "suitability":
            return await self._compare(connection, key, ticked.product_class)
        return "", proof.detail if isinstance(proof, FacesFound) else {"by": "agent"}

    async def _rate(
        self, connection: AsyncConnection, key: CallKey, answers: Mapping[str, int]
    ) -> dict[str, Any]:
        asked, now = self.questionnaire, self._clock.now()
        points, band = asked.score(answers)
        await cases.add_rating(
            connection,
            identity_key=key.identity,
            rated_at=now,
            expires_at=now + timedelta(days=asked.valid_days),
            questionnaire=asked.questionnaire,
            version=asked.version,
            points=points,
            rating=band.rating,
        )
        return {"points": points, "rating": band.rating, "version": asked.version}

    async def _compare(
        self, connection: AsyncConnection, key: CallKey, product_class: int | None
    ) -> tuple[str, dict[str, Any]]:
        if product_class is None or not 1 <= product_class <= 5:
            raise BadInput("the product's class is one of 1 to 5")
        rated = await cases.rating(connection, key.identity, self._clock.now())
        if rated is None:
            raise Conflict("the customer has no rating, or it has expired")
        stopped = "risk_too_high" if product_class > rated.rating else ""
        return stopped, {"product_class": product_class, "rating": rated.rating}


def _recording(call: Any) -> str | None:
    """The recording into which both sides go now."""
    return call.recording if call.recorded == RecordingRule.ON else None


def _ms(call: Any, at: datetime) -> int:
    """Milliseconds since the call was joined."""
    return int((at - call.joined_at).total_seconds() * 1000)


def _proved(step: ScriptStep, ticked: Ticked, proof: Proof) -> dict[str, Any]:
    """What is written of a step that a service did: nothing of who somebody is."""
    if step.kind == "identity":
        return proof_detail(proof) | document_detail(ticked.person, ticked.picture)
    return proof_detail(proof) | ({"document": ticked.document} if ticked.document is not None else {})


def _check_turn(case: BusinessFlow, ticked: Ticked) -> ScriptStep:
    """The step, where it is its turn, whatever the answer was; raises `StepRefused`."""
    progress = FlowProgress(case.script, case.done)
    step = case.script.step(ticked.step)
    answer = step.answers[0] if step is not None and step.answers else None
    if step is not None and step.answers and not ticked.answer:
        raise StepRefused("the customer's answer is missing", why="answer")
    return progress.check(ticked.step, answer)
