"""The demo bank's pictures: each is small, shown by an article, and says in words what it shows."""

import re

import yaml

from hub.settings import ROOT

DEMO = ROOT / "kb" / "demo"
LARGEST = 60 * 1024
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def shown() -> list[tuple[str, str]]:
    """The words and the path of every picture in an answer."""
    files = [yaml.safe_load(file.read_text("utf-8")) for file in (DEMO / "articles").glob("*.yml")]
    answers = [article["answer"] for file in files for article in file["articles"]]
    return [found for answer in answers for found in PICTURE.findall(answer)]


def test_every_picture_says_in_words_what_it_shows() -> None:
    assert len(shown()) >= 3
    assert all(len(words) >= 10 for words, _ in shown())


def test_the_pictures_are_those_of_the_articles_and_small() -> None:
    files = {f"media/{file.name}": file for file in (DEMO / "media").iterdir()}
    assert {path for _, path in shown()} == set(files)
    assert all(0 < file.stat().st_size <= LARGEST for file in files.values())
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files.values())
