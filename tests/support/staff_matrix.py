"""Every route for staff × every role × an object of another branch, from the list that the code keeps.

Each object that a request names is foreign once, while all others are the asker's own, so that a check of
one is no check of another. A role with everything makes the same requests first: they have to be right ones,
or a refusal would show nothing.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic_core import PydanticUndefined
from sqlalchemy import insert, select

from cases.store import cases
from handoff.routing.capacity import BUDGET
from handoff.setup import CalendarSetup, QueueSetup
from handoff.setups import Setups
from handoff.store import agents, reservations, tasks
from handoff.words import canned, keeping
from handoff.words.rules import RuleKind, WordRule
from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Direction, Message, Status, Text
from hub.ports import Address
from hub.staff.catalog import PARAMETER, named_in
from hub.staff.reach import Scope
from hub.staff.roles import FIRST_ROLES
from hub.staff.routes import Access, StaffModel, StaffRoute
from hub.store import conversations, identities, messages
from hub.store.metadata import metadata
from hub.store.schema_staff import role, role_right
from hub.store.staff import accounts, branches
from kb.articles import publish
from kb.index import is_stale
from kb.store import drafts
from kb.store.articles import next_change
from kb.studio import announcements
from kb.studio.content import Content, as_draft
from kb.studio.drafts import By, begin
from supervision.store import alarms
from tests.support.staff import Served, StaffClient, make_account, make_branches
from tests.support.waiting import eventually

OWN, FOREIGN = "east", "west"
EVERYTHING = "everything"
MARK = "西区"
"""Stands in every foreign name: it must be in no answer."""

NOT_COMPARED = frozenset(
    (
        "staff_audit",
        "staff_audit_head",
        "staff_session",
        "staff_attempt",
        "process",
        "lease",
        "routing_change",
    )
)
"""Tables that a refused request may write to, those in which the hub shows that it is alive, and what the
router takes in by itself."""

Make = Callable[[Served, str], Awaitable[str]]
"""Makes an object in a branch, with the mark in each of its names where that is the foreign one."""


async def _account(served: Served, branch: str) -> str:
    name = f"{MARK if branch == FOREIGN else ''}{branch}"
    return await make_account(served.staff, f"object.{branch}", ["agent"], branch, name=name)


async def _branch(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        below = f"{branch}-sub"
        name = f"{MARK if branch == FOREIGN else ''}{below}"
        await branches.add_branch(
            connection, branch_id=below, parent_id=branch, name=name, path=f"/head/{branch}/{below}/"
        )
    return below


async def _team(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        name = f"{MARK if branch == FOREIGN else ''}组"
        await branches.add_team(connection, team_id=f"team-{branch}", branch_id=branch, name=name)
    return f"team-{branch}"


async def _role(served: Served, branch: str) -> str:
    """Roles are the house's, and so foreign to whoever may not change everything."""
    async with served.staff.database.write() as connection:
        await connection.execute(insert(role).values(role_id=f"role-{branch}", name_zh="空", name_en="empty"))
    return f"role-{branch}"


async def _article(served: Served, branch: str) -> str:
    """A published article and its draft, in a category that is the branch's; the index knows it."""
    database, now = served.staff.database, served.staff.clock.now()
    topic = f"{MARK if branch == FOREIGN else ''}分类"
    content = Content(
        topic=topic, title=topic, questions=(topic,), answer=topic, effective_from=date(2026, 1, 1)
    )
    async with database.write() as connection:
        await drafts.save_category(connection, topic, branch)
        work = await begin(connection, content, By(f"author-{branch}", now))
        change = await next_change(connection, now)
        draft = as_draft(work.article_id, content)
        await publish(connection, draft, latest=None, approved_by="", now=now, change=change)
    await eventually(lambda: is_stale(database, served.staff.settings.index_dir), False, timeout_s=30)
    return work.article_id


async def _own_reply(served: Served, branch: str) -> str:
    """A canned reply of somebody there."""
    who = f"object.{branch}"
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, who)
        assert row is not None
        return await canned.do_add(connection, account_id=row.account_id, **_reply(served, branch))


async def _shared_reply(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        return await canned.do_add(connection, branch_id=branch, **_reply(served, branch))


def _reply(served: Served, branch: str) -> Any:
    title = f"{MARK if branch == FOREIGN else ''}问候"
    return {"title": title, "text": "您好", "now": served.staff.clock.now()}


async def _word_rule(served: Served, branch: str) -> str:
    product = f"{MARK if branch == FOREIGN else ''}理财"
    rule = WordRule("", RuleKind.FORBIDDEN, product, (), ("保本",), "", "")
    async with served.staff.database.write() as connection:
        return await keeping.do_add(connection, branch, rule, served.staff.clock.now())


async def _task(served: Served, branch: str) -> str:
    """A conversation that somebody there has in hand, with one message of the customer."""
    key, now = identity_key("webchat", "default", branch), served.staff.clock.now()
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await identities.ensure(connection, key, Address("webchat", "default", branch), now)
        await identities.set_last_conversation(connection, key, 1)
        await conversations.open_new(connection, key, 1, now)
        message = Message(
            identity=key,
            conversation=1,
            seq=1,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.CUSTOMER),
            segments=(Text(text=f"{mark}您好"),),
            correlation_id=f"matrix-{branch}",
            created_at=now,
            status=Status.ACCEPTED,
            provider_id=f"matrix-{branch}",
        )
        await messages.add(connection, message, received_at=now)
        await conversations.change(connection, key, 1, last_seq=1)
        await agents.ensure(connection, who.account_id, BUDGET, now)
        await agents.add_used(connection, who.account_id, 20)
        # Their desk is heard as long as the matrix runs, so that the house leaves them what they have.
        await agents.change(connection, who.account_id, seen_at=now + timedelta(hours=1))
        of = {"identity_key": key, "conversation": 1, "turn": 1, "created_at": now}
        asked = {"kind": "person", "medium": "chat", "reason": f"{mark}人工", "state": "assigned"}
        await tasks.add_if_absent(connection, **of, **asked)
        await reservations.add(
            connection,
            reservation_id=f"reservation-{branch}",
            account_id=who.account_id,
            state="accepted",
            why={},
            **of,
        )
    return f"{key}.1.1"


async def _supervised_task(served: Served, branch: str) -> str:
    """The same conversation, as those reach it who lead its agent."""
    return f"{identity_key('webchat', 'default', branch)}.1.1"


async def _alarm(served: Served, branch: str) -> str:
    """An alarm about somebody there, which is over, so that the house does not end it meanwhile."""
    mark, now = MARK if branch == FOREIGN else "", served.staff.clock.now()
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, f"object.{branch}")
        assert row is not None
        told = [{"account_id": row.account_id, "name": f"{mark}主管"}]
        of = {"about": row.account_id, "account_id": row.account_id, "raised_at": now, "ended_at": now}
        return await alarms.add(connection, kind="silent", reason={}, addressees=told, **of)


async def _queue(served: Served, branch: str) -> str:
    """Queues are the house's, as roles are."""
    setup = QueueSetup(queue_id=f"queue_{branch}", name="空", name_en="empty")
    async with served.staff.database.write() as connection:
        await Setups(served.staff.clock).do_put_queue(connection, setup, version=0)
    return setup.queue_id


async def _calendar(served: Served, branch: str) -> str:
    """Calendars are the house's, as roles are."""
    setup = CalendarSetup(calendar_id=f"calendar_{branch}", name="空", weekly=((),) * 7)
    async with served.staff.database.write() as connection:
        await Setups(served.staff.clock).do_put_calendar(connection, setup, version=0)
    return setup.calendar_id


async def _case(served: Served, branch: str) -> str:
    """A complaint that somebody there works on, with the mark in its reason."""
    number, now = f"TS-{branch.upper()}", served.staff.clock.now()
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await cases.add(
            connection,
            number=number,
            identity_key=identity_key("webchat", "default", f"case-{branch}"),
            conversation=1,
            turn=1,
            branch_id=branch,
            owner_id=who.account_id,
            draft=f"{mark}答复",
            due_at=now,
            created_at=now,
        )
        await cases.note(connection, number, "forwarded", actor="house", at=now, text=f"{mark}转交")
    return number


async def _announcement(served: Served, branch: str) -> str:
    """Announcements are the house's, as roles are."""
    by = By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        return (await announcements.write(connection, "维护中", (), 60, by)).announcement_id


MAKERS: dict[str, Make] = {
    "queue": _queue,
    "calendar": _calendar,
    "account": _account,
    "branch": _branch,
    "team": _team,
    "role": _role,
    "article": _article,
    "announcement": _announcement,
    "own_reply": _own_reply,
    "shared_reply": _shared_reply,
    "word_rule": _word_rule,
    "task": _task,
    "case": _case,
    "supervised_task": _supervised_task,
    "alarm": _alarm,
}
HOUSE_WIDE = frozenset(("role", "queue", "calendar", "announcement"))


@dataclass(frozen=True)
class Request:
    """One request of the matrix; `foreign`: which of its objects is another branch's."""

    route: StaffRoute
    path: str
    body: Any
    foreign: str

    def __str__(self) -> str:
        return f"{self.route.method} {self.route.path} ({self.foreign or 'no object'})"


@dataclass
class Matrix:
    """The objects, and what was found."""

    served: Served
    own: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    refused: int = 0

    async def run(self, makers: Mapping[str, Make] = MAKERS, *, below: str = "/staff/") -> None:
        """Fills `faults` with what a role read or changed and should not; `below`: by which routes."""
        await make_branches(self.served.staff, OWN, FOREIGN)
        for kind in self.served.catalog.kinds:
            self.own[kind] = await makers[kind](self.served, OWN)
            self.foreign[kind] = await makers[kind](self.served, FOREIGN)
        await self._grant_everything()
        for each in (*FIRST_ROLES, ""):
            await make_account(self.served.staff, f"as.{each or 'nobody'}", [each] if each else [], OWN)
        routes = [route for route in self.served.catalog.routes if route.path.startswith(below)]
        requests = [request for route in routes for request in self._requests(route)]
        for each in (*FIRST_ROLES, ""):
            async with self.served.browser() as client:
                await self._as_role(client, each, requests)
        async with self.served.browser() as client:
            await self._signed_out(client, requests)
        async with self.served.browser() as client:
            await self._as_everything(client, requests)

    def _requests(self, route: StaffRoute) -> Iterator[Request]:
        """The route with each of its objects foreign in turn; once without, where it can be asked so."""
        asked_for = named_in(route.query) if route.query else {}
        named = {**route.about, **named_in(route.body), **asked_for}
        if asked_for and not route.about:
            yield Request(route, route.path, example(route.body, {}), "")
        for foreign in named or {"": ""}:
            ids = {
                name: self.foreign[kind] if name == foreign else self.own[kind]
                for name, kind in named.items()
            }
            path = PARAMETER.sub(lambda found: ids[found[1]], route.path)  # noqa: B023
            query = urlencode(example(route.query, ids) or {}) if route.query else ""
            yield Request(route, f"{path}?{query}" if query else path, example(route.body, ids), foreign)

    async def _as_role(self, client: StaffClient, role_id: str, requests: list[Request]) -> None:
        login = f"as.{role_id or 'nobody'}"
        before = await self._dump()
        rights = (await client.sign_in(login)).body["rights"]
        for request in requests:
            right = request.route.right
            if right is Access.ANYBODY or (request.route.method, request.route.path) in OF_ONESELF:
                continue
            if isinstance(right, Access):
                await client.sign_in(login)  # the one before may have ended the session
            scope = rights.get(right) if isinstance(right, str) else Scope.OWN
            if scope == Scope.ALL:
                continue  # everything is in reach
            answer = await client.ask(request.route.method, request.path, request.body)
            self._judge(request, role_id, scope, answer)
        after = await self._dump()
        changed = sorted(name for name in before if after[name] != before[name])
        if changed:
            self.faults.append(f"{role_id or 'nobody'} changed {', '.join(changed)}")

    def _judge(self, request: Request, role_id: str, scope: str | None, answer: Any) -> None:
        self.asked += 1
        who = f"{role_id or 'no role'}: {request}: {answer.status}"
        if scope is None and answer.status != 403:
            self.faults.append(f"{who} without the right")
        elif scope is not None and request.foreign and answer.status != 404:
            self.faults.append(f"{who} with a foreign {request.foreign}")
        self.refused += answer.status in (403, 404)
        text = str(answer.body)
        if MARK in text or any(each in text for kind, each in self.foreign.items() if kind not in HOUSE_WIDE):
            self.faults.append(f"{who} tells of a foreign object")

    async def _signed_out(self, client: StaffClient, requests: list[Request]) -> None:
        for request in requests:
            if request.route.right is not Access.ANYBODY:
                answer = await client.ask(request.route.method, request.path, request.body)
                if answer.status != 401:
                    self.faults.append(f"signed out: {request}: {answer.status}")

    async def _as_everything(self, client: StaffClient, requests: list[Request]) -> None:
        """Whoever may do everything is answered: so it was no mistake in the request that refused others."""
        await make_account(self.served.staff, "as.everything", [EVERYTHING], OWN)
        await client.sign_in("as.everything")
        for request in requests:
            if isinstance(request.route.right, Access):
                continue
            answer = await client.ask(request.route.method, request.path, request.body)
            if answer.status >= 400 and answer.status != 409:
                self.faults.append(f"with everything: {request}: {answer.status} {answer.body}")

    async def _grant_everything(self) -> None:
        async with self.served.staff.database.write() as connection:
            await connection.execute(
                insert(role).values(role_id=EVERYTHING, name_zh="全部", name_en="everything")
            )
            rows = [
                {"role_id": EVERYTHING, "right_name": name, "scope": "all"}
                for name in self.served.catalog.rights
            ]
            await connection.execute(insert(role_right), rows)

    async def _dump(self) -> dict[str, list[Any]]:
        async with self.served.staff.database.read() as connection:
            return {
                table.name: sorted(map(repr, (await connection.execute(select(table))).all()))
                for table in metadata.sorted_tables
                if table.name not in NOT_COMPARED
            }


OF_ONESELF = frozenset((("POST", "/staff/me/totp"), ("POST", "/staff/canned-replies")))
"""What changes what is the asker's own alone, and rightly."""


def example(model: type[StaffModel], ids: Mapping[str, str]) -> Any:
    """A right body: objects by their ids, everything else by the field's example or default."""
    if not model.model_fields:
        return None
    body: dict[str, Any] = {}
    for name, each in model.model_fields.items():
        if name in named_in(model):
            body[name] = [ids[name]] if re.search(r"_ids$", name) else ids[name]
        elif each.examples:
            body[name] = each.examples[0]
        elif each.default is PydanticUndefined and each.default_factory is None:
            raise AssertionError(f"{model.__name__}.{name} has no example")
    return body
