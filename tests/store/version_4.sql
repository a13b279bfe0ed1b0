-- A database of results as version 4 of the tables had it.
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

INSERT INTO documents VALUES
    ('a.txt', 'abab', 'text/plain', 'Báo cáo', 'UBND tỉnh An Giang', '2021-03-12', 'tỉnh An Giang', '["Ghi chú."]',
     'f1', 'c1', 'd1'),
    ('b.txt', 'cdcd', 'text/plain', NULL, NULL, NULL, NULL, '[]', 'f2', '', '');
INSERT INTO figures (id, doc, start, "end", text, value, total, kind, unit, item, change, bound, status, place, period,
                     sentence, pattern, confidence, uncertain, sentence_start)
VALUES
    ('5e7e3be4d3ae96b1', 'a.txt', 23, 28, '45/60', '45', '60', 'tally', 'xã', 'xã đạt chuẩn', 'none', '=', 'actual',
     'tỉnh An Giang', '2020', 'Năm 2020, toàn tỉnh có 45/60 xã đạt chuẩn.', 'tally', 0.9, '["place"]', 0);
INSERT INTO findings VALUES
    ('a.txt', 'f1', 'share', 'inconsistent', '["5e7e3be4d3ae96b1"]', '[23]', '45/60 = 75%', 'Không khớp.', 0),
    ('a.txt', 'f2', 'repeated', 'unclear', '[]', '[]', '', 'Hai tài liệu.', 1);
INSERT INTO verdicts VALUES
    ('a.txt', 'ntm', 'xã', '2', 'hai', NULL, NULL, '80%', '75%', 'not_met', '[]', 'Chưa đạt.', '{"doc": "a.txt"}'),
    ('a.txt', 'ntm', 'xã', '1', 'một', NULL, NULL, '80%', '90%', 'met', '[]', 'Đạt.', '{"doc": "a.txt"}');
INSERT INTO failures VALUES ('c.pdf', 'read', 'Tệp hỏng.', 'Lấy lại tệp.');
PRAGMA user_version = 4;
