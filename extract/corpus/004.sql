-- What became of each document: its language, how its date is known, and why it was not read, if it was not.

ALTER TABLE documents ADD COLUMN dated_by TEXT;  -- field page mail file front matter text file name --date
ALTER TABLE documents ADD COLUMN language TEXT;  -- ISO 639-1; NULL if it could not be read
ALTER TABLE documents ADD COLUMN words INTEGER;  -- of its prose, divided by spaces
ALTER TABLE documents ADD COLUMN skipped TEXT;   -- not in English, could not be read, given up; NULL if it was read
ALTER TABLE documents ADD COLUMN file TEXT;      -- the absolute path of its file; NULL if it came by a stream
UPDATE documents SET skipped = CASE state WHEN 'given up' THEN state ELSE 'could not be read' END WHERE state <> 'read';

CREATE VIEW document_list AS
SELECT
    d.id,
    d.title,
    d.date,
    d.dated_by,
    d.publisher,
    d.language,
    d.words,
    CASE WHEN d.skipped IS NULL THEN (SELECT count(*) FROM contacts c WHERE c.document = d.key) END AS contacts,
    d.skipped,
    replace(d.problem, char(10), ' ') AS problem
FROM documents d;
