"""The project of the stock server says something to whatever it understands."""

from pathlib import Path
from typing import Any

import yaml

from tests.bench.stock.project import write_project


async def test_every_intent_of_the_stock_server_has_examples_and_something_to_say(tmp_path: Path) -> None:
    await write_project(tmp_path, 5055)
    domain = _read(tmp_path / "domain.yml")
    examples = {entry["intent"]: entry["examples"] for entry in _read(tmp_path / "data/nlu.yml")["nlu"]}
    rules = _read(tmp_path / "data/rules.yml")["rules"]
    stories = _read(tmp_path / "data/stories.yml")["stories"]

    said = {step["action"] for told in [*rules, *stories] for step in told["steps"] if "action" in step}

    assert len(examples) > 60
    assert list(examples) == domain["intents"]
    assert all(examples.values())
    assert {rule["rule"] for rule in rules} == {*domain["intents"], "nlu_fallback"}
    assert said == {*domain["responses"], *domain["actions"]}
    assert all(variant["text"] for variants in domain["responses"].values() for variant in variants)


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))
