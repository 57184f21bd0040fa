"""`/staff/kb/synonyms`: the words that mean the same, as editors keep them: draft, versions, a trial."""

from collections.abc import Sequence
from typing import Any

from hub.errors import Unavailable
from hub.ports import Clock
from hub.staff import StaffCall, StaffRoute
from hub.staff.four_eyes import By
from kb.store import synonyms as store
from kb.studio import synonyms
from kb.studio.drafts import VersionSeen
from kb.studio.synonym_checks import MOST_BYTES, ListFinding, problems_in_list, warnings_in_list
from kb.studio.synonym_difference import changed_groups
from kb.studio.synonym_trial import SynonymTrial
from kb.studio.synonyms import SynonymsDraft
from kb.text import read_synonyms
from kb.web.studio.rights import EDIT, READ, REVIEW
from kb.web.studio.synonyms_shown import (
    FindingShown,
    GroupChangeShown,
    ListTriedShown,
    SaveSynonyms,
    SynonymsBack,
    SynonymsCompared,
    SynonymsDifference,
    SynonymsDraftShown,
    SynonymsPublished,
    SynonymsShown,
    SynonymsStep,
    SynonymsStepWhy,
    SynonymsTried,
    SynonymsVersionShown,
    ToTrySynonyms,
)

MOST_VERSIONS = 50
"""Versions that are listed, the newest in front."""

BODY_BYTES = 2 * MOST_BYTES + 1_000
"""JSON writes a line's end in two bytes."""

PATH = "/staff/kb/synonyms"
DRAFT = f"{PATH}/draft"


class SynonymRoutes:
    """What is done with synonyms at the desk."""

    def __init__(self, trial: SynonymTrial, clock: Clock) -> None:
        self._trial = trial
        self._clock = clock

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute("GET", PATH, right=READ, answer=SynonymsShown, handle=self.show),
            StaffRoute(
                "GET",
                f"{PATH}/difference",
                right=READ,
                query=SynonymsCompared,
                answer=SynonymsDifference,
                handle=self.compare,
            ),
            StaffRoute(
                "POST",
                f"{PATH}/try",
                right=READ,
                body=ToTrySynonyms,
                answer=SynonymsTried,
                handle=self.ask,
                transaction=False,
                asks=True,
                largest=BODY_BYTES,
            ),
            StaffRoute(
                "PUT",
                DRAFT,
                right=EDIT,
                body=SaveSynonyms,
                answer=SynonymsDraftShown,
                handle=self.save,
                audit="synonyms.saved",
                largest=BODY_BYTES,
            ),
            StaffRoute(
                "POST",
                f"{DRAFT}/submit",
                right=EDIT,
                body=SynonymsStepWhy,
                answer=SynonymsDraftShown,
                handle=self.submit,
                audit="synonyms.submitted",
            ),
            StaffRoute(
                "POST",
                f"{DRAFT}/give-back",
                right=REVIEW,
                body=SynonymsStepWhy,
                answer=SynonymsDraftShown,
                handle=self.give_back,
                audit="synonyms.given_back",
            ),
            StaffRoute(
                "POST",
                f"{DRAFT}/approve",
                right=REVIEW,
                body=SynonymsStep,
                answer=SynonymsPublished,
                handle=self.approve,
                audit="synonyms.published",
            ),
            StaffRoute(
                "POST",
                f"{DRAFT}/drop",
                right=EDIT,
                body=SynonymsStep,
                handle=self.drop,
                audit="synonyms.dropped",
            ),
            StaffRoute(
                "POST",
                f"{PATH}/roll-back",
                right=EDIT,
                body=SynonymsBack,
                answer=SynonymsDraftShown,
                handle=self.roll_back,
                audit="synonyms.rolled_back",
            ),
        )

    async def show(self, call: StaffCall[Any]) -> SynonymsShown:
        """The list in force, the draft, the versions."""
        connection = call.connection
        number = await synonyms.newest_number(connection)
        draft = await synonyms.read(connection)
        rows = await store.version_rows(connection, MOST_VERSIONS)
        return SynonymsShown(
            number=number,
            text=await synonyms.text_of(connection, number),
            serving=await self._trial.serving(),
            moved_on=await synonyms.shipped_moved_on(connection),
            draft=None if draft is None else await self._shown(draft, call),
            versions=[
                SynonymsVersionShown(
                    number=row.number,
                    comment=row.comment,
                    authors=[await _name(call, each) for each in row.authors],
                    approved_by=await _name(call, row.approved_by),
                    approved_at=row.approved_at,
                )
                for row in rows
            ],
        )

    async def compare(self, call: StaffCall[Any]) -> SynonymsDifference:
        """What differs between two versions, or between one and the draft."""
        wanted: SynonymsCompared = call.query
        other = wanted.other
        if other is None:
            draft = await synonyms.read(call.connection)
            text = draft.text if draft else await synonyms.text_of(call.connection, wanted.one)
        else:
            text = await synonyms.text_of(call.connection, other)
        changes = changed_groups(await synonyms.text_of(call.connection, wanted.one), text)
        return SynonymsDifference(
            changes=[
                GroupChangeShown(kind=each.kind, before=list(each.before), after=list(each.after))
                for each in changes
            ]
        )

    async def ask(self, call: StaffCall[ToTrySynonyms]) -> SynonymsTried:
        """What a question finds by the list in force, and by the one in the editor."""
        published, draft = await self._trial.ask(call.body.question, read_synonyms(call.body.text))
        return SynonymsTried(published=ListTriedShown.of(published), draft=ListTriedShown.of(draft))

    async def save(self, call: StaffCall[SaveSynonyms]) -> SynonymsDraftShown:
        """Writes the draft."""
        seen = VersionSeen(call.body.revision, call.body.number)
        written = await synonyms.save(call.connection, seen, call.body.text, self._by(call))
        return await self._noted(written, call)

    async def submit(self, call: StaffCall[SynonymsStepWhy]) -> SynonymsDraftShown:
        """Hands the draft to the reviewers."""
        body = call.body
        written = await synonyms.submit(call.connection, body.revision, body.comment, self._by(call))
        return await self._noted(written, call)

    async def give_back(self, call: StaffCall[SynonymsStepWhy]) -> SynonymsDraftShown:
        """Gives the draft back to its authors."""
        body = call.body
        written = await synonyms.give_back(call.connection, body.revision, body.comment, self._by(call))
        return await self._noted(written, call)

    async def approve(self, call: StaffCall[SynonymsStep]) -> SynonymsPublished:
        """Publishes the draft."""
        number = await synonyms.approve(call.connection, call.body.revision, self._by(call))
        call.note(number=number)
        return SynonymsPublished(number=number)

    async def drop(self, call: StaffCall[SynonymsStep]) -> None:
        """Gives the draft up."""
        await synonyms.drop(call.connection, call.body.revision)
        call.note(revision=call.body.revision)

    async def roll_back(self, call: StaffCall[SynonymsBack]) -> SynonymsDraftShown:
        """Makes a draft of an older version."""
        written = await synonyms.roll_back(call.connection, call.body.number, self._by(call))
        call.note(number=call.body.number)
        return await self._noted(written, call)

    async def _noted(self, draft: SynonymsDraft, call: StaffCall[Any]) -> SynonymsDraftShown:
        call.note(revision=draft.revision)
        return await self._shown(draft, call)

    async def _shown(self, draft: SynonymsDraft, call: StaffCall[Any]) -> SynonymsDraftShown:
        found = problems_in_list(draft.text) + await self._warnings(draft.text, call)
        return SynonymsDraftShown(
            revision=draft.revision,
            state=draft.state.value,
            text=draft.text,
            comment=draft.comment,
            returned=draft.returned,
            authors=[await _name(call, each) for each in draft.authors],
            own=call.staff.account_id in draft.authors,
            updated_by=await _name(call, draft.updated_by),
            updated_at=draft.updated_at,
            findings=[FindingShown(**each._asdict(), stops=each.stops) for each in found],
        )

    async def _warnings(self, text: str, call: StaffCall[Any]) -> list[ListFinding]:
        """None while there is no index: nobody knows then how common a word is."""
        try:
            statistics = self._trial.statistics()
        except Unavailable:
            return []
        return warnings_in_list(text, await store.in_force(call.connection), statistics)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


async def _name(call: StaffCall[Any], account_id: str) -> str:
    """What somebody is called; their id where the account is gone."""
    found = await call.house.directory.get(call.connection, account_id)
    return found.name if found else account_id
