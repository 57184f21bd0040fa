"""The scripts that come along, each in its newest version."""

from functools import cache
from pathlib import Path

from hub.errors import BadInput, NotFound
from video.flows.script import Script, read_script

FOLDER = Path(__file__).with_name("scripts")


@cache
def all_scripts() -> dict[str, Script]:
    """The scripts by name; raises `BadInput` for one that is wrong."""
    read = [read_script(path.read_bytes()) for path in sorted(FOLDER.glob("*.yml"))]
    return {script.script: script for script in read}


def script_of(name: str) -> Script:
    """A script; raises `NotFound`."""
    if name not in all_scripts():
        raise NotFound("there is no such script")
    return all_scripts()[name]


def script_bytes(name: str, version: int) -> bytes:
    """A script as it lies there; raises `NotFound`, and `BadInput` where that version is there no more."""
    if script_of(name).version != version:
        raise BadInput("the script has another version by now")
    return (FOLDER / f"{name}.yml").read_bytes()
