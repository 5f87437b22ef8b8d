/**
 * Tables of licences, registrations, activation keys and launches, a step of the identity database.
 *
 * A registration that was answered with a key is the licence: `key_hash` is over the key, the licence, the product, the
 * version and the client code together, so that a key is worth nothing beside any other of them (K1).
 */
export const REGISTRATION_TABLES = `
  CREATE TABLE registered_dossier (
    dossier_id TEXT PRIMARY KEY REFERENCES dossier (id), edition TEXT NOT NULL CHECK (edition IN ('ordinary', 'education'))
  ) STRICT;
  CREATE TABLE registration (
    id TEXT PRIMARY KEY, secret_hash TEXT, way TEXT NOT NULL CHECK (way IN ('online', 'paper')), dossier_id TEXT REFERENCES dossier (id),
    user_id TEXT REFERENCES member (user_id), details TEXT NOT NULL, identification TEXT, installed TEXT, product TEXT NOT NULL,
    version TEXT NOT NULL, edition TEXT NOT NULL, renewed INTEGER NOT NULL, terms_version TEXT, terms_at INTEGER, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'refused', 'issued', 'withdrawn')), answered_at INTEGER, answered_by TEXT, reason TEXT,
    licence TEXT NOT NULL, client_code TEXT, issued_on TEXT, until TEXT, key_hash TEXT
  ) STRICT;
  CREATE UNIQUE INDEX registration_licence ON registration (licence) WHERE state = 'issued';
  CREATE INDEX registration_dossier ON registration (dossier_id, at);
  CREATE TABLE licence_installation (
    registration_id TEXT NOT NULL REFERENCES registration (id), identification TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (registration_id, identification)
  ) STRICT;
  CREATE TABLE launch_day (
    dossier_id TEXT NOT NULL REFERENCES dossier (id), version TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (dossier_id, version, day)
  ) STRICT;
  CREATE TABLE launch_told (
    dossier_id TEXT NOT NULL REFERENCES dossier (id), version TEXT NOT NULL, launches INTEGER NOT NULL, PRIMARY KEY (dossier_id, version)
  ) STRICT;`;
