"""The list of routes says of each what it is, from the declarations that are served."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from hub.settings import Settings
from hub.staff.routes import NoBody
from yuanqiao.cli.main import yuanqiao
from yuanqiao.declared import declared_catalog


@pytest.fixture
def printed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(settings.var_dir))
    done = CliRunner().invoke(yuanqiao, ["staff", "routes", "--json"])
    assert done.exit_code == 0, done.output
    listed: dict[str, Any] = json.loads(done.output)
    return listed


def test_every_route_is_listed_with_right_and_models(printed: dict[str, Any], settings: Settings) -> None:
    catalog = declared_catalog(settings)
    listed = {(each["method"], each["path"]): each for each in printed["routes"]}
    assert listed.keys() == {(route.method, route.path) for route in catalog.routes}
    assert len(listed) == len(catalog.routes) > 30
    for route in catalog.routes:
        each = listed[route.method, route.path]
        assert (each["right"] is None) == (each["access"] != "right")
        assert (each["body"] is None) == (route.body is NoBody)
        for kind in ("query", "body", "answer"):
            assert each[kind] is None or each[kind] in printed["models"]
    assert {right["right"] for right in printed["rights"]} == set(catalog.rights)


def test_a_list_names_what_a_request_names(printed: dict[str, Any]) -> None:
    (forward,) = (
        each
        for each in printed["routes"]
        if (each["method"], each["path"]) == ("PUT", "/staff/accounts/<account_id>/teams")
    )
    assert forward["about"] == {"account_id": "account"}
    assert forward["named"] == {"team_ids": "team"}
    assert forward["audit"] == "account.teams_set"
    schema = printed["models"]["hub.web.staff.teams.TeamsGiven"]
    assert schema["properties"]["team_ids"]["maxItems"] == 50
