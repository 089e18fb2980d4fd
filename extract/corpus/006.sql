-- Whether a document is still as it was written: a file of SQLite's has no sums of its own.

ALTER TABLE documents ADD COLUMN digest TEXT;  -- SHA-256 of its rows, contacts and parties; NULL if it was written before
