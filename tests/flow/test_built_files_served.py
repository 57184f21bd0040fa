"""The chat's own files over HTTP: one word about caching, and 304 to who holds them."""

import re
from pathlib import Path

import aiohttp
import pytest

from hub.web.built_files import DIST
from tests.support.house import House

FOR_EVER = "public, max-age=31536000, immutable"
WORDS = {
    "webchat.js": "public, max-age=300",
    "webchat-invite.js": "public, max-age=300",
    "webchat/frame": "no-cache",
}


def address(name: str) -> str:
    """The address of a file; of the hashed one whatever the page names."""
    if name != "asset":
        return name
    page = Path(DIST / "widget" / "frame.html").read_text(encoding="utf-8")
    found = re.search(r'src="/(webchat/assets/[^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.skipif(
    not (DIST / "widget" / "webchat.js").exists(), reason="not built: `npm run build` in web/"
)
@pytest.mark.parametrize("name", [*WORDS, "asset"])
async def test_each_is_asked_for_again_in_vain(house: House, name: str) -> None:
    url = f"http://127.0.0.1:{house.settings.port}/{address(name)}"
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        first = await http.get(url)
        assert first.status == 200
        assert first.headers.getall("Cache-Control") == [WORDS.get(name, FOR_EVER)]
        assert "Expires" not in first.headers
        again = await http.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers.getall("Cache-Control") == first.headers.getall("Cache-Control")
        if "Last-Modified" in first.headers:
            since = {"If-Modified-Since": first.headers["Last-Modified"]}
            assert (await http.get(url, headers=since)).status == 304
