/**
 * Table of validated entries, a step of the identity database. The keys are the promises: one number each in an exercise, a draft
 * validated once, an entry taken back once. `written` once the entry stands in its room.
 */
export const ENTRY_TABLES = `
  CREATE TABLE validated_entry (
    dossier_id TEXT NOT NULL REFERENCES dossier (id), year INTEGER NOT NULL, number INTEGER NOT NULL, draft TEXT NOT NULL,
    request TEXT NOT NULL, reverses TEXT, record TEXT NOT NULL, written INTEGER NOT NULL,
    PRIMARY KEY (dossier_id, year, number), UNIQUE (dossier_id, draft), UNIQUE (dossier_id, reverses)
  ) STRICT;
  CREATE TABLE exercise (
    dossier_id TEXT NOT NULL REFERENCES dossier (id), year INTEGER NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
    PRIMARY KEY (dossier_id, year)
  ) STRICT;
  CREATE INDEX validated_entry_not_written ON validated_entry (dossier_id, year) WHERE written = 0;`;
