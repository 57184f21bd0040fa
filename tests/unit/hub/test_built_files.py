"""Built files: small on the wire, the hashed ones kept by browsers for ever, and nothing else is served."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from sanic import HTTPResponse
from sanic.compat import Header

from hub.errors import NotFound
from hub.web.built_files import FolderOfFiles, accepts_gzip, compressed

LONG = b"const chat = 1;\n" * 500


class Asking:
    """As much of a request as matters here."""

    def __init__(self, accepts: str | None) -> None:
        self.headers = Header({"accept-encoding": accepts} if accepts is not None else {})


ASKING: Any = Asking(None)
HEADERS = {"Cache-Control": "public, max-age=300"}


def answer(accepts: str | None, body: bytes = LONG) -> HTTPResponse:
    return compressed(Asking(accepts), HTTPResponse(body=body))  # type: ignore[arg-type]


@pytest.mark.parametrize("header", ["gzip", "br, gzip", "GZIP;q=0.5", "deflate, gzip;q=1.0, *;q=0.5"])
def test_gzip_where_the_browser_takes_it(header: str) -> None:
    assert accepts_gzip(header)
    response = answer(header)
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.body or b"") == LONG
    assert len(response.body or b"") < len(LONG) / 10


@pytest.mark.parametrize("header", [None, "", "br", "gzip;q=0", "gzip; q=0.000", "xgzip"])
def test_as_it_is_for_everybody_else(header: str | None) -> None:
    response = answer(header)
    assert response.body == LONG
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"


def test_what_fits_in_a_packet_stays_as_it_is() -> None:
    assert answer("gzip", b"short").body == b"short"


async def test_hashed_files_are_kept_for_ever(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "frame-BTdEFuDE.js").write_bytes(LONG)
    response = await FolderOfFiles(tmp_path).asset(ASKING, "frame-BTdEFuDE.js")
    assert response.body == LONG
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["no-such.js", "..%2fframe.html", "../frame.html", "frame.html", "secret"])
async def test_nothing_else_is_served(tmp_path: Path, name: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "frame.html").write_text("x", encoding="utf-8")
    (tmp_path / "assets" / "secret").write_text("x", encoding="utf-8")
    with pytest.raises(NotFound):
        await FolderOfFiles(tmp_path).asset(ASKING, name)


async def test_a_script_is_changed_on_its_way(tmp_path: Path) -> None:
    (tmp_path / "webchat.js").write_text("go('colour') // 远桥", encoding="utf-8")
    served = await FolderOfFiles(tmp_path).script(
        ASKING, "webchat.js", HEADERS, lambda script: script.replace("colour", "#112233")
    )
    assert (served.body or b"").decode() == "go('#112233') // 远桥"
    assert served.headers["Cache-Control"] == HEADERS["Cache-Control"]
    assert "Last-Modified" not in served.headers, "what is put in may be newer than the file"
    assert "Last-Modified" not in HEADERS, "one answer's headers are not those of the next"


async def test_a_page_is_served_under_the_headers_of_who_serves_it(tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text("<!doctype html>", encoding="utf-8")
    served = await FolderOfFiles(tmp_path).page(ASKING, "frame.html", HEADERS)
    assert served.body == b"<!doctype html>"
    assert served.content_type == "text/html; charset=utf-8"
    assert served.headers["Cache-Control"] == HEADERS["Cache-Control"]
