-- What people decided on the contacts; a row is never changed, and what is withdrawn has a row of its own.

CREATE TABLE decisions (
    key INTEGER PRIMARY KEY,
    document TEXT NOT NULL,        -- its id: the document may be gone, or not here yet
    decision TEXT NOT NULL,        -- right wrong change missed none same apart withdrawn
    "by" TEXT NOT NULL,
    at TEXT NOT NULL,              -- ISO 8601, UTC
    why TEXT,
    record TEXT NOT NULL UNIQUE    -- the decision as a line of JSON
);
