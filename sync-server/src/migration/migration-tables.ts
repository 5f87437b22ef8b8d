/**
 * Tables of moves under way, a step of the identity database: what a device and the server have agreed on so far, what was
 * claimed, how often, and which terms were accepted.
 */
export const MIGRATION_TABLES = `
  CREATE TABLE migration_flow (
    id_hash TEXT PRIMARY KEY, email TEXT NOT NULL, user_id TEXT REFERENCES member (user_id), name TEXT, password_hash TEXT,
    proved_at INTEGER, until INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE migration_claim (
    user_id TEXT NOT NULL REFERENCES member (user_id), id TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
  ) STRICT;
  CREATE TABLE migration_attempt (client_code TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES member (user_id), at INTEGER NOT NULL) STRICT;
  CREATE INDEX migration_attempt_code ON migration_attempt (client_code, at);
  CREATE INDEX migration_attempt_user ON migration_attempt (user_id, at);
  CREATE TABLE terms_acceptance (
    user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id), version TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;`;
