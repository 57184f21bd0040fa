CREATE TABLE IF NOT EXISTS customer (
    number TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    telephone TEXT NOT NULL,
    email TEXT NOT NULL,
    segment TEXT NOT NULL,
    tier TEXT NOT NULL,
    risk TEXT NOT NULL,
    manager TEXT NOT NULL
) STRICT;
-- Which of a channel's customers has bound their accounts here.
CREATE TABLE IF NOT EXISTS binding (
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    customer TEXT NOT NULL REFERENCES customer,
    PRIMARY KEY (channel, external_id)
) STRICT;
-- The bank's own accounts have no customer: capital, clearing, the credit card's receivables.
CREATE TABLE IF NOT EXISTS account (
    account TEXT PRIMARY KEY,
    customer TEXT REFERENCES customer,
    tail TEXT NOT NULL,
    product TEXT NOT NULL,
    currency TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS card (
    customer TEXT NOT NULL REFERENCES customer,
    tail TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('debit', 'credit')),
    product TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'frozen', 'lost', 'inactive')),
    account TEXT NOT NULL REFERENCES account,
    daily_limit INTEGER NOT NULL,
    single_limit INTEGER NOT NULL,
    due_on TEXT,
    PRIMARY KEY (customer, tail)
) STRICT;
CREATE TABLE IF NOT EXISTS holding (
    customer TEXT NOT NULL REFERENCES customer,
    product TEXT NOT NULL,
    kind TEXT NOT NULL,
    worth INTEGER NOT NULL,
    risk TEXT NOT NULL,
    matures_on TEXT,
    PRIMARY KEY (customer, product)
) STRICT;
CREATE TABLE IF NOT EXISTS payee (
    customer TEXT NOT NULL REFERENCES customer,
    payee TEXT NOT NULL,
    name TEXT NOT NULL,
    tail TEXT NOT NULL,
    PRIMARY KEY (customer, payee)
) STRICT;
-- Each booking is two entries that add up to nothing (double entry), so a balance is a sum.
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY,
    booking TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account,
    amount INTEGER NOT NULL,
    about TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entry_account ON entry (account, number);
CREATE TABLE IF NOT EXISTS request (
    number TEXT PRIMARY KEY,
    customer TEXT NOT NULL REFERENCES customer,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
-- One row for each key: what was asked, and what came of it. A key is never carried out twice.
CREATE TABLE IF NOT EXISTS instruction (
    key TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    kind TEXT NOT NULL,
    asked TEXT NOT NULL,
    result TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
