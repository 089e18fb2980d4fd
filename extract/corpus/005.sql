-- The page of a document on which the sentence of a contact begins.

ALTER TABLE contacts ADD COLUMN page INTEGER;  -- counted from 1; NULL where the document has no pages
UPDATE contacts SET page = json_extract(record, '$.evidence.page') WHERE json_valid(record);

DROP VIEW contact_list;
CREATE VIEW contact_list AS
SELECT
    c.first_day,
    c.last_day,
    c.precision,
    c.basis,
    (SELECT group_concat(p.name, ', ') FROM parties p WHERE p.contact = c.key) AS parties,
    c.kind,
    c.status,
    c.sentence,
    c.page,
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
