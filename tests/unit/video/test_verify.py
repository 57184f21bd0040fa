"""A sealed recording is believed as it was sealed, and in no other form."""

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.errors import SetupError
from tests.unit.video.sealed import chain, media, parts, recorded, sealed
from video.cli.recording import BROKEN, INCOMPLETE, recording
from video.recording.files import MemoryFiles
from video.recording.keys import read_private_key
from video.recording.model import EVENTS, MANIFEST, SCRIPT, SIGNATURE
from video.recording.seal import do_seal
from video.recording.verify import RecordingVerdict, verify

KEY = Ed25519PrivateKey.generate()
CHANGES = 300


def look(files: dict[str, bytes]) -> RecordingVerdict:
    return verify(MemoryFiles(files), KEY.public_key())


def test_what_was_sealed_is_believed() -> None:
    verdict = look(sealed(KEY))
    assert (verdict.broken, verdict.incomplete) == ([], [])
    assert verdict.manifest is not None
    assert (verdict.manifest.operator, verdict.manifest.script.version) == ("account-7", 1)


def test_one_byte_changed_is_found_every_time() -> None:
    files, chance, changed = sealed(KEY), random.Random(2026), dict.fromkeys(("media", "other"), 0)
    names = [MANIFEST, EVENTS, SCRIPT, SIGNATURE, *media()]
    for number in range(CHANGES):
        name = names[number % len(names)]
        data = bytearray(files[name])
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        verdict = look(files | {name: bytes(data)})
        assert verdict.broken, f"a byte of {name} was changed, and nobody noticed"
        changed["media" if name.endswith(".webm") else "other"] += 1
    assert min(changed.values()) >= 100


def test_every_byte_of_manifest_and_events_counts() -> None:
    files = sealed(KEY)
    for name in (MANIFEST, EVENTS):
        for place in range(0, len(files[name]), 3):
            data = bytearray(files[name])
            data[place] ^= 1
            assert look(files | {name: bytes(data)}).broken


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, EVENTS, SCRIPT, "agent-v-2.webm"])
def test_a_file_that_is_missing_cut_or_longer_is_found(name: str) -> None:
    files = sealed(KEY)
    for data in (files[name][:-1], files[name] + b"\n", b""):
        assert look(files | {name: data}).broken
    del files[name]
    assert look(files).broken


def test_a_file_that_nobody_named_is_found() -> None:
    assert look(sealed(KEY) | {"extra.webm": b"x"}).broken == ["extra.webm is not named in the manifest"]


def test_another_key_and_parts_of_another_recording_are_not_believed() -> None:
    other = Ed25519PrivateKey.generate()
    assert look(sealed(other)).broken
    longer = sealed(
        KEY, events=chain(("consent", "identity", "own_will", "fees", "understood", "signature")[:3])
    )
    mixed = sealed(KEY) | {EVENTS: longer[EVENTS]}
    assert look(mixed).broken
    foreign = sealed(KEY, events=chain(recording="rec-2"))
    assert look(foreign).broken, "the chain belongs to another recording"


def test_events_that_change_places_or_go_are_found() -> None:
    files = sealed(KEY)
    lines = files[EVENTS].splitlines(keepends=True)
    for other in (lines[1:], lines[:-1], [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]):
        assert look(files | {EVENTS: b"".join(other)}).broken


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("identity", "own_will"), "step identity: the customer's consent comes first"),
        (("consent", "own_will"), "step own_will: a step before it is not done"),
        (("consent", "identity", "own_will", "fees", "understood"), "step signature is missing"),
    ],
)
def test_a_script_that_was_not_followed_is_told(steps: tuple[str, ...], told: str) -> None:
    verdict = look(sealed(KEY, events=chain(steps)))
    assert verdict.broken == []
    assert told in verdict.incomplete


def test_a_lost_part_is_told_with_its_place() -> None:
    files = media()
    held = [part for part in parts(files) if part.file != "customer-v-2.webm"]
    whole = sealed(KEY, of_parts=held)
    del whole["customer-v-2.webm"]
    assert look(whole).incomplete == ["customer's video is missing from 30000 to 60000 ms"]


def test_recording_before_consent_is_told() -> None:
    early = [part.model_copy(update={"begins_ms": 100}) for part in parts(media())]
    assert "recording began before the customer agreed to it" in look(sealed(KEY, of_parts=early)).incomplete


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(recording, [str(each) for each in arguments])
    return result.exit_code, result.output


def test_the_command_from_the_keys_to_the_verdict(tmp_path: Path) -> None:
    private, public, folder = tmp_path / "private.pem", tmp_path / "public.pem", tmp_path / "sealed"
    assert run("new-key", private, public)[0] == 0
    assert private.stat().st_mode & 0o077 == 0
    assert run("new-key", private, public)[0] == 2, "a key is never written over"
    folder.mkdir()
    files = media()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    do_seal(folder, recorded(files), read_private_key(private))
    assert run("verify", folder, "--key", public)[0] == 0
    beside = folder / "public.pem"
    beside.write_bytes(public.read_bytes())
    code, told = run("verify", folder, "--key", beside)
    assert (code, "proves nothing" in told) == (2, True)
    assert run("verify", folder, "--key", public)[0] == BROKEN
    beside.unlink()
    (folder / "agent-a-1.webm").write_bytes(b"")
    code, told = run("verify", folder, "--key", public)
    assert (code, "agent-a-1.webm is not what was sealed" in told) == (BROKEN, True)
    linked = folder / "agent-a-1.webm"
    linked.unlink()
    (tmp_path / "same.webm").write_bytes(files["agent-a-1.webm"])
    linked.symlink_to(tmp_path / "same.webm")
    assert run("verify", folder, "--key", public)[0] == BROKEN, "links lead out of what was sealed"


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    private, public, folder = tmp_path / "private.pem", tmp_path / "public.pem", tmp_path / "sealed"
    run("new-key", private, public)
    folder.mkdir()
    do_seal(folder, recorded({}, of_parts=[]), read_private_key(private))
    code, told = run("verify", folder, "--key", public)
    assert (code, "agent's audio is missing from 2000 to 60000 ms" in told) == (INCOMPLETE, True)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_bytes(b"nonsense")
    (tmp_path / "folder").mkdir()
    assert run("verify", tmp_path / "folder", "--key", wrong)[0] == 2
    with pytest.raises(SetupError):
        read_private_key(wrong)
