"""`python -m bot.train`: trains the model when its inputs changed.

`--out DIR` says where models lie (default: the setting YUANQIAO_MODELS_DIR, else var/models).
`--check` trains nothing: exit code 0 when the stored model is up to date, 1 when training is needed.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.inputs import StoredModel, file_sha256, hash_of_inputs, read_current, training_needed

KEPT_MODELS = 2
"""Models that stay on disk: the current one and the one to go back to."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description=(__doc__ or "").split("\n")[0])
    default = Path(os.environ.get("YUANQIAO_MODELS_DIR") or "var/models")
    parser.add_argument("--out", type=Path, default=default, help="folder of the models")
    parser.add_argument("--check", action="store_true", help="only tell whether training is needed")
    options = parser.parse_args(arguments)
    try:
        inputs = hash_of_inputs()
        needed = training_needed(options.out, inputs)
        if options.check or not needed:
            print("The bot's model needs training." if needed else "The bot's model is up to date.")
            return int(needed and options.check)
        train_model(options.out, inputs)
    except OSError as problem:
        print(f"The bot's model cannot be trained: {problem}.", file=sys.stderr)
        return 2
    return 0


def train_model(directory: Path, inputs: str) -> StoredModel:
    """Trains from the given inputs into the folder and makes the result the current model."""
    print("Training the bot's model.", flush=True)
    started = time.monotonic()
    directory.mkdir(parents=True, exist_ok=True)
    # Late, so that neither `--check` nor a folder that cannot be made pays for Rasa.
    from bot.training import train  # noqa: PLC0415

    name = f"{inputs}.tar.gz"
    train(directory / name, report=lambda line: print(f"  {line}", flush=True))
    stored = StoredModel(name, file_sha256(directory / name), inputs)
    earlier = read_current(directory)
    stored.write(directory)
    remove_old_models(directory, keep={name, *([earlier.model] if earlier else [])})
    print(f"The bot's model is ready after {time.monotonic() - started:.0f} s.", flush=True)
    return stored


def remove_old_models(directory: Path, keep: set[str]) -> None:
    """Deletes models that are neither in `keep` nor among the newest."""
    newest = sorted(directory.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[KEPT_MODELS:]:
        if path.name not in keep:
            path.unlink()


if __name__ == "__main__":
    raise SystemExit(main())
