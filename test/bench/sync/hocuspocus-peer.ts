/**
 * Starts the Hocuspocus installed in the folder PEER; with DATA, its database extension keeps each document in SQLite with
 * the settings it advises (one row a document, written a while after the last change).
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The little of it that is used here. */
type Hocuspocus = { readonly Server: new (options: object) => { listen(): Promise<unknown> } };
type DatabaseExtension = { readonly Database: new (options: object) => object };

const { PEER: peer = '', DATA: data, PORT: port } = process.env;
const need = createRequire(path.join(peer, 'package.json'));
const { Server } = need('@hocuspocus/server') as Hocuspocus;

await new Server({ port: Number(port), address: '127.0.0.1', quiet: true, extensions: data === undefined ? [] : [store(data)] }).listen();

function store(folder: string): object {
  const { Database } = need('@hocuspocus/extension-database') as DatabaseExtension;
  const database = new DatabaseSync(path.join(folder, 'documents.sqlite'));
  database.exec('CREATE TABLE IF NOT EXISTS document (name TEXT PRIMARY KEY, state BLOB NOT NULL)');
  const read = database.prepare('SELECT state FROM document WHERE name = ?');
  const write = database.prepare('INSERT INTO document VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state');
  return new Database({
    fetch: ({ documentName }: { documentName: string }) => Promise.resolve(read.get(documentName)?.['state'] ?? null),
    store: ({ documentName, state }: { documentName: string; state: Uint8Array }) => {
      write.run(documentName, state);
      return Promise.resolve();
    },
  });
}
