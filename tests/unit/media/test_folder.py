"""The media folder: under the hash of the bytes, whole or not at all, and swept."""

import hashlib
import os
from pathlib import Path

import pytest

from hub.errors import MediaBroken, Unavailable
from hub.media.folder import LEFT_AFTER_S, MediaFolder

CONTENT = b"what is kept"
ID = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> MediaFolder:
    return MediaFolder(tmp_path / "deep" / "media")


def take_in(folder: MediaFolder, content: bytes = CONTENT) -> None:
    with folder.writing() as path:
        path.write_bytes(content)
        kept = folder.take_in(path)
    assert kept == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_file_lies_under_its_hash_and_twice_is_once(folder: MediaFolder) -> None:
    take_in(folder)
    place = folder.path_of(ID)
    assert place == folder.root / ID[:2] / ID[2:4] / ID
    before = place.stat()
    take_in(folder)
    assert (place.read_bytes(), place.stat().st_ino) == (CONTENT, before.st_ino)
    assert list((folder.root / "tmp").iterdir()) == []


def test_what_fails_leaves_nothing(folder: MediaFolder) -> None:
    seen = []

    def fail() -> None:
        with folder.writing() as path:
            path.write_bytes(CONTENT)
            seen.append(path)
            raise MediaBroken("of no use")

    with pytest.raises(MediaBroken):
        fail()
    assert not seen[0].exists()


def test_file_and_folders_are_on_disk_before_it_returns(
    folder: MediaFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    real = os.fsync

    def note(handle: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    take_in(folder)
    place = folder.path_of(ID)
    assert synced[-1] == place.parent, "the entry of the file, at last"
    assert {place.parent.parent, folder.root, folder.root.parent, folder.root.parent.parent} <= set(synced)


def test_only_what_was_left_long_ago_is_swept(folder: MediaFolder) -> None:
    with folder.writing() as new:
        new.write_bytes(CONTENT)
        left = new.with_name("left")
        left.write_bytes(CONTENT)
        long_ago = left.stat().st_mtime - LEFT_AFTER_S - 1
        os.utime(left, (long_ago, long_ago))
        assert folder.sweep() == 1
        assert new.exists()
    assert folder.sweep() == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="cannot be written"):
        MediaFolder(tmp_path / "media").check()
