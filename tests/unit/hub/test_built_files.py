"""Built files: small on the wire, the hashed ones kept by browsers for ever, and nothing else is served."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from sanic import HTTPResponse
from sanic.compat import Header

from hub.errors import NotFound
from hub.web.built_files import ASSET_HEADERS, FolderOfFiles, accepts_gzip, compressed

LONG = b"const chat = 1;\n" * 500


class Asking:
    """As much of a request as matters here."""

    def __init__(self, accepts: str | None, **conditions: str) -> None:
        accepting = {} if accepts is None else {"accept-encoding": accepts}
        self.headers = Header(accepting | {name.replace("_", "-"): is_ for name, is_ in conditions.items()})


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


def folder(path: Path) -> FolderOfFiles:
    """A page, a script that is changed on its way, and a hashed one."""
    (path / "assets").mkdir()
    for name in ("frame.html", "webchat.js", "assets/frame-BTdEFuDE.js"):
        (path / name).write_bytes(LONG)
    return FolderOfFiles(path)


async def served(files: FolderOfFiles, what: str, accepts: str | None = None, **asked: str) -> HTTPResponse:
    request: Any = Asking(accepts, **asked)
    match what:
        case "page":
            return await files.page(request, "frame.html", HEADERS)
        case "script":
            return await files.script(request, "webchat.js", HEADERS, str.upper)
        case _:
            return await files.asset(request, "frame-BTdEFuDE.js")


KINDS = ("page", "script", "asset")


@pytest.mark.parametrize("kind", KINDS)
async def test_one_cache_control_and_no_other_word_about_caching(tmp_path: Path, kind: str) -> None:
    response = await served(folder(tmp_path), kind, "gzip")
    names = [name.lower() for name in response.headers]
    assert names.count("cache-control") == 1
    assert len(set(names)) == len(names)
    assert "expires" not in names
    said = response.headers.getall("Cache-Control")
    assert said == [ASSET_HEADERS["Cache-Control"] if kind == "asset" else HEADERS["Cache-Control"]]


@pytest.mark.parametrize("accepts", [None, "gzip"])
@pytest.mark.parametrize("kind", KINDS)
async def test_who_holds_it_gets_the_headers_alone(tmp_path: Path, kind: str, accepts: str | None) -> None:
    files = folder(tmp_path)
    first = await served(files, kind, accepts)
    tag = first.headers["ETag"]
    for asked in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await served(files, kind, accepts, if_none_match=asked)
        assert (again.status, again.body) == (304, b""), asked
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers.getall(name) == first.headers.getall(name)
        assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", ['"other"', 'W/"other"', "", "no tag at all", '"unended'])
async def test_who_holds_something_else_gets_it_whole(tmp_path: Path, kind: str, asked: str) -> None:
    response = await served(folder(tmp_path), kind, if_none_match=asked)
    assert response.status == 200
    assert len(response.body or b"") == len(LONG)


async def test_another_content_has_another_tag(tmp_path: Path) -> None:
    files = folder(tmp_path)
    before = (await served(files, "page")).headers["ETag"]
    (tmp_path / "frame.html").write_bytes(LONG + b"more")
    after = await served(files, "page", if_none_match=before)
    assert after.status == 200
    assert after.headers["ETag"] != before


@pytest.mark.parametrize("kind", ["page", "asset"])
async def test_a_date_may_be_asked_by_and_a_tag_beats_it(tmp_path: Path, kind: str) -> None:
    files = folder(tmp_path)
    date = (await served(files, kind)).headers["Last-Modified"]
    assert (await served(files, kind, if_modified_since=date)).status == 304
    assert (await served(files, kind, if_modified_since="Sun, 06 Nov 1994 08:49:37 GMT")).status == 200
    for none in ("yesterday", "", "Sun, 06 Nov 99999999 08:49:37 GMT"):
        assert (await served(files, kind, if_modified_since=none)).status == 200
    assert (await served(files, kind, if_modified_since=date, if_none_match='"other"')).status == 200


async def test_of_a_changed_script_no_date_says_that_it_is_held(tmp_path: Path) -> None:
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert (await served(folder(tmp_path), "script", if_modified_since=later)).status == 200
