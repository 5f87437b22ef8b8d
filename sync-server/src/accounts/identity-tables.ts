/** Tables of factors, passkeys, one-time secrets and known devices: what identity keeps beside better-auth, a step of the identity database. */
export const IDENTITY_TABLES = `
  CREATE TABLE totp (
    user_id TEXT PRIMARY KEY REFERENCES member (user_id) ON DELETE CASCADE, secret BLOB NOT NULL, confirmed_at INTEGER, last_step INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE recovery_code (
    user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE, code_hash TEXT NOT NULL, PRIMARY KEY (user_id, code_hash)
  ) STRICT;
  CREATE TABLE passkey (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE, name TEXT NOT NULL, public_key BLOB NOT NULL, counter INTEGER NOT NULL,
    transports TEXT NOT NULL, added_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX passkey_user ON passkey (user_id);
  CREATE TABLE one_time_secret (
    hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, user_id TEXT REFERENCES member (user_id) ON DELETE CASCADE, facts TEXT NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX one_time_secret_user ON one_time_secret (user_id);
  CREATE TABLE half_session (
    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE, way TEXT NOT NULL, form TEXT NOT NULL, until INTEGER NOT NULL,
    tries INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE known_device (
    hash TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE, at INTEGER NOT NULL, PRIMARY KEY (hash, user_id)
  ) STRICT;
  CREATE TABLE email_change (
    user_id TEXT PRIMARY KEY REFERENCES member (user_id) ON DELETE CASCADE, request_hash TEXT NOT NULL
  ) STRICT;
  CREATE TABLE identity_link (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE, at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
  ) STRICT;
  CREATE INDEX identity_link_user ON identity_link (user_id);`;
