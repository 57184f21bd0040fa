"""Rotation of data keys: every encrypted column is sealed anew, beside whoever writes, and reads the same."""

import asyncio

from sqlalchemy import delete, insert, select, update

from hub.store.database import Database
from hub.store.encrypted import BOUND_TO, DataKeys, EncryptedText, new_data_keys, read_data_keys
from hub.store.renewal import named_by, protected, renew, sealed_columns
from mail.store.schema import letter
from tests.support.sealed_rows import a_row, by_key, read_all, said

OLD, NEW = new_data_keys("k_1"), new_data_keys("k_2", "sm4")
ONLY_OLD, BOTH, ONLY_NEW = (read_data_keys(setting) for setting in (OLD, f"{NEW},{OLD}", NEW))
ROWS, WRITES = 7, 30


async def fill(database: Database, keys: DataKeys, rows: int = ROWS) -> int:
    """So many rows in every table; how many encrypted values they have."""
    async with database.write() as connection:
        for table in sealed_columns():
            await connection.execute(insert(table), [a_row(table, number, keys) for number in range(rows)])
    return rows * sum(len(columns) for columns in sealed_columns().values())


def test_each_encrypted_column_says_what_its_values_belong_to() -> None:
    columns = [column for columns in sealed_columns().values() for column in columns]
    assert len(columns) >= 12
    for column in columns:
        assert BOUND_TO in column.info, column
        named = [column.table.c[name] for name in named_by(column)]
        assert named, column
        assert not [each for each in named if isinstance(each.type, EncryptedText)], column


async def test_everything_is_sealed_anew_and_reads_the_same(database: Database) -> None:
    values = await fill(database, ONLY_OLD)
    before = await read_all(database, ONLY_OLD)
    assert by_key(await protected(database)) == {"k_1": values}
    steps: list[int] = []
    told = await renew(database, BOTH, steps.append, batch=3)
    assert (told.renewed, sum(steps), max(steps)) == (values, values, 12)  # three letters of four values
    assert by_key(await protected(database)) == {"k_2": values}
    assert await read_all(database, ONLY_NEW) == before
    assert (await renew(database, BOTH)).renewed == 0


async def test_a_key_is_told_from_one_with_a_similar_name(database: Database) -> None:
    similar = new_data_keys("kx1")
    await fill(database, read_data_keys(similar), rows=1)
    told = await renew(database, read_data_keys(f"{OLD},{similar}"))
    assert by_key(await protected(database)) == {"k_1": told.renewed}


async def test_what_no_key_opens_stays_and_is_told(database: Database) -> None:
    values = await fill(database, ONLY_OLD)
    lost = read_data_keys(new_data_keys("lost"))
    async with database.write() as connection:
        await connection.execute(
            update(letter).where(letter.c.letter_id == "3").values(body=lost.encrypt("x", "y"))
        )
        moved = (
            await connection.execute(select(letter.c.subject).where(letter.c.letter_id == "4"))
        ).scalar_one()
        await connection.execute(update(letter).where(letter.c.letter_id == "5").values(subject=moved))
    told = await renew(database, BOTH, batch=2)
    assert told.unreadable == {"mail_letter.body (lost)": 1, "mail_letter.subject (k_1)": 1}
    assert by_key(await protected(database)) == {"k_2": values - 2, "k_1": 1, "lost": 1}


async def test_rows_that_are_written_meanwhile_are_found_and_nothing_of_them_is_lost(
    database: Database,
) -> None:
    """Others insert, change and remove with the older key while it goes on; another round has the rest."""
    await fill(database, ONLY_OLD, rows=40)
    expected, old = await read_all(database, ONLY_OLD), read_data_keys(f"{OLD},{NEW}")

    async def disturb(begin: int) -> None:
        for number in range(begin, begin + WRITES):
            place = str(number % 40)
            this, belongs_to = letter.c.letter_id == place, f"mail_letter:{place}"
            async with database.write() as connection:
                await connection.execute(insert(letter), [a_row(letter, number, old)])
                query = select(letter.c.subject).where(this).with_for_update()
                before = (await connection.execute(query)).scalar_one()
                fresh = old.encrypt(f"neu {number}", belongs_to)
                await connection.execute(update(letter).where(this).values(subject=fresh))
                if number % 2:
                    await connection.execute(delete(letter).where(letter.c.letter_id == str(number)))
            expected.subtract([BOTH.decrypt(before, belongs_to)])
            expected.update([f"neu {number}"])
            if number % 2 == 0:
                expected.update(said(column, number) for column in sealed_columns()[letter])
            await asyncio.sleep(0.002)

    first, *_ = await asyncio.gather(renew(database, BOTH, batch=5), disturb(1000), disturb(5000))
    assert first.renewed > 0
    await renew(database, BOTH)
    assert set(by_key(await protected(database))) == {"k_2"}
    assert await read_all(database, ONLY_NEW) == +expected
