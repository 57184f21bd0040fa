"""Training happens when the inputs changed, and only then; asking about it costs next to nothing."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import train
from bot.inputs import ROOT, hash_of_inputs, input_files, read_current, training_needed

CHECK_WITHIN_S = 0.3


def check(directory: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Runs the command with --check, and Python with options."""
    return subprocess.run(
        [sys.executable, *options, "-m", "bot.train", "--check", "--out", str(directory)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_every_input_counts(tmp_path: Path) -> None:
    files = list(input_files())
    assert {"config.yml", "domain.yml", "uv.lock", "rules.yml"} <= {path.name for path in files}
    assert len(files) >= 12
    for path in files:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    before = hash_of_inputs(tmp_path)
    assert before == hash_of_inputs(ROOT)
    for path in files:
        copy = tmp_path / path.relative_to(ROOT)
        content = copy.read_bytes()
        copy.write_bytes(content + b"\n")
        assert hash_of_inputs(tmp_path) != before, path
        copy.write_bytes(content)
    (tmp_path / "bot/data/nlu/more.yml").write_text("nlu: []\n")
    assert hash_of_inputs(tmp_path) != before


def test_check_tells_by_its_exit_code_and_never_imports_rasa(models_dir: Path, tmp_path: Path) -> None:
    spans = []
    for directory, code in ((models_dir, 0), (tmp_path, 1)):
        for _ in range(3):
            started = time.monotonic()
            assert check(directory).returncode == code
            spans.append(time.monotonic() - started)
    imports = check(models_dir, "-X", "importtime").stderr
    assert "bot.inputs" in imports
    assert "rasa" not in imports
    assert min(spans) < CHECK_WITHIN_S


def test_an_unchanged_model_is_left_alone(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("it trained although nothing changed")

    monkeypatch.setattr(train, "train_model", fail)
    assert train.main(["--out", str(models_dir)]) == 0


def test_an_altered_model_is_trained_again(models_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(models_dir, tmp_path / "models")
    stored = read_current(tmp_path / "models")
    assert stored is not None
    assert not training_needed(tmp_path / "models", stored.inputs)
    assert training_needed(tmp_path / "models", "0" * 64)
    (tmp_path / "models" / stored.model).write_bytes(b"altered")
    assert training_needed(tmp_path / "models", stored.inputs)


def test_old_models_are_removed_but_for_the_last_ones(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.tar.gz").write_bytes(b"")
        time.sleep(0.01)
    train.remove_old_models(tmp_path, keep={"0.tar.gz"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.tar.gz", "3.tar.gz", "4.tar.gz"]


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert train.main(["--out", str(tmp_path / "file" / "models")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
