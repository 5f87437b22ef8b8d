/**
 * Tables of user administration, a step of the identity database: rights that were switched off, invitations, the links that
 * were mailed, staff replacements with dates, who changed what, and how many letters left.
 *
 * Tokens are kept as hashes (A6). An invitation gives nothing before it is accepted.
 */
export const ACCESS_TABLES = `
  CREATE TABLE access_off (
    user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id), "right" TEXT NOT NULL,
    attached TEXT, at INTEGER NOT NULL, PRIMARY KEY (user_id, dossier_id)
  ) STRICT;
  CREATE TABLE invitation (
    id TEXT PRIMARY KEY, dossier_id TEXT REFERENCES dossier (id), "right" TEXT, firm_role TEXT CHECK (firm_role IN ('admin', 'staff')),
    title TEXT, email TEXT NOT NULL, name TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES member (user_id), at INTEGER NOT NULL,
    accepted_at INTEGER, accepted_by TEXT, withdrawn_at INTEGER, CHECK ((dossier_id IS NULL) = ("right" IS NULL)),
    CHECK ((dossier_id IS NULL) <> (firm_role IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX invitation_open ON invitation (coalesce(dossier_id, ''), email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
  CREATE TABLE access_link (
    token_hash TEXT PRIMARY KEY, invitation_id TEXT REFERENCES invitation (id), user_id TEXT REFERENCES member (user_id),
    dossier_id TEXT REFERENCES dossier (id), by_user TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, used_at INTEGER,
    CHECK ((invitation_id IS NULL) <> (user_id IS NULL))
  ) STRICT;
  CREATE INDEX access_link_invitation ON access_link (invitation_id);
  CREATE INDEX access_link_user ON access_link (user_id);
  CREATE TABLE staff_assignment (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id),
    replaces TEXT REFERENCES member (user_id), first_day TEXT NOT NULL, last_day TEXT NOT NULL, by_user TEXT NOT NULL, at INTEGER NOT NULL,
    began INTEGER NOT NULL DEFAULT 0, granted INTEGER NOT NULL DEFAULT 0, ended_at INTEGER
  ) STRICT;
  CREATE INDEX staff_assignment_open ON staff_assignment (user_id) WHERE ended_at IS NULL;
  CREATE TABLE access_event (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by_user TEXT, what TEXT NOT NULL, dossier_id TEXT, name TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE TABLE letter_sent (n INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX letter_sent_recipient ON letter_sent (recipient, at);`;
