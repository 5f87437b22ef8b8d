/**
 * The books on this device: imports of fiscal years, kept, published, put in force and opened.
 *
 * An import is one strict transaction: its record in the room the firm alone reads, its three files, and their way to the server. To
 * publish says the record again in the ledger's room, and gives its readers a right to the bytes; what is not published is in no room
 * and under no right of theirs.
 */
import { bytesToHex } from '@navette/kernel/bytes';
import type { BookHolder } from '@navette/domain/boxes';
import type { BlobHash, DocumentId, DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { manifestOf, type Book } from '@navette/rooms/book-record';
import type { LedgerManifest } from '@navette/rooms/ledger-records';
import type { BookWorkers, HeldBook } from '../books/worker-books.ts';
import type { Books, BookSettings, ExerciseView, ReadBook } from '../ledger-model.ts';
import type { ActRefusal } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { BlobRow, LedgerRow, LocalStore, UploadRow } from '../store/local-store.ts';
import type { ActDesk, ActWrite } from './act-desk.ts';
import { bookOf, exercisesOf, settingsOf } from './book-views.ts';
import type { Following } from './desk.ts';
import { laterReading } from './load-then.ts';

/** What the library lends: it is in memory long before the books are, and is not loaded twice. */
export type BookTools = {
  /** An act of whoever is signed in; refused when nobody is. */
  act<A extends unknown[], T>(
    run: (at: ActDesk, ...args: A) => Promise<Result<T, ActRefusal>>,
  ): (...args: A) => Promise<Result<T, ActRefusal>>;
  readonly readBlob: (blob: Blob) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Commits bytes, making room for them where the store is full. */
  keepBytes(store: LocalStore, size: number, commit: () => Promise<Result<void, ActRefusal>>): Promise<Result<void, ActRefusal>>;
};

export type BookPorts = {
  readonly workers: () => Promise<BookWorkers>;
  /** The bytes of a file that are here and match their hash. */
  readonly bytes: (hash: BlobHash) => Promise<Blob | null>;
};

export function makeBooks(
  platform: Platform,
  { follow }: Pick<Following, 'follow'>,
  { workers, bytes }: BookPorts,
  tools: BookTools,
): Books {
  const { act } = tools;

  const openStored = async ({ files }: ExerciseView): Promise<HeldBook | 'not-here' | 'ledger-file-damaged'> => {
    const [figures, words] = await Promise.all([bytes(files.figures), bytes(files.words)]);
    if (!figures || !words) return 'not-here';
    return (await (await workers()).open({ figures, words })) ?? 'ledger-file-damaged';
  };

  return {
    exercises: (dossier) => follow((store) => exercisesOf(store, dossier)),
    settings: (dossier) => follow((store) => settingsOf(store, dossier)),
    async open(exercise) {
      const opened = await openStored(exercise);
      return typeof opened === 'string' ? refuse({ tag: opened }) : ok(opened);
    },
    read: (file, progress) => laterReading(workers().then((of) => of.read(file, progress))),
    keep: act((at, dossier, read) => keep(at, tools, dossier, read)),
    publish: act(publish),
    setFinal: act((at, id, final) => sayBeside(at, id, 'final', { v: 1, final })),
    putInForce: act((at, id) => sayBeside(at, id, 'force', { v: 1, at: platform.clock.now() })),
    async changes(before, after) {
      const opened = await openStored(after);
      if (typeof opened === 'string') return null;
      try {
        const [figures, words] = await Promise.all([bytes(before.files.figures), bytes(before.files.words)]);
        return figures && words ? await opened.compare({ figures, words }) : null;
      } finally {
        opened.close();
      }
    },
    saveSettings: act(saveSettings),
    async source(exercise) {
      const stored = await bytes(exercise.files.source);
      return stored && (await import('../books/zipping.ts')).unzippedBlob(stored);
    },
  };
}

type Stored = { readonly blob: BlobRow; readonly file: { readonly hash: BlobHash; readonly size: number } };

async function stored({ platform }: ActDesk, { readBlob }: BookTools, file: Blob): Promise<Stored | null> {
  const bytes = await readBlob(file);
  if (!bytes) return null;
  const hash = bytesToHex(await platform.hasher.sha256(bytes)) as BlobHash;
  const kept = new Blob([bytes], { type: 'application/octet-stream' });
  return { blob: { hash, bytes: kept, size: bytes.length, usedAt: platform.clock.now() }, file: { hash, size: bytes.length } };
}

function uploadsOf(
  at: ActDesk,
  dossier: DossierId,
  box: BookHolder,
  { figures, words, source }: Pick<Book, 'figures' | 'words' | 'source'>,
): UploadRow[] {
  return [figures, words, source].map(({ hash, size }) => ({
    document: at.newId<DocumentId>(),
    dossier,
    box,
    hash,
    size,
    path: null,
    offset: 0,
    attempt: 0,
    nextAt: 0,
    problem: null,
  }));
}

async function keep(at: ActDesk, tools: BookTools, dossier: DossierId, read: ReadBook): Promise<Result<string, ActRefusal>> {
  const room = { kind: 'internal', dossier } as const;
  if (!(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  const [figures, words, source] = await Promise.all([
    stored(at, tools, read.files.figures),
    stored(at, tools, read.files.words),
    stored(at, tools, read.files.source),
  ]);
  if (!figures || !words || !source) return refuse({ tag: 'store-unavailable' });
  const id = at.newId<string>();
  const manifest = manifestOf(read, { figures: figures.file, words: words.file, source: source.file });
  const blobs = [figures.blob, words.blob, source.blob];
  const write: ActWrite = { room, what: 'other', document: null, mutate: (map) => void map.set(`import/${id}`, manifest) };
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  const done = await tools.keepBytes(at.store, bytes, () =>
    at.write([write], { put: { blobs, uploads: uploadsOf(at, dossier, 'internal', manifest.book) } }),
  );
  return done.ok ? ok(id) : done;
}

async function imported(
  store: LocalStore,
  id: string,
): Promise<{ readonly row: LedgerRow; readonly manifest: LedgerManifest; readonly published: boolean } | null> {
  const rows = (await store.list('ledgers')).filter(({ of, said }) => of === id && said.what === 'manifest' && said.record);
  const row = rows.find(({ room }) => room === 'internal') ?? rows[0];
  if (row?.said.what !== 'manifest' || !row.said.record) return null;
  return { row, manifest: row.said.record, published: rows.some(({ room }) => room === 'ledger') };
}

async function publish(at: ActDesk, id: string, published: boolean): Promise<Result<void, ActRefusal>> {
  const found = await imported(at.store, id);
  if (!found) return refuse({ tag: 'unknown-document' });
  const { dossier } = found.row;
  const room = { kind: 'ledger', dossier } as const;
  if (!(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  const { manifest } = found;
  const book = bookOf(manifest);
  const beside = published && book ? { put: { uploads: uploadsOf(at, dossier, 'ledger', book) } } : {};
  const facets = (await at.store.list('ledgers')).filter(
    ({ of, room: where, said }) => of === id && where === 'internal' && said.what !== 'manifest',
  );
  return at.write(
    [
      {
        room,
        what: 'other',
        document: null,
        mutate(map) {
          map.set(id, published ? { ...manifest, published: true } : null);
          if (!published) return;
          for (const { said } of facets) {
            if (said.what === 'final' || said.what === 'force') map.set(`${id}/${said.what}`, { ...said.record });
          }
        },
      },
    ],
    beside,
  );
}

/** Beside the import, and beside its publication where there is one. */
async function sayBeside(at: ActDesk, id: string, facet: 'final' | 'force', record: unknown): Promise<Result<void, ActRefusal>> {
  const found = await imported(at.store, id);
  if (!found) return refuse({ tag: 'unknown-document' });
  const { dossier } = found.row;
  const rooms = [
    { room: { kind: 'internal', dossier } as const, key: `import/${id}/${facet}` },
    ...(found.published ? [{ room: { kind: 'ledger', dossier } as const, key: `${id}/${facet}` }] : []),
  ];
  for (const { room } of rooms) if (!(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  return at.write(
    rooms.map(({ room, key }) => ({ room, what: 'other' as const, document: null, mutate: (map) => void map.set(key, record) })),
  );
}

async function saveSettings(at: ActDesk, dossier: DossierId, settings: BookSettings): Promise<Result<void, ActRefusal>> {
  const room = { kind: 'ledger', dossier } as const;
  if (!(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  const record = { v: 1, ...settings, terms: [...settings.terms].map(([code, term]) => [code, { ...term }]) };
  return at.write([{ room, what: 'other', document: null, mutate: (map) => void map.set(`settings/${dossier}`, record) }]);
}
