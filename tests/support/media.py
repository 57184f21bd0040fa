"""A media store that neither looks into files nor keeps them: for tests of what stands beside it."""

from pathlib import Path

from hub.messages import Media


class FakeMedia:
    """Implements `hub.ports.MediaStore`; takes no files, and gives addresses that nothing serves."""

    bytes_limit = 1000

    async def keep(self, source: Path, *, identity: str, name: str, kinds: frozenset[str]) -> Media:
        raise NotImplementedError

    async def find(self, identity: str, media_id: str) -> Media | None:
        return None

    def path(self, media: Media) -> Path:
        raise NotImplementedError

    def address(self, media: Media, identity: str) -> str:
        return f"https://media.example/media/{media.id}?i={identity}"
