-- The file of decisions beside such results, with one decision that was taken back and one that holds.
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    doc TEXT NOT NULL,
    undoes INTEGER,
    fields TEXT NOT NULL,
    seen TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decisions_subject ON decisions (subject);
CREATE INDEX IF NOT EXISTS decisions_doc ON decisions (doc);
CREATE INDEX IF NOT EXISTS decisions_who ON decisions (who);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_last BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;

INSERT INTO decisions (at, who, action, subject, doc, undoes, fields, seen) VALUES
    ('2025-01-02T03:04:05+00:00', 'An', 'reject', '{id}', '{doc}', NULL, '{{}}', '{{}}'),
    ('2025-01-02T03:04:06+00:00', 'An', 'undo', '{id}', '{doc}', 1, '{{}}', '{{}}'),
    ('2025-01-02T03:04:07+00:00', 'Bình', 'fix', '{id}', '{doc}', NULL, '{{"item": "hộ nghèo đa chiều"}}', '{{}}');
