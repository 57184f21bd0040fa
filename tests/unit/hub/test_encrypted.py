"""Encrypted columns: what is stored shows nothing, names its key, and opens only where it belongs."""

from base64 import b64encode
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from hub.errors import SetupError
from hub.store.ciphers import CIPHERS, Sm4Gcm
from hub.store.database import Database
from hub.store.encrypted import Encrypted, EncryptedText, new_data_keys, read_data_keys

OLD, NEW = new_data_keys("old"), new_data_keys("new")
WORDS = "会话令牌 token"

vault = Table(
    "vault",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("value", EncryptedText, nullable=True),
)


@pytest.fixture
async def store(database_url: str) -> Any:
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(vault.create)
    yield database
    await database.close()


async def test_a_value_comes_back_and_is_not_to_be_seen_in_the_database(store: Database) -> None:
    keys = read_data_keys(OLD)
    async with store.write() as connection:
        await connection.execute(insert(vault).values(id=1, value=keys.encrypt(WORDS, "vault/1")))
        await connection.execute(insert(vault).values(id=2, value=None))
    async with store.read() as connection:
        found = (await connection.execute(select(vault.c.value).order_by(vault.c.id))).scalars().all()
        raw = (await connection.execute(text("SELECT value FROM vault WHERE id = 1"))).scalar_one()
    assert found[0] is not None
    assert keys.decrypt(found[0], "vault/1") == WORDS
    assert found[1] is None
    assert raw.startswith("old:")
    assert "token" not in raw


async def test_a_plain_string_never_reaches_the_column(store: Database) -> None:
    async with store.write() as connection:
        with pytest.raises(StatementError, match="not encrypted"):
            await connection.execute(insert(vault).values(id=1, value=WORDS))


def test_the_first_key_writes_and_all_read() -> None:
    before = read_data_keys(OLD).encrypt(WORDS, "a")
    both = read_data_keys(f"{NEW},{OLD}")
    assert both.decrypt(before, "a") == WORDS
    assert both.encrypt(WORDS, "a").key_id == "new"
    with pytest.raises(SetupError, match="lacks the key old"):
        read_data_keys(NEW).decrypt(before, "a")


def test_a_value_opens_only_where_it_belongs_and_only_unchanged() -> None:
    keys = read_data_keys(OLD)
    value = keys.encrypt(WORDS, "retail")
    changed = Encrypted("old", value.sealed[:-1] + bytes([value.sealed[-1] ^ 1]))
    for wrong, belongs_to in ((value, "wealth"), (changed, "retail"), (Encrypted("old", b""), "retail")):
        with pytest.raises(SetupError, match="cannot be read with the key old"):
            keys.decrypt(wrong, belongs_to)


def test_sm4_is_that_of_the_standard() -> None:
    """RFC 8998, appendix A.1."""
    nonce, place = "00001234567800000000ABCD", "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"
    text = "".join(letter * 16 for letter in "ABCDEFEA")
    sealed = (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    key = Sm4Gcm(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"))
    assert key.decrypt(bytes.fromhex(nonce + sealed), bytes.fromhex(place)) == bytes.fromhex(text)


@pytest.mark.parametrize("cipher", sorted(CIPHERS))
def test_a_change_of_any_byte_of_a_value_shows(cipher: str) -> None:
    keys = read_data_keys(new_data_keys("k", cipher))
    value = keys.encrypt(WORDS, "a")
    assert keys.decrypt(value, "a") == WORDS
    for at in range(len(value.sealed)):
        changed = bytes(byte ^ (place == at) for place, byte in enumerate(value.sealed))
        for wrong in (changed, value.sealed[:at]):
            with pytest.raises(SetupError, match="cannot be read"):
                keys.decrypt(Encrypted("k", wrong), "a")
    with pytest.raises(SetupError, match="cannot be read"):
        read_data_keys(new_data_keys("k", cipher)).decrypt(value, "a")


def test_equal_words_look_different() -> None:
    keys = read_data_keys(OLD)
    assert len({keys.encrypt(WORDS, "a").sealed for _ in range(50)}) == 50


SHORT = b64encode(bytes(16)).decode()


@pytest.mark.parametrize(
    "setting",
    [
        "",
        " , ",
        "secretwords",
        f"k1:{SHORT}",
        OLD.replace(":", ":sm4:"),
        f"k1:des:{SHORT}",
        "k1:not*base64",
        OLD.replace("old", "O l d"),
        f"{OLD},{OLD}",
    ],
    ids=["empty", "comma", "words", "short", "long", "cipher", "no base64", "no id", "twice"],  # keys differ
)
def test_wrong_keys_are_refused_in_a_sentence_that_repeats_none(setting: str) -> None:
    with pytest.raises(SetupError, match="YUANQIAO_DATA_KEYS") as error:
        read_data_keys(setting)
    written = [pair.rpartition(":")[2] for pair in setting.split(",") if pair.strip()]
    assert not [each for each in written if each in error.value.detail]


def test_keys_and_values_show_nothing_of_themselves() -> None:
    keys = read_data_keys(OLD)
    shown = f"{keys!r} {keys.encrypt(WORDS, 'a')!r}"
    assert OLD.partition(":")[2] not in shown
    assert "sealed" not in shown
