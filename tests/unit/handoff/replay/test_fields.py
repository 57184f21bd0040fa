"""Every field of a file, what its absence means, and what happens at one and the same moment."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handoff.cli.routing import routing
from handoff.replay.roster import read_roster, unknown_fields
from hub.errors import BadInput
from tests.unit.handoff.replay.rosters import equal_agents, replayed

ONE = equal_agents(1)


def job(name: str, at_s: float = 0.0, service_s: float = 100.0, **more: Any) -> dict[str, Any]:
    return {"id": name, "at_s": at_s, "service_s": service_s, **more}


def test_no_queue_is_the_first_and_no_tier_the_lowest() -> None:
    queues = [
        {"id": "slow", "target_wait_s": {"standard": 900}},
        {"id": "fast", "target_wait_s": {"standard": 1}},
    ]
    tasks = [job("busy"), job("none", 1), job("fast", 2, queue="fast"), job("first", 3, tier=1)]
    waits = replayed(ONE, [*tasks, job("urgent", 4, tier=0)], queues)["waits"]
    assert sorted(waits, key=lambda name: waits[name]) == ["busy", "urgent", "fast", "none", "first"]
    lowest = replayed(ONE, [job("busy"), job("none", 1), job("third", 2, tier=3)])["waits"]
    assert lowest["none"] < lowest["third"], "in the tier of the third, and earlier"


def test_the_class_sets_the_due_date() -> None:
    tasks = [job("busy"), job("standard", 1), job("vip", 50, **{"class": "vip"})]
    waits = replayed(ONE, tasks)["waits"]
    assert waits == {"busy": 0, "vip": 50, "standard": 199}
    same = replayed(ONE, tasks, [{"id": "q", "target_wait_s": 60}])["waits"]
    assert same == {"busy": 0, "standard": 99, "vip": 150}, "one target for all classes"


def test_a_capacity_is_chats_or_by_channel() -> None:
    both = [{"id": "a", "capacity": {"chat": 2, "video": 1}}]
    tasks = [job(f"c{number}") for number in range(3)] + [job("v", channel="video")]
    assert replayed(both, tasks)["waits"] == {"c0": 0, "c1": 0, "c2": 100, "v": 0}
    chats = replayed([{"id": "a", "capacity": 2}], [job("w", channel="wechat"), job("s"), *tasks[3:]])
    assert chats["waits"] == {"w": 0, "s": 0, "v": None}
    assert chats["never_served"] == ["v"]
    assert replayed([{"id": "a"}], tasks[:2])["waits"] == {"c0": 0, "c1": 100}, "none said: one chat"


def test_shifts_begin_and_end() -> None:
    agents = [{"id": "early", "from_s": 10, "to_s": 50}, {"id": "late", "from_s": 200}]
    found = replayed(agents, [job("a", 0), job("b", 50), job("c", 120)])
    assert found["waits"] == {"a": 10, "b": 150, "c": 180}
    assert found["agent"] == {"a": "early", "b": "late", "c": "late"}


def test_patience_at_the_very_moment_is_enough() -> None:
    tasks = [job("busy"), job("just", 20, patience_s=80), job("gone", 20, patience_s=79)]
    assert replayed(ONE, tasks)["waits"] == {"busy": 0, "just": 80, "gone": "abandoned"}
    assert replayed(ONE, [job("now", patience_s=0)])["waits"] == {"now": 0}


def test_an_offer_is_given_back_by_who_leaves_meanwhile() -> None:
    tasks = [job("leaves", patience_s=5), job("next", 1)]
    found = replayed(ONE, tasks, accept_s=10.0)
    assert found["waits"] == {"leaves": "abandoned", "next": 14}
    assert found["occupancy"] == pytest.approx(1.0)


def test_needs_and_a_ladder_that_relaxes_them() -> None:
    agents = [{"id": "best", "skills": {"wealth": 4}}, {"id": "good", "skills": {"wealth": 3}}]
    ladder = [{"after_s": 20, "set_min_level": {"wealth": 3}}]
    tasks = [job("a", needs={"wealth": 4}), job("b", 1, needs={"wealth": 4})]
    found = replayed(agents, tasks, [{"id": "q", "ladder": ladder}])
    assert found["waits"] == {"a": 0, "b": 20}
    assert found["agent"] == {"a": "best", "b": "good"}
    without = replayed(agents, tasks)
    assert without["waits"]["b"] == 99


def test_a_stage_with_nobody_there_is_skipped() -> None:
    agents = [{"id": "good", "skills": {"wealth": 3}}]
    ladder = [{"after_s": 20, "set_min_level": 3}]
    tasks = [job("a", needs={"wealth": 5})]
    assert replayed(agents, tasks, [{"id": "q", "ladder": ladder}])["waits"] == {"a": 0}
    dropped = [{"after_s": 30, "drop_skill": "tax", "skip_if_none_staffed": False}]
    assert replayed(agents, [job("a", needs={"tax": 1})], [{"id": "q", "ladder": dropped}])["waits"] == {
        "a": 0
    }


def test_what_comes_at_one_moment_is_served_by_key_then_in_the_order_of_the_file() -> None:
    tasks = [job("t10"), job("t9"), job("first", tier=0), job("t1")]
    waits = replayed(ONE, tasks)["waits"]
    assert waits == {"first": 0, "t10": 100, "t9": 200, "t1": 300}


def test_the_longest_idle_then_the_first_of_the_file() -> None:
    agents = equal_agents(3)
    tasks = [job("a", 0, 10), job("b", 1, 5), job("c", 20), job("d", 20), job("e", 20)]
    assert replayed(agents, tasks)["agent"] == {"a": "a0", "b": "a1", "c": "a2", "d": "a1", "e": "a0"}


def test_figures_over_all() -> None:
    found = replayed(ONE, [job("a"), job("b", 50), job("c", 150, patience_s=1)])
    assert (found["answered"], found["abandoned"]) == (2, 1)
    assert found["service_level"] == pytest.approx(2 / 3)
    assert found["occupancy"] == pytest.approx(1.0)


def test_mistakes_are_named_with_their_place() -> None:
    with pytest.raises(BadInput, match=r"tasks\.0\.at_s"):
        read_roster(json.dumps({"agents": ONE, "tasks": [job("a", at_s=-1)]}))
    with pytest.raises(BadInput, match="no queue nowhere"):
        read_roster(json.dumps({"agents": ONE, "tasks": [job("a", queue="nowhere")]}))
    with pytest.raises(BadInput, match="twice"):
        read_roster(json.dumps({"agents": ONE, "tasks": [job("a"), job("a")]}))
    strange = {"agents": ONE, "tasks": [job("a", colour=1)], "queues": []}
    assert unknown_fields(read_roster(json.dumps(strange))) == ["tasks.colour"]


def test_the_command_prints_json_alone_on_stdout(tmp_path: Path) -> None:
    file = tmp_path / "day.json"
    file.write_text(
        json.dumps({"queues": [{"id": "q"}], "agents": ONE, "tasks": [job("a"), job("b", note=1)]})
    )
    run = CliRunner().invoke(routing, ["replay", str(file), "--json"])
    assert run.exit_code == 0
    printed = json.loads(run.stdout)
    assert printed["waits"] == {"a": 0, "b": 100}
    assert {"agent", "service_level", "occupancy"} <= set(printed)
    assert "tasks.note" in run.stderr
    table = CliRunner().invoke(routing, ["replay", str(file)])
    assert "service_level" in table.stdout
