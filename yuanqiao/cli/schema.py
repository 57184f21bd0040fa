"""Exports the message schema, so that other programs can check what they read."""

import json
from pathlib import Path

import click
from pydantic import TypeAdapter

from hub.messages import SCHEMA_VERSION, Command, Event, Message
from hub.settings import ROOT


def message_schema() -> str:
    """The JSON schema of messages, events and commands, as text."""
    parts: dict[str, TypeAdapter[object]] = {
        "message": TypeAdapter(Message),
        "event": TypeAdapter(Event),
        "command": TypeAdapter(Command),
    }
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Yuanqiao messages, version {SCHEMA_VERSION}",
        "properties": {name: adapter.json_schema() for name, adapter in parts.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def schema_path() -> Path:
    """Where the exported schema of this version lies."""
    return ROOT / "docs" / "schema" / f"message-{SCHEMA_VERSION}.json"


@click.command()
def schema() -> None:
    """Write the message schema to docs/schema/."""
    path = schema_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(message_schema(), encoding="utf-8")
    click.echo(path)
