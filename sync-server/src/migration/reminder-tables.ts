/**
 * Table of reminders sent, a part of the step of migrations. A row is written before its letter leaves: whatever happens
 * then, nobody is reminded twice.
 */
export const REMINDER_TABLES = `
  CREATE TABLE migration_reminder (
    n INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id),
    by_user TEXT NOT NULL REFERENCES member (user_id), at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('leaving', 'sent', 'too-many', 'failed'))
  ) STRICT;
  CREATE INDEX migration_reminder_user ON migration_reminder (user_id, at);`;
