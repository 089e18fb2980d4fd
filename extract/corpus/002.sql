-- Search in the sentences, and views to browse.

CREATE VIRTUAL TABLE sentences USING fts5 (
    sentence, content = 'contacts', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
-- The index is brought up to date for many documents at once, since for each alone it costs more the larger it is.
CREATE TABLE indexed (upto INTEGER NOT NULL);  -- the sentences of contacts up to this key are in the index
INSERT INTO indexed VALUES (0);
CREATE TRIGGER sentence_removed AFTER DELETE ON contacts WHEN old.key <= (SELECT upto FROM indexed) BEGIN
    INSERT INTO sentences (sentences, rowid, sentence) VALUES ('delete', old.key, old.sentence);
END;

CREATE VIEW contact_list AS
SELECT
    c.first_day,
    c.last_day,
    (SELECT group_concat(p.name, ', ') FROM parties p WHERE p.contact = c.key) AS parties,
    c.kind,
    c.status,
    c.sentence,
    c.place,
    c.topic,
    c.reported_by,
    d.title,
    d.date AS published,
    d.publisher,
    d.url,
    d.id AS document,
    c.id
FROM contacts c JOIN documents d ON d.key = c.document;

CREATE VIEW pairs AS
SELECT
    a.name AS one,
    b.name AS other,
    count(*) AS contacts,
    min(c.first_day) AS first_day,
    max(c.last_day) AS last_day
FROM contacts c
JOIN parties a ON a.contact = c.key
JOIN parties b ON b.contact = c.key AND b.side <> a.side AND b.id > a.id
WHERE c.status = 'occurred'
GROUP BY a.id, b.id;
