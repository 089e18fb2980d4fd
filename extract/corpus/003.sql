-- How exactly the time of a contact is told, and how it is known. first_day and last_day stay NULL where a document's
-- own day is all that bounds it (basis 'reported').

ALTER TABLE contacts ADD COLUMN precision TEXT;  -- day week month quarter year range
ALTER TABLE contacts ADD COLUMN basis TEXT;      -- stated inherited reported; NULL where its document has no day either
UPDATE contacts SET basis = 'stated', precision = CASE
    WHEN first_day = last_day THEN 'day'
    WHEN strftime('%w', first_day) = '1' AND last_day = date(first_day, '+6 days') THEN 'week'
    WHEN first_day = date(first_day, 'start of month') AND last_day = date(first_day, '+1 month', '-1 day') THEN 'month'
    WHEN first_day = date(first_day, 'start of month') AND strftime('%m', first_day) IN ('01', '04', '07', '10')
        AND last_day = date(first_day, '+3 months', '-1 day') THEN 'quarter'
    WHEN first_day = date(first_day, 'start of year') AND last_day = date(first_day, '+1 year', '-1 day') THEN 'year'
    ELSE 'range'
END WHERE first_day IS NOT NULL;
UPDATE contacts SET basis = 'reported'
WHERE first_day IS NULL AND (SELECT date FROM documents d WHERE d.key = document) IS NOT NULL;

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
