"""What is declared wrongly ends the start, with each mistake named."""

from typing import Annotated, Any

import pytest

from hub.errors import SetupError
from hub.settings import Settings
from hub.staff import Kind, Names, Right, StaffCall, StaffModel, StaffRoute, StaffSocket, WaitingWork
from hub.staff.catalog import make_catalog
from hub.staff.kinds import OWN_KINDS
from hub.staff.roles import FIRST_ROLES, OWN_RIGHTS
from hub.staff.routes import Access
from tests.unit.hub.staff.test_sockets import ECHO
from yuanqiao.declared import declared_catalog

READ = Right("cases.read", "看工单", "See cases")
CASE = Kind("case", OWN_KINDS[0].place_of)


async def nothing(_call: StaffCall[Any]) -> None:
    """Does nothing."""


class ForCase(StaffModel):
    """Names an object, and says so."""

    case_id: Annotated[str, Names("case")]


class Unsaid(StaffModel):
    """Names objects of which nobody says what they are."""

    case_ids: list[str]


def route(**given: Any) -> StaffRoute:
    whole: dict[str, Any] = {
        "method": "GET",
        "path": "/staff/cases",
        "right": "cases.read",
        "handle": nothing,
    }
    return StaffRoute(**(whole | given))


GOOD = (
    route(),
    route(path="/staff/cases/<case_id>", about={"case_id": "case"}),
    route(method="POST", body=ForCase, audit="case.changed"),
)


def test_what_is_right_is_taken() -> None:
    made = make_catalog([READ], [CASE], GOOD, [])
    assert len(made.routes) == 3
    assert set(made.rights) == {"cases.read"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (route(path="/cases"), "the path has to look like"),
        (route(path="/staff/Cases"), "the path has to look like"),
        (route(path="/staff/cases/<case_id>"), "`about` has to say of which kind case_id is"),
        (route(about={"case_id": "case"}), "`about` has to say"),
        (route(path="/staff/cases/<x>", about={"x": "file"}), "no part declares the kind 'file'"),
        (route(right="cases.change"), "no part declares the right 'cases.change'"),
        (route(method="POST"), "what changes something is written into the audit"),
        (route(audit="Changed!"), "'Changed!' is no name of an action"),
        (route(body=Unsaid), "of case_ids nobody says what it names"),
        (route(query=Unsaid), "of case_ids nobody says what it names"),
        (route(right=Access.SIGNED_IN, body=ForCase), "a route about an object needs a right"),
        (
            route(right=Access.ANYBODY, path="/staff/cases/<x>", about={"x": "case"}),
            "a route about an object needs a right",
        ),
    ],
)
def test_a_mistake_is_named(wrong: StaffRoute, why: str) -> None:
    with pytest.raises(SetupError, match=why):
        make_catalog([READ], [CASE], [wrong], [])


def test_nothing_is_declared_twice() -> None:
    twice = (
        route(path="/staff/cases/<a>", about={"a": "case"}),
        route(path="/staff/cases/<b>", about={"b": "case"}),
    )
    for rights, kinds, routes in (
        ([READ, READ], [CASE], []),
        ([READ], [CASE, CASE], []),
        ([READ], [CASE], twice),
    ):
        with pytest.raises(SetupError, match="declared twice"):
            make_catalog(rights, kinds, routes, [])


def test_a_sockets_right_is_one_that_there_is() -> None:
    assert isinstance(ECHO, StaffSocket)
    with pytest.raises(SetupError, match="the right 'teams"):
        make_catalog([READ], [], [], [ECHO])


async def none_waits(_connection: Any, _staff: Any) -> int:
    """Nothing waits."""
    return 0


def test_what_waits_names_a_right_that_there_is() -> None:
    waiting = [WaitingWork("cases", "cases.approve", none_waits)]
    with pytest.raises(SetupError, match="what waits at cases: no part"):
        make_catalog([READ], [CASE], GOOD, [], waiting)


def test_the_house_declares_its_own_rightly(tmp_path: Any) -> None:
    settings = Settings(_env_file=None, var_dir=tmp_path)
    made = declared_catalog(settings)
    assert len(made.routes) > 20
    assert {right.name for right in OWN_RIGHTS} <= set(made.rights)
    for right in made.rights.values():
        assert set(right.given) <= set(FIRST_ROLES), right.name
    assert {each.right for each in made.routes if isinstance(each.right, str)} <= set(made.rights)
