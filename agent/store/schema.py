"""The tables of research.db, and what makes an older file like them."""

from __future__ import annotations

from agent.store.database import Format
from agent.store.pages import take_pages_out

KIND = 0x52534348
VERSION = 3

FIRST = """
CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    config TEXT NOT NULL
);
CREATE TABLE dossiers (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    changepoint_key TEXT NOT NULL,
    province TEXT NOT NULL,
    sector TEXT,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    confidence REAL,
    window_start TEXT NOT NULL,
    window_end TEXT NOT NULL,
    researched_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    verified INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    insufficient INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    gaps INTEGER NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX dossiers_by_run ON dossiers (run_id, id);
CREATE INDEX dossiers_by_changepoint ON dossiers (changepoint_key, id);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    finding_key TEXT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    dates TEXT NOT NULL,
    agencies TEXT NOT NULL,
    document_number TEXT,
    url TEXT NOT NULL,
    publisher TEXT NOT NULL,
    source_class TEXT NOT NULL,
    extractor TEXT NOT NULL
);
CREATE INDEX findings_by_dossier ON findings (dossier_id, position);
CREATE INDEX findings_by_key ON findings (finding_key);
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    check_name TEXT NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    field TEXT,
    claimed TEXT,
    details TEXT NOT NULL,
    source TEXT,
    span_start INTEGER,
    span_end INTEGER,
    open INTEGER NOT NULL
);
CREATE INDEX verdicts_by_finding ON verdicts (finding_id, position);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    finding_key TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    decision TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reviews_by_finding ON reviews (finding_key, id);
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
BEGIN
    SELECT RAISE(ABORT, 'reviews are only added');
END;
CREATE TRIGGER reviews_are_not_removed BEFORE DELETE ON reviews
BEGIN
    SELECT RAISE(ABORT, 'reviews are only added');
END;
CREATE VIEW items AS
SELECT dossiers.run_id, dossiers.province, dossiers.sector, dossiers.date AS changepoint,
    findings.status, findings.kind, findings.name, findings.dates, findings.agencies,
    findings.document_number, findings.url, findings.publisher, findings.id AS finding_id
FROM findings JOIN dossiers ON dossiers.id = findings.dossier_id;
CREATE VIEW doubts AS
SELECT items.run_id, items.province, items.sector, items.changepoint, items.status, items.name,
    verdicts.check_name, verdicts.label, verdicts.reason, verdicts.claimed, verdicts.details,
    items.url
FROM verdicts JOIN items ON items.finding_id = verdicts.finding_id
WHERE verdicts.label <> 'supported';
"""

SECOND = """
ALTER TABLE runs ADD COLUMN batch_key TEXT;
CREATE INDEX runs_by_batch ON runs (batch_key);
ALTER TABLE dossiers ADD COLUMN looked TEXT;
CREATE TABLE points (
    run_id TEXT NOT NULL REFERENCES runs (id),
    changepoint_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    changepoint TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    try_after TEXT,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, changepoint_key)
);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    paid_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'paid',
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    name TEXT NOT NULL,
    host TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    calls INTEGER NOT NULL DEFAULT 1,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0,
    amount REAL,
    currency TEXT,
    bytes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX payments_by_run ON payments (run_id, id);
ALTER TABLE findings ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN changepoint_key TEXT;
ALTER TABLE reviews ADD COLUMN thing_key TEXT;
ALTER TABLE reviews ADD COLUMN fault TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN seen TEXT;
ALTER TABLE reviews ADD COLUMN request TEXT;
CREATE UNIQUE INDEX reviews_by_request ON reviews (request, reviewer, finding_key);
CREATE INDEX reviews_by_thing ON reviews (thing_key, id);
CREATE TABLE draws (
    id INTEGER PRIMARY KEY,
    run_id TEXT REFERENCES runs (id),
    drawn_at TEXT NOT NULL,
    seed INTEGER NOT NULL,
    wanted TEXT NOT NULL,
    population TEXT NOT NULL,
    finding_keys TEXT NOT NULL
);
"""
"""What batches and reviews keep: points of a batch, what was paid when, what a reviewer saw."""

THIRD = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX pages_by_bytes ON pages (sha256);
CREATE TABLE dossier_pages (
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    place INTEGER NOT NULL,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (dossier_id, page, place)
) WITHOUT ROWID;
ALTER TABLE dossiers ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE dossiers ADD COLUMN likened INTEGER NOT NULL DEFAULT 0;
CREATE INDEX dossiers_told ON dossiers (
    run_id, changepoint_key, id, digest, window_start, window_end, researched_at, outcome, verified,
    flagged
);
CREATE TABLE likenesses (
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (dossier_id, position, key)
) WITHOUT ROWID;
CREATE INDEX likenesses_by_key ON likenesses (key);
CREATE INDEX likenesses_by_said ON likenesses (said);
CREATE TABLE tallies (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO tallies SELECT 'runs', count(*) FROM runs;
INSERT INTO tallies SELECT 'reviews', count(*) FROM reviews;
INSERT INTO tallies SELECT 'draws', count(*) FROM draws;
CREATE TRIGGER runs_are_counted AFTER INSERT ON runs
BEGIN
    UPDATE tallies SET number = number + 1 WHERE name = 'runs';
END;
CREATE TRIGGER reviews_are_counted AFTER INSERT ON reviews
BEGIN
    UPDATE tallies SET number = number + 1 WHERE name = 'reviews';
END;
CREATE TRIGGER draws_are_counted AFTER INSERT ON draws
BEGIN
    UPDATE tallies SET number = number + 1 WHERE name = 'draws';
END;
"""
"""Pages once, and which dossier has which; what findings of several changepoints have in common; how
many rows there were of what is never removed. An index has what lists tell of a dossier: in its row
all of its JSON stands before the digest, and would be read to get there."""

FORMAT = Format(
    FIRST + SECOND + THIRD,
    KIND,
    VERSION,
    upgrades={1: (SECOND,), 2: (THIRD, take_pages_out)},
)
