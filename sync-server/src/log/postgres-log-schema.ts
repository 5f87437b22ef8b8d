/**
 * The tables of the room log in PostgreSQL, in a schema of their own; the same facts as in SQLite (sqlite-log-schema.ts).
 *
 * A step is never edited once published. Only the server that holds the log's lock runs them.
 */
import type { Client } from 'pg';
import { bytesToHex } from '@navette/kernel/bytes';
import type { Random } from '@navette/kernel/ports';

const STEPS: readonly string[] = [
  `CREATE TABLE epoch (name text NOT NULL);
   CREATE TABLE room (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, scope text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL);
   CREATE INDEX room_scope ON room (scope);
   CREATE TABLE entry (
     cursor bigint PRIMARY KEY, room bigint NOT NULL REFERENCES room (id), seq bigint NOT NULL, id text NOT NULL UNIQUE,
     author text NOT NULL, device bigint NOT NULL, counter bigint, at bigint NOT NULL, hash text NOT NULL, size bigint NOT NULL,
     salt bytea NOT NULL, bytes bytea NOT NULL, UNIQUE (room, seq)
   );
   -- What an update holds is dense already: trying to compress it costs more than it saves.
   ALTER TABLE entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
   CREATE UNIQUE INDEX entry_counter ON entry (device, counter) WHERE counter IS NOT NULL;
   CREATE INDEX entry_room ON entry (room, cursor);
   CREATE TABLE blobs (
     dossier text NOT NULL, box text NOT NULL, hash text NOT NULL, size bigint NOT NULL, uploader text NOT NULL, at bigint NOT NULL,
     PRIMARY KEY (dossier, box, hash)
   );
   CREATE INDEX blobs_hash ON blobs (dossier, hash);
   CREATE TABLE segment (
     room bigint NOT NULL REFERENCES room (id), first bigint NOT NULL, last bigint NOT NULL, tier bigint NOT NULL, sum bigint NOT NULL,
     bytes bytea NOT NULL, PRIMARY KEY (room, first)
   );
   CREATE TABLE digest (room bigint PRIMARY KEY REFERENCES room (id), seq bigint NOT NULL, sum bigint NOT NULL, bytes bytea NOT NULL);`,
  `CREATE TABLE redaction (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, act text NOT NULL, wiped boolean NOT NULL);
   CREATE TABLE redacted (cursor bigint PRIMARY KEY, inner_hash text NOT NULL, sum text NOT NULL);`,
];

/**
 * Makes or migrates the tables in the client's schema.
 * @returns the name of the log's epoch
 * @throws when they were written by newer code, or the database says yes before it has written
 */
export async function preparePostgresLog(client: Client, schema: string, random: Random): Promise<string> {
  const { rows: kept } = await client.query<{ fsync: string }>('SHOW fsync');
  if (kept[0]?.fsync === 'off') throw new Error('log: the database does not keep what it commits (fsync is off)');
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}; CREATE TABLE IF NOT EXISTS version (version bigint NOT NULL)`);
  const { rows } = await client.query<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM version');
  const version = rows[0]?.version ?? 0;
  if (version > STEPS.length) throw new Error('room log written by newer code');
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    await client.query(`BEGIN; ${step} DELETE FROM version; INSERT INTO version VALUES (${index + 1});`);
    if (index === 0) await client.query('INSERT INTO epoch (name) VALUES ($1)', [bytesToHex(random.bytes(16))]);
    await client.query('COMMIT');
  }
  const { rows: epochs } = await client.query<{ name: string }>('SELECT name FROM epoch');
  return epochs[0]?.name ?? '';
}
