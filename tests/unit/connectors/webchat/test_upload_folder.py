"""Uploads on disk: only what was synced counts, whatever a crash left, and nothing stays for ever."""

import os
import threading
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.webchat import upload_folder
from connectors.webchat.upload_folder import FORGOTTEN_AFTER_S, KNOWN_FOR_S, StoredUpload, UploadFolder
from hub.errors import BadInput, Conflict, MediaInfected, NotFound, TooMany
from hub.messages import Media

KEY = "0" * 24
MEDIA = Media(id="a1" * 32, mime="image/png", bytes=10, name="图.png", width=1, height=1)


@pytest.fixture
def folder(tmp_path: Path) -> UploadFolder:
    return UploadFolder(tmp_path / "parts")


def begun(folder: UploadFolder, length: int = 10, identity: str = KEY) -> StoredUpload:
    return folder.create(StoredUpload(identity, str(uuid.uuid4()), length, "图.png"))


def journal_of(folder: UploadFolder, upload: StoredUpload) -> Path:
    return folder.data(upload).with_suffix(".journal")


def test_pieces_follow_each_other(folder: UploadFolder) -> None:
    upload = begun(folder)
    assert (upload.offset, upload.is_whole, upload.has_verdict) == (0, False, False)
    assert folder.append(KEY, upload.id, 0, b"01234").offset == 5
    for wrong in (0, 4, 6, 10):
        with pytest.raises(Conflict):
            folder.append(KEY, upload.id, wrong, b"x")
    with pytest.raises(BadInput):
        folder.append(KEY, upload.id, 5, b"x" * 6)
    whole = folder.append(KEY, upload.id, 5, b"56789")
    assert whole.is_whole
    assert folder.data(whole).read_bytes() == b"0123456789"
    assert UploadFolder(folder.data(whole).parent).find(KEY, upload.id) == whole, "another hub sees the same"


@pytest.mark.parametrize("torn", [b"", b"{", b'{"offset": 9', b'{"offset": 9}', b"\0" * 300, b"\0\0\n\0"])
def test_what_a_crash_left_half_written_is_written_over(folder: UploadFolder, torn: bytes) -> None:
    upload = begun(folder)
    folder.append(KEY, upload.id, 0, b"01234")
    with folder.data(upload).open("r+b") as file:  # bytes that came after, and were never acknowledged
        file.seek(5)
        file.write(b"XXXX")
    with journal_of(folder, upload).open("ab") as journal:
        journal.write(torn)
    found = folder.find(KEY, upload.id)
    assert found is not None
    assert found.offset == 5
    assert folder.append(KEY, upload.id, 5, b"56789").is_whole
    assert folder.data(upload).read_bytes() == b"0123456789"
    whole = folder.find(KEY, upload.id)
    assert whole is not None
    assert whole.is_whole


def test_a_piece_is_on_disk_before_its_line_is(folder: UploadFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    upload, synced, real = begun(folder), [], os.fsync

    def note(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        synced.append((path.suffix, journal_of(folder, upload).read_bytes().count(b"offset")))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    folder.append(KEY, upload.id, 0, b"01234")
    assert synced == [(".data", 0), (".journal", 1)]


def test_a_disk_that_fails_acknowledges_nothing(
    folder: UploadFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begun(folder)

    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            folder.append(KEY, upload.id, 0, b"01234")
    assert folder.find(KEY, upload.id) == upload


def test_the_verdict_stays_and_the_bytes_go(folder: UploadFolder) -> None:
    for seen in ({"media": MEDIA}, {"refused": MediaInfected("found")}):
        upload = begun(folder)
        whole = folder.append(KEY, upload.id, 0, b"0123456789")
        folder.settle(replace(whole, **seen))  # type: ignore[arg-type]
        assert not folder.data(upload).exists()
        found = folder.append(KEY, upload.id, 10, b"")
        assert (found.media, found.refused and found.refused.code) == (
            seen.get("media"),
            "media_infected" if "refused" in seen else None,
        )
        folder.settle(replace(whole, media=MEDIA))
        assert folder.find(KEY, upload.id).media == seen.get("media")  # type: ignore[union-attr]


def test_one_id_is_one_upload_of_its_owner(folder: UploadFolder) -> None:
    upload = begun(folder)
    folder.append(KEY, upload.id, 0, b"01")
    assert folder.create(replace(upload, offset=0)).offset == 2
    with pytest.raises(Conflict):
        folder.create(replace(upload, length=11))
    other = replace(upload, identity="1" * 24)
    assert folder.find(other.identity, other.id) is None
    assert folder.create(other).offset == 0
    folder.remove(KEY, upload.id)
    with pytest.raises(NotFound):
        folder.remove(KEY, upload.id)
    with pytest.raises(NotFound):
        folder.append(KEY, upload.id, 2, b"")
    assert folder.find(other.identity, other.id) == other


def test_beginnings_are_bounded_for_one_and_for_all(
    folder: UploadFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_folder, "OWN_UNFINISHED_LIMIT", 2)
    monkeypatch.setattr(upload_folder, "OWN_UNFINISHED_BYTES_LIMIT", 100)
    monkeypatch.setattr(upload_folder, "UNFINISHED_BYTES_LIMIT", 150)
    first = begun(folder, 60)
    with pytest.raises(TooMany):
        begun(folder, 41)
    begun(folder, 40)
    with pytest.raises(TooMany):
        begun(folder, 1)
    with pytest.raises(TooMany):
        begun(folder, 51, "1" * 24)
    begun(folder, 50, "1" * 24)
    folder.settle(replace(first, media=MEDIA))
    begun(folder, 60)


def test_only_what_nobody_goes_on_with_is_swept(folder: UploadFolder) -> None:
    unfinished, known, old, new = (begun(folder) for _ in range(4))
    for done in (known, old):
        folder.settle(replace(done, media=MEDIA))
    for upload, age_s in ((unfinished, FORGOTTEN_AFTER_S), (known, FORGOTTEN_AFTER_S), (old, KNOWN_FOR_S)):
        for path in (folder.data(upload), journal_of(folder, upload)):
            if path.exists():
                long_ago = path.stat().st_mtime - age_s - 1
                os.utime(path, (long_ago, long_ago))
    assert folder.sweep() == 3
    assert folder.find(KEY, unfinished.id) is folder.find(KEY, old.id) is None
    assert folder.find(KEY, known.id) is not None
    assert folder.find(KEY, new.id) == new
    assert folder.sweep() == 0


def test_two_hubs_that_get_the_same_piece_write_it_once(folder: UploadFolder) -> None:
    upload = begun(folder, 100)
    others = [UploadFolder(folder.data(upload).parent) for _ in range(8)]
    went, refused = [], []

    def append(hub: UploadFolder) -> None:
        try:
            went.append(hub.append(KEY, upload.id, 0, b"x" * 100))
        except Conflict:
            refused.append(hub)

    threads = [threading.Thread(target=append, args=(hub,)) for hub in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(went), len(refused)) == (1, 7)
    assert journal_of(folder, upload).read_bytes().count(b"offset") == 1
