"""The tables of the state, and how an older file comes to them."""

VERSION = 1

TABLES = """
CREATE TABLE drops (
    id INTEGER PRIMARY KEY, town TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL,
    origin TEXT NOT NULL, taken_at TEXT NOT NULL, verdict TEXT NOT NULL, version TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0, laid INTEGER NOT NULL DEFAULT 0, told TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX drops_of_town ON drops (town, verdict);
CREATE TABLE runs (
    town TEXT NOT NULL, due_at TEXT NOT NULL, begun_at TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '',
    version TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '', PRIMARY KEY (town, due_at)
) STRICT;
CREATE TABLE deliveries (
    town TEXT NOT NULL, destination TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (town, destination)
) STRICT;
CREATE TABLE outbox (
    key TEXT PRIMARY KEY, town TEXT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL, written_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT NOT NULL DEFAULT '', sent_at TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE fetched (
    town TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL DEFAULT '', size_bytes INTEGER NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', asked_at TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '', PRIMARY KEY (town, name)
) STRICT;
CREATE TABLE pulses (
    town TEXT PRIMARY KEY, first_at TEXT NOT NULL, seen_at TEXT NOT NULL DEFAULT '',
    succeeded_at TEXT NOT NULL DEFAULT '', failed_at TEXT NOT NULL DEFAULT '', trouble TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE notes (town TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (town, kind)) STRICT;
"""
