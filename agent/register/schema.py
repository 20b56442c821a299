"""The tables of register.db: names and plain values, so that Datasette or any SQLite shows them."""

from __future__ import annotations

from agent.store.database import Format

KIND = 0x52535247
VERSION = 1

SCHEMA = """
CREATE TABLE columns (
    id INTEGER PRIMARY KEY,
    province TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    walked_at TEXT,
    covered_from TEXT,
    covered_to TEXT,
    to_end INTEGER NOT NULL DEFAULT 0,
    list_pages INTEGER NOT NULL DEFAULT 0,
    next_page TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    province TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',
    agency TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    sectors TEXT NOT NULL DEFAULT '[]',
    listed TEXT,
    listed_by TEXT NOT NULL DEFAULT '',
    signed TEXT,
    issued TEXT,
    effective TEXT,
    state TEXT NOT NULL DEFAULT 'listed',
    cause TEXT NOT NULL DEFAULT '',
    read_at TEXT,
    sha256 TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT ''
);
CREATE INDEX documents_to_read ON documents (province, state, listed);
CREATE INDEX documents_by_number ON documents (number) WHERE number <> '';
CREATE TABLE listings (
    column_id INTEGER NOT NULL REFERENCES columns (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (column_id, document_id)
) WITHOUT ROWID;
CREATE INDEX listings_by_document ON listings (document_id);
CREATE TABLE days (
    province TEXT NOT NULL,
    day TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (province, day, document_id, role)
) WITHOUT ROWID;
CREATE INDEX days_by_document ON days (document_id);
CREATE TABLE harvests (
    id INTEGER PRIMARY KEY,
    province TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT
);
CREATE VIEW months AS
    SELECT columns.province, columns.name AS column_name, substr(documents.listed, 1, 7) AS month,
        count(*) AS listed, sum(documents.state = 'read') AS read,
        sum(documents.state = 'failed') AS failed
    FROM columns JOIN listings ON listings.column_id = columns.id
    JOIN documents ON documents.id = listings.document_id
    GROUP BY columns.id, month;
CREATE VIRTUAL TABLE entries USING fts5 (
    title, text, facets, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
"""
FORMAT = Format(SCHEMA, KIND, VERSION)
