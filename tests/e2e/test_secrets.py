"""No secret that a customer typed is anywhere on the disk afterwards: a search over every byte."""

import asyncio
import re
import unicodedata
import uuid
from pathlib import Path
from random import Random
from typing import Any

import yaml

from hub.settings import ROOT
from tests.support.product import Product
from tests.support.webchat import WebchatClient

CORPUS = ROOT / "tests" / "corpora" / "secrets.yml"


SHORTEST = 6
"""Shorter secrets stand in any large file by chance: they are made unique instead, below."""

OURS = re.compile(
    rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    rb"|(?<![0-9a-f])(?=[0-9]*[a-f])[0-9a-f]{16,}"
    rb"|[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}"
)
"""Random ids and times that the house makes: in megabytes of them any six digits stand by chance."""

PHONE = "13812345678"

MADE = (
    "我的卡号是 {card}",
    "{spaced}",
    "密码是{word}",
    "password: {word}",
    "验证码 {code}",
    "登录密码：{word}，谢谢",
)


def corpus() -> list[dict[str, Any]]:
    """Texts with secrets, and what must not survive of each: the listed ones, and 300 made for this run."""
    listed = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))["secrets"]
    # A phone number may be stored, and its digits would be taken for another entry's code.
    listed = [entry for entry in listed if PHONE not in entry["text"]]
    return [
        {"text": e["text"], "never": [n for n in e["never"] if len(n) >= SHORTEST]} for e in listed
    ] + made()


def made() -> list[dict[str, Any]]:
    """Secrets that stand nowhere else: cards with a check digit, passwords, codes."""
    random = Random(20261123)
    entries = []
    for number in range(300):
        card = with_check_digit("62" + "".join(random.choices("0123456789", k=16)))
        word = "Zq" + "".join(random.choices("abcdefghjkmnp23456789", k=10)) + "7"
        code = "".join(random.choices("0123456789", k=8))
        form = MADE[number % len(MADE)]
        spaced = " ".join(card[i : i + 4] for i in range(0, len(card), 4))
        text = form.format(card=card, spaced=spaced, word=word, code=code)
        secrets = [s for s in (card, word, code) if s in text] or [card[:12], spaced[:14]]
        entries.append({"text": text, "never": secrets})
    return entries


def with_check_digit(digits: str) -> str:
    """The digits with their Luhn check digit behind them (ISO/IEC 7812-1 annex B)."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    total = sum(d // 10 + d % 10 for d in doubled)
    return digits + str(-total % 10)


async def say_all(port: int, origin: str, texts: list[str]) -> None:
    """Sends every text as a customer and waits until each is answered."""
    client = WebchatClient(port, origin=origin, embedder=origin)
    async with client:
        for text in texts:
            await client.acked(await client.send(text, str(uuid.uuid4())), timeout_s=30)
        await client.until(lambda: len(client.incoming) == len(texts), timeout_s=60)
        await client.until(lambda: client.outgoing[-1]["author"]["kind"] == "bot", timeout_s=60)


def files(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder: database, write-ahead log, logs, index."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_ours(stored: dict[Path, bytes]) -> dict[Path, bytes]:
    """The files without the house's own ids and times."""
    return {path: OURS.sub(b"", data) for path, data in stored.items()}


def digits_of(text: str) -> str:
    """The digits of a text, in whatever width and spacing they were written."""
    return "".join(str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None)


def occurrences(files_: dict[Path, bytes], secret: str) -> int:
    """How often a secret stands in the files, as it is, escaped, or in two bytes a character."""
    forms = {secret.encode(), secret.encode("unicode_escape"), secret.encode("utf-16-le")}
    return sum(data.count(form) for data in files_.values() for form in forms)


def test_ids_and_times_are_no_secrets() -> None:
    ours = "2026-11-27T07:00:07.112233Z 0a112233-5b1e-4c1d-9e0f-a1122337c9d0 00112233445566778899aabb.1.2"
    assert occurrences(without_ours({Path("data"): ours.encode()}), "112233") == 0


def test_every_secret_would_be_seen_if_its_text_were_stored() -> None:
    for entry in corpus():
        text = unicodedata.normalize("NFKC", entry["text"])
        stored = without_ours({Path("data"): f"0a112233-5b1e-4c1d-9e0f-a1122337c9d0{text}".encode()})
        assert all(occurrences(stored, secret) for secret in entry["never"] if secret in text), entry


def test_no_secret_reaches_the_disk(product: Product) -> None:
    entries = corpus()
    assert len(entries) >= 420
    marker = f"标记{uuid.uuid4().hex}"
    texts = [entry["text"] for entry in entries]
    # The articles themselves warn of passwords such as 123456: only what is added counts.
    before = files(product.var_dir)
    asyncio.run(say_all(product.hub_port, product.proxy.url, [marker, *texts]))
    after = files(product.var_dir)
    assert occurrences(after, marker) > 0, "the search sees what is stored"
    assert any(path.name.endswith("-wal") for path in after), "the write-ahead log is searched too"
    before, after = without_ours(before), without_ours(after)
    secrets = {secret for entry in entries for secret in entry["never"]}
    cards = {digits_of(text) for text in texts if re.fullmatch(r"\d{13,19}", digits_of(text))}
    assert len(cards) > 50
    found = [s for s in sorted(secrets | cards) if occurrences(after, s) > occurrences(before, s)]
    assert found == []
    print(f"{len(texts)} texts, {len(after)} files, {sum(map(len, after.values()))} bytes, 0 secrets")
