/** Reminders of requests that were sent: the last one of each request, and the day of the last letter to each person. */
export const REQUEST_TABLES = `
  CREATE TABLE request_reminder (request_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  CREATE TABLE request_letter (user_id TEXT PRIMARY KEY REFERENCES member (user_id), day TEXT NOT NULL) STRICT;`;
