"""The tables of `report-miner.db`. Decimals are TEXT, exact as printed; lists are JSON.

`fingerprint` says from what the figures of a document come, `checked` and `assessed` against
what they were checked and assessed, and are empty where they were not. `across` marks findings between documents.
`texts` holds the documents' texts as `store.bodies` packs them.
"""

from __future__ import annotations

VERSION = 4

SCHEMA = """
CREATE TABLE documents (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    published TEXT,
    place TEXT,
    notes TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    checked TEXT NOT NULL,
    assessed TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE texts (
    doc TEXT PRIMARY KEY REFERENCES documents (name) ON DELETE CASCADE,
    body BLOB NOT NULL
);

CREATE TABLE figures (
    id TEXT NOT NULL,
    doc TEXT NOT NULL REFERENCES documents (name) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    value TEXT NOT NULL,
    value_to TEXT,
    total TEXT,
    kind TEXT NOT NULL,
    unit TEXT,
    item TEXT,
    change TEXT NOT NULL,
    bound TEXT NOT NULL,
    status TEXT NOT NULL,
    place TEXT,
    period TEXT,
    versus TEXT,
    sentence TEXT NOT NULL,
    page INTEGER,
    bbox TEXT,
    "table" INTEGER,
    "row" INTEGER,
    "column" INTEGER,
    indicator TEXT,
    place_code TEXT,
    pattern TEXT NOT NULL,
    confidence REAL NOT NULL,
    uncertain TEXT NOT NULL,
    paragraph INTEGER,
    sentence_start INTEGER NOT NULL,
    indicator_score REAL,
    number REAL GENERATED ALWAYS AS (CAST(value AS REAL)) VIRTUAL,
    PRIMARY KEY (doc, start, "end")
) WITHOUT ROWID;
CREATE INDEX figures_id ON figures (id);

CREATE TABLE findings (
    doc TEXT NOT NULL,
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL,
    figures TEXT NOT NULL,
    starts TEXT NOT NULL,
    computed TEXT NOT NULL,
    message TEXT NOT NULL,
    across INTEGER NOT NULL,
    PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE INDEX findings_across ON findings (across) WHERE across = 1;

CREATE TABLE verdicts (
    doc TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    test TEXT NOT NULL,
    place TEXT,
    period TEXT,
    required TEXT NOT NULL,
    found TEXT NOT NULL,
    verdict TEXT NOT NULL,
    figures TEXT NOT NULL,
    message TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX verdicts_doc ON verdicts (doc);

CREATE TABLE failures (
    doc TEXT NOT NULL,
    stage TEXT NOT NULL,
    error TEXT NOT NULL,
    remedy TEXT NOT NULL
);
CREATE INDEX failures_doc ON failures (doc);
"""
