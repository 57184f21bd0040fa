"""Opens the accounts of a phone's owner: the same for the same phone, on every channel of it."""

import hashlib
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from simulators.bank.booking import CAPITAL, CARDS, CLEARING, book
from simulators.bank_site.login import CUSTOMERS
from simulators.phones.folders import find_phones
from simulators.phones.handsets import Handsets
from simulators.wecom.corp import CorpMembers
from simulators.wecom_kf.customers import KfCustomers
from simulators.weixin.customers import WeixinCustomers

FAMILY = "王李张刘陈杨赵黄周吴"
GIVEN = ("晓明", "静怡", "建国", "雨桐", "志强", "海燕", "子涵", "秀英", "文博", "佳琪")
MANAGERS = ("张敏", "李强", "陈静")
BANKS_OWN = ((CAPITAL, "资本"), (CLEARING, "清算"), (CARDS, "信用卡应收"))


class PhoneOwner(NamedTuple):
    """The owner of a phone: their number at the bank, their telephone, and who they are on each channel."""

    number: str
    telephone: str
    external_ids: Mapping[str, tuple[str, ...]]


def owner_of(phone: str) -> PhoneOwner:
    """Who has this phone, as each provider calls them."""
    at_home, abroad = Handsets("139", 8).of_phone(phone).number, Handsets("+1202", 7).of_phone(phone).number
    found: dict[str, tuple[str, ...]] = {"sms": (at_home, abroad)}
    for each in find_phones():
        for channel, accounts in each.accounts.items():
            if channel in ("wechat", "miniprogram"):
                found[channel] = tuple(WeixinCustomers(one["app_id"]).id_of(phone) for one in accounts)
            elif channel == "wecom":
                found[channel] = tuple(CorpMembers(one["corp_id"]).id_of(phone) for one in accounts)
            elif channel == "wecom_kf":
                found[channel] = tuple(
                    KfCustomers(one["open_kfid"]).of_phone(phone).userid for one in accounts
                )
    return PhoneOwner(f"C{_drawn(phone) % 10**10:010d}", at_home, found)


def open_customer(connection: sqlite3.Connection, phone: str, now: datetime) -> str:
    """The number of a phone's owner, who becomes a customer with the first call."""
    owner = owner_of(phone)
    there = connection.execute("SELECT 1 FROM customer WHERE number = ?", (owner.number,)).fetchone()
    if there is None:
        _open(connection, owner, _drawn(phone), now)
    return owner.number


def open_web_customers(connection: sqlite3.Connection, now: datetime) -> None:
    """Opens the accounts of those whom the bank's site lets sign in."""
    for number, (name, segment, tier) in CUSTOMERS.items():
        if connection.execute("SELECT 1 FROM customer WHERE number = ?", (number,)).fetchone() is None:
            owner = PhoneOwner(number, f"13900{number}", {})
            _open(connection, owner, _drawn(number), now, name=name, segment=segment, tier=tier)


def _open(
    connection: sqlite3.Connection,
    owner: PhoneOwner,
    drawn: int,
    now: datetime,
    *,
    name: str = "",
    segment: str = "retail",
    tier: str = "",
) -> None:
    number = owner.number
    name = name or FAMILY[drawn % 10] + GIVEN[drawn // 10 % 10]
    connection.execute(
        "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            name,
            owner.telephone,
            f"c{number[-4:]}@mail.example",
            segment,
            tier or ("standard", "gold", "private")[drawn // 100 % 3],
            f"R{drawn // 300 % 4 + 2}",
            MANAGERS[drawn // 1200 % len(MANAGERS)],
        ),
    )
    for channel, external_ids in owner.external_ids.items():
        for external_id in external_ids:
            connection.execute(
                "INSERT OR REPLACE INTO binding VALUES (?, ?, ?)", (channel, external_id, number)
            )
    for account, product in BANKS_OWN:
        connection.execute("INSERT OR IGNORE INTO account VALUES (?, NULL, '', ?, 'CNY')", (account, product))
    tails = [f"{(drawn // 7 + place * 1237) % 9000 + 1000}" for place in range(3)]
    _accounts(connection, number, tails, drawn, now)
    connection.execute(
        "INSERT INTO holding VALUES (?, '远桥稳盈 90 天', 'wealth', 5000000, 'R2', ?)",
        (number, (now + timedelta(days=61)).date().isoformat()),
    )
    connection.executemany(
        "INSERT INTO payee VALUES (?, ?, ?, ?)",
        [(number, "p1", "李娜", "6688"), (number, "p2", "房东老周", "0312")],
    )


def _accounts(
    connection: sqlite3.Connection, number: str, tails: list[str], drawn: int, now: datetime
) -> None:
    current, saving, credit = (f"{number}-{tail}" for tail in tails)
    connection.executemany(
        "INSERT INTO account VALUES (?, ?, ?, ?, 'CNY')",
        [
            (current, number, tails[0], "活期一本通"),
            (saving, number, tails[1], "薪金宝"),
            (credit, number, tails[2], "信用卡账户"),
        ],
    )
    due = (now + timedelta(days=12)).date().isoformat()
    connection.executemany(
        "INSERT INTO card VALUES (?, ?, ?, ?, 'active', ?, ?, ?, ?)",
        [
            (number, tails[0], "debit", "远桥借记卡", current, 5_000_000, 2_000_000, None),
            (number, tails[2], "credit", "远桥信用卡金卡", credit, 3_000_000, 1_000_000, due),
        ],
    )
    day = timedelta(days=1)
    book(connection, f"open-{current}", CAPITAL, current, 1_250_000 + drawn % 500_000, "工资", now - 20 * day)
    book(connection, f"rent-{current}", current, CLEARING, 320_000, "房租", now - 12 * day)
    book(connection, f"shop-{current}", current, CLEARING, 8_650, "超市", now - 3 * day)
    book(connection, f"open-{saving}", CAPITAL, saving, 3_000_000, "转入", now - 30 * day)
    book(connection, f"spend-{credit}", credit, CARDS, 186_420, "信用卡消费", now - 9 * day)


def _userid(open_kfid: str, phone: str) -> str:
    return KfCustomers(open_kfid).of_phone(phone).userid


def _drawn(phone: str) -> int:
    return int.from_bytes(hashlib.sha256(f"bank.{phone}".encode()).digest()[:8])


def now_utc() -> datetime:
    """The time of day, aware, in UTC."""
    return datetime.now(UTC)
