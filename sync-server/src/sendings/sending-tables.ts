/**
 * Tables of API keys and what came by them, a step of the identity database. A key is kept as its hash; a sending as it
 * stands in its room, `written` once it does.
 */
export const SENDING_TABLES = `
  CREATE TABLE api_key (
    id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, hint TEXT NOT NULL, name TEXT NOT NULL, product TEXT NOT NULL,
    company TEXT REFERENCES dossier (id), every INTEGER NOT NULL, creator TEXT NOT NULL REFERENCES member (user_id),
    created_at INTEGER NOT NULL, used_at INTEGER, revoked_at INTEGER, revoked_by TEXT
  ) STRICT;
  CREATE TABLE api_key_dossier (
    key_id TEXT NOT NULL REFERENCES api_key (id), dossier_id TEXT NOT NULL REFERENCES dossier (id), PRIMARY KEY (key_id, dossier_id)
  ) STRICT;
  CREATE TABLE sending (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, product TEXT NOT NULL COLLATE NOCASE, dossier_id TEXT NOT NULL REFERENCES dossier (id),
    reference TEXT NOT NULL, box TEXT NOT NULL, record TEXT NOT NULL, api_key TEXT NOT NULL REFERENCES api_key (id),
    written INTEGER NOT NULL, UNIQUE (owner, product, dossier_id, reference)
  ) STRICT;
  CREATE INDEX sending_not_written ON sending (id) WHERE written = 0;
  CREATE INDEX sending_reference ON sending (reference);`;
