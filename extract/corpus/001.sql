-- Documents and the contacts in them. A document and all that was found in it are written in one transaction.

CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,        -- its own, or its place: the file, or file and line
    title TEXT,
    date TEXT,                      -- ISO 8601
    url TEXT,
    publisher TEXT,
    text TEXT,                      -- as read, which the offsets of its contacts count; NULL if it could not be
    body INTEGER NOT NULL,          -- where in the text the prose begins
    state TEXT NOT NULL CHECK (state IN ('read', 'unreadable', 'given up')),
    problem TEXT,                   -- what was wrong with it, if anything was
    hash TEXT NOT NULL,             -- SHA-256 of what it was read from
    model TEXT NOT NULL,            -- the spaCy pipeline and its version
    rules TEXT NOT NULL             -- the version of diplograph and of its rules and lexicons
);

CREATE TABLE contacts (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,        -- place among the contacts of the document, from 1
    id TEXT NOT NULL,
    kind TEXT NOT NULL,             -- meeting call talks visit correspondence mediation
    status TEXT NOT NULL,           -- occurred planned negated hypothetical
    first_day TEXT,                 -- ISO 8601; NULL where the text tells no day
    last_day TEXT,
    place TEXT,
    topic TEXT,
    channel TEXT,
    recurring INTEGER NOT NULL,
    reported_by TEXT,
    code TEXT,                      -- CAMEO
    plover TEXT,
    mode TEXT,                      -- of PLOVER
    sentence TEXT NOT NULL,         -- that it rests on
    trigger TEXT NOT NULL,
    rule TEXT NOT NULL,
    record TEXT NOT NULL,           -- the whole contact, as in contacts.jsonl
    UNIQUE (document, number)
);

CREATE TABLE parties (
    contact INTEGER NOT NULL REFERENCES contacts (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,        -- place among the parties of the contact, from 1
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,             -- person state organisation group
    country TEXT,                   -- ISO 3166-1 alpha-2
    role TEXT,
    org TEXT,
    side INTEGER NOT NULL,          -- those on different sides were in contact with each other
    mention TEXT NOT NULL,
    PRIMARY KEY (contact, number)
) WITHOUT ROWID;
