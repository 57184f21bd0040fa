"""A conversation in one signed file: what stands in it, and that no byte of it can be another."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.errors import NotFound
from hub.staff.audit import verify as verify_audit
from hub.store.database import Database
from tests.unit.evidence.conftest import ZONE, Case
from video.recording.keys import new_key_pair
from yuanqiao.cli.main import yuanqiao
from yuanqiao.evidence.container import read_archive, write_archive
from yuanqiao.evidence.model import MANIFEST, SIGNATURE, chained, line, sign
from yuanqiao.evidence.packing import pack
from yuanqiao.evidence.reading import ConversationKey
from yuanqiao.evidence.verifying import verify


def rows(data: bytes, name: str) -> list[Any]:
    """The rows of an entry, read by a program for ZIP that knows nothing of ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [json.loads(each) for each in archive.read(name).splitlines()]


async def test_all_that_belongs_to_the_conversation_is_there(case: Case, database: Database) -> None:
    verdict = verify(case.data, case.public)
    assert verdict.broken == []
    assert verdict.manifest is not None
    assert verdict.manifest.conversation == f"{case.past.key}.1"
    said = rows(case.data, "messages.jsonl")
    assert [row["segments"][0]["text"] for row in said] == ["转账到别的银行收多少钱？", "手续费为 5 元。"]
    (article,) = rows(case.data, "articles.jsonl")
    assert (article["version"], article["approved_by"]) == (1, "editor-2")
    assert article["approved_at"] is not None
    (value,) = rows(case.data, "values.jsonl")
    assert (value["name"], value["value"], value["on"]) == ("transfer", "5", "2026-11-01")
    (offer,) = rows(case.data, "routing.jsonl")
    assert offer["why"] == {"idle_s": 12}
    (entry,) = rows(case.data, "audit.jsonl")
    assert entry["action"] == "task.taken"
    (recording,) = rows(case.data, "recordings.jsonl")
    assert recording["call"] == f"{case.past.key}.1.1"
    assert len(recording["parts"]) == 8
    assert all(part["sha256"] == part["found"] for part in recording["parts"])
    assert "别人的话".encode() not in case.data
    # That it was packed stands in the audit, which still holds.
    audit = await verify_audit(database)
    assert (audit.entries, audit.broken_at) == (3, None)


async def test_a_changed_recording_and_a_missing_conversation_are_told(
    case: Case, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "recordings" / "one" / "agent-a-1.webm").write_bytes(b"another")
    again = await pack(
        database,
        case.past.clock,
        ConversationKey(case.past.key, 1),
        case.private,
        zone=ZONE,
        recordings=tmp_path / "recordings",
    )
    (recording,) = rows(again, "recordings.jsonl")
    assert [p["file"] for p in recording["parts"] if p["sha256"] != p["found"]] == ["agent-a-1.webm"]
    with pytest.raises(NotFound):
        await pack(database, case.past.clock, ConversationKey(case.past.key, 9), case.private, zone=ZONE)


CHANGES = st.one_of(
    st.tuples(st.just("byte"), st.integers(0, 1 << 30), st.integers(1, 255)),
    st.tuples(st.just("swap"), st.integers(0, 1 << 30), st.integers(1, 1 << 30)),
    st.tuples(st.just("remove"), st.integers(0, 1 << 30), st.just(0)),
    st.tuples(st.just("cut"), st.integers(0, 1 << 30), st.just(0)),
    st.tuples(st.just("append"), st.integers(0, 255), st.just(0)),
    st.tuples(st.just("exchange"), st.integers(0, 1 << 30), st.integers(1, 1 << 30)),
)


def changed(data: bytes, how: str, first: int, second: int) -> bytes:
    """The file with one thing in it changed; entries are put together anew, as a forger would."""
    if how == "byte":
        at = first % len(data)
        return data[:at] + bytes([data[at] ^ second]) + data[at + 1 :]
    if how == "cut":
        return data[: first % len(data)]
    if how == "append":
        return data + bytes([first])
    entries = list(read_archive(data).items())
    one = first % len(entries)
    other = (one + 1 + second % (len(entries) - 1)) % len(entries)
    if how == "remove":
        del entries[one]
    elif how == "swap":
        entries[one], entries[other] = entries[other], entries[one]
    else:
        (left, mine), (right, theirs) = entries[one], entries[other]
        entries[one], entries[other] = (left, theirs), (right, mine)
    return write_archive(dict(entries))


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_whatever_is_changed_is_found(case: Case) -> None:
    tried: list[str] = []

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(change=CHANGES)
    def look(change: tuple[str, int, int]) -> None:
        forged = changed(case.data, *change)
        if forged != case.data:  # two empty entries may be exchanged
            tried.append(change[0])
            assert verify(forged, case.public).broken, change

    await asyncio.to_thread(look)
    assert set(tried) == {"byte", "swap", "remove", "cut", "append", "exchange"}


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_another_key_and_an_entry_of_the_audit_written_anew_are_found(case: Case) -> None:
    assert verify(case.data, Ed25519PrivateKey.generate().public_key()).broken
    files = read_archive(case.data)
    manifest = json.loads(files.pop(MANIFEST))
    del files[SIGNATURE]
    # Even who has the key cannot write another entry of the audit: its own hash tells.
    files["audit.jsonl"] = files["audit.jsonl"].replace(b"agent-7", b"agent-8")
    listed = chained(manifest["conversation"], files)
    manifest |= {"entries": [entry.model_dump() for entry in listed], "last": listed[-1].chain}
    written = line(manifest)
    forged = write_archive({MANIFEST: written, SIGNATURE: sign(case.private, written), **files})
    assert verify(forged, case.public).broken == ["entry 1 of the audit does not hold"]


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_the_commands_pack_and_check(
    case: Case, migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, public = new_key_pair()
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "public.pem").write_bytes(public)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", migrated_url)
    out, run = tmp_path / "case.zip", CliRunner()

    async def asked(*words: str) -> Any:
        return await asyncio.to_thread(run.invoke, yuanqiao, ["evidence", *words])

    asking = ("pack", f"{case.past.key}.1", "--out", str(out))
    assert "YUANQIAO_EVIDENCE_KEY_FILE" in str((await asked(*asking)).exception)
    monkeypatch.setenv("YUANQIAO_EVIDENCE_KEY_FILE", str(tmp_path / "key.pem"))
    packed = await asked(*asking)
    assert packed.exit_code == 0, packed.output
    assert out.stat().st_mode & 0o077 == 0
    assert (await asked(*asking)).exit_code == 2, "nothing is written over"
    # The check needs no database: there is none where it looks.
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    checked = await asked("verify", str(out), "--key", str(tmp_path / "public.pem"))
    assert checked.exit_code == 0, checked.output
    assert "This is what was packed." in checked.output
    out.write_bytes(out.read_bytes()[:-1])
    broken = await asked("verify", str(out), "--key", str(tmp_path / "public.pem"))
    assert broken.exit_code == 1
    assert "NOT what was packed" in broken.output
    assert not (tmp_path / "none.db").exists()
