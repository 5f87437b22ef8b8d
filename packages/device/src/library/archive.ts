/**
 * The archive on this device: what the firm published, as a tree, searched by name and by content, offline; and the firm's acts on it.
 *
 * To publish is one strict transaction: the record, and an upload for the archive of the box, which is what gives its readers a right
 * to the bytes (B1). The server asks for no byte of what the dossier holds already.
 */
import { shelfOf, type Box } from '@navette/domain/boxes';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { archiveTree, isIn, partKey } from '@navette/rooms/archive-tree';
import type { ArchivedFile, ArchivePlace } from '@navette/rooms/document-records';
import { ShelvingRules, FIRST_RULES, type ShelvingRule } from '@navette/rooms/shelving';
import * as v from 'valibot';
import type { ArchivedView, ArchiveHits, ArchiveLibrary, ArchiveView, OfflineView, PublishAsked } from '../archive-model.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { ActRefusal } from '../model.ts';
import type { Platform } from '../platform.ts';
import { StoreFailure, type ArchiveRow, type Change, type LocalStore, type UploadRow } from '../store/local-store.ts';
import { makeActDesk, type ActDesk, type ActWrite } from './act-desk.ts';
import { readAccount, type Desk, type Following } from './desk.ts';
import { plain } from '../lists/search-words.ts';
import { atDesk } from './intake-library.ts';
import { PIN, readPins, type Pin } from './pins.ts';

const RULES = 'shelving-rules';
/** Of one commit: an update stays well under what a server takes at once. */
const TOGETHER = 50;
/** Texts read at a time, and files found by content at most. */
const PIECE = 50;
const MOST_HITS = 200;
/** Characters shown on each side of what was found. */
const AROUND = 40;

export function makeArchive(platform: Platform, { desk, follow }: Pick<Following, 'desk' | 'follow'>): ArchiveLibrary {
  const act = <A extends unknown[], R>(run: (at: ActDesk, ...args: A) => Promise<R>) =>
    atDesk(desk, (current: Desk, ...args: A) => run(makeActDesk(current, platform), ...args));
  const say = (facet: string) => async (at: ActDesk, id: DocumentId, record: unknown) => {
    const row = await at.store.get('archive', id);
    if (!row) return refuse({ tag: 'unknown-document' as const });
    return sayOf(at, row, facet, record);
  };
  const note = async (change: Change) => {
    const current = await desk();
    if (!current) return refuse({ tag: 'not-allowed' as const });
    try {
      await current.store.commit(change);
      return ok(undefined);
    } catch (error) {
      if (error instanceof StoreFailure) return refuse({ tag: error.tag });
      throw error;
    }
  };

  return {
    view: (dossier) =>
      follow(async (store, current) => viewOf(await archivedOf(store, dossier), current ? await isStaff(current, dossier) : false)),
    search: (dossier, text) => follow((store) => searched(store, dossier, text)),
    offline: (dossier) => follow((store) => offlineOf(store, dossier)),
    pinned: follow(async (store) => [...new Set((await readPins(store)).map((pin) => pin.dossier))]),
    publish: act(publish),
    place: act((at, id, place) => say('place')(at, id, { v: 1, ...place } satisfies ArchivePlace)),
    bin: act((at, id, binned) => say('binned')(at, id, binned ? { v: 1 } : null)),
    retain: act((at, id, retained) => say('retained')(at, id, { v: 1, ...retained })),
    pin: (dossier, part, kept) => {
      const key = `${PIN}${dossier}/${partKey(part)}`;
      return note(kept ? { put: { meta: [{ key, value: { dossier, part } satisfies Pin }] } } : { remove: { meta: [key] } });
    },
    rules: follow(async (store) => rulesOf((await store.get('meta', RULES))?.value)),
    saveRules: (rules) => note({ put: { meta: [{ key: RULES, value: rules }] } }),
  };
}

function rulesOf(value: unknown): readonly ShelvingRule[] {
  const parsed = v.safeParse(ShelvingRules, value);
  return parsed.success ? parsed.output : FIRST_RULES;
}

async function isStaff(current: Desk, dossier: DossierId): Promise<boolean> {
  return (await readAccount(current)).dossiers.find(({ id }) => id === dossier)?.right.side === 'staff';
}

async function sayOf(at: ActDesk, row: ArchiveRow, facet: string, record: unknown): Promise<Result<void, ActRefusal>> {
  const room = { kind: 'archive', dossier: row.dossier, box: row.box } as const;
  if (!(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  return at.write([{ room, what: 'other', document: row.id, mutate: (map) => void map.set(`${row.id}/${facet}`, record) }]);
}

type Prepared = {
  readonly id: DocumentId;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly file: ArchivedFile;
  readonly capture: DocumentId | null;
};

async function publish(at: ActDesk, asked: readonly PublishAsked[]): Promise<Result<readonly DocumentId[], ActRefusal>> {
  const made: Prepared[] = [];
  for (const one of asked) {
    const prepared = await prepare(at, one);
    if (!prepared.ok) return prepared;
    made.push(prepared.value);
  }
  for (let from = 0; from < made.length; from += TOGETHER) {
    const some = made.slice(from, from + TOGETHER);
    const writes: ActWrite[] = [...Map.groupBy(some, ({ dossier, box }) => `${dossier}/${box}`).values()].flatMap((ofRoom) => {
      const [first] = ofRoom;
      if (first === undefined) return [];
      const room = { kind: 'archive', dossier: first.dossier, box: first.box } as const;
      return [
        {
          room,
          what: 'other' as const,
          document: first.id,
          mutate: (map) => {
            for (const { id, file } of ofRoom) map.set(id, file);
          },
        } satisfies ActWrite,
      ];
    });
    const uploads: UploadRow[] = some.map(({ id, dossier, box, file: { hash, size } }) => ({
      document: id,
      dossier,
      box: shelfOf(box),
      hash,
      size,
      path: null,
      offset: 0,
      attempt: 0,
      nextAt: 0,
      problem: null,
    }));
    const captures = some.flatMap(({ capture }) => (capture === null ? [] : [capture]));
    const done = await at.write(writes, { put: { uploads }, ...(captures.length > 0 ? { remove: { captures } } : {}) });
    if (!done.ok) return done;
  }
  return ok(made.map(({ id }) => id));
}

async function prepare(at: ActDesk, { source, box, place, date }: PublishAsked): Promise<Result<Prepared, ActRefusal>> {
  const id = at.newId<DocumentId>();
  const about = { place: { v: 1 as const, ...place }, ...(date === undefined ? {} : { date }) };
  if ('document' in source) {
    const found = await at.reach(source.document, (row) => ({ kind: 'archive', dossier: row.dossier, box }));
    if (!found.ok) return found;
    const { hash, size, type, dossier, facts, erased } = found.value.row;
    if (erased) return refuse({ tag: 'too-late' });
    return ok({
      id,
      dossier,
      box,
      capture: null,
      file: { v: 1, hash, size, type, ...about, of: source.document, ...(facts === null ? {} : { facts }) },
    });
  }
  const { capture, dossier } = source;
  const row = await at.store.get('captures', capture);
  if (!row || row.hash === null || row.status.tag !== 'ready') return refuse({ tag: 'unknown-document' });
  if (!(await at.mayWrite({ kind: 'archive', dossier, box }))) return refuse({ tag: 'not-allowed' });
  const limit = (await readAccount(at.desk)).dossiers.find((one) => one.id === dossier)?.fileLimit ?? Infinity;
  if (row.size > limit) return refuse({ tag: 'file-too-large', size: row.size, limit });
  return ok({ id, dossier, box, capture, file: { v: 1, hash: row.hash, size: row.size, type: row.type, ...about } });
}

/** Newest date first; of two of one day, by name. */
async function archivedOf(store: LocalStore, dossier: DossierId): Promise<readonly ArchivedView[]> {
  const [rows, receipts, uploads] = await Promise.all([
    store.list('archive', { index: 'dossier', from: dossier, to: dossier }),
    store.list('receipts', { index: 'dossier', from: dossier, to: dossier }),
    store.list('uploads'),
  ]);
  const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
  const uploadById = new Map(uploads.map((row) => [row.document, row]));
  const views = rows.map((row): ArchivedView => {
    const receipt = receiptByKey.get(receiptKey(dossier, shelfOf(row.box), row.hash));
    return {
      id: row.id,
      dossier,
      box: row.box,
      hash: row.hash,
      size: row.file.size,
      type: row.file.type,
      place: row.place,
      date: row.file.date ?? null,
      of: row.file.of ?? null,
      publishedAt: row.published.at,
      publishedBy: row.published.by === 'server' ? null : row.published.by,
      received: receipt?.valid === true,
      delay: uploadById.get(row.id)?.problem ?? null,
      binnedAt: row.binned?.at ?? null,
      retained: row.retained && { rule: row.retained.rule, hold: row.retained.hold },
      ...(receipt?.erased && { erased: receipt.erased }),
    };
  });
  return views.toSorted((a, b) => dayOf(b).localeCompare(dayOf(a)) || a.place.name.localeCompare(b.place.name, 'fr'));
}

function dayOf({ date, publishedAt }: ArchivedView): string {
  return date ?? new Date(publishedAt).toISOString().slice(0, 10);
}

/** The bin is the firm's: clients are shown what is published. */
function viewOf(all: readonly ArchivedView[], staff: boolean): ArchiveView {
  const files = all.filter((file) => file.binnedAt === null);
  return { tree: archiveTree(files), files, binned: staff ? all.filter((file) => file.binnedAt !== null) : [] };
}

async function searched(store: LocalStore, dossier: DossierId, text: string): Promise<ArchiveHits> {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return { byName: [], byContent: [] };
  const files = (await archivedOf(store, dossier)).filter((file) => file.binnedAt === null);
  const has = (haystack: string): boolean => words.every((word) => haystack.includes(word));
  const byName = files.filter(({ place }) => has(plain(`${place.name} ${place.folder.join(' ')} ${place.year ?? ''}`)));
  const named = new Set(byName.map(({ id }) => id));
  const rest = files.filter(({ id }) => !named.has(id));
  const byContent: { file: ArchivedView; around: string }[] = [];
  for (let from = 0; from < rest.length && byContent.length < MOST_HITS; from += PIECE) {
    const some = rest.slice(from, from + PIECE);
    const hashes = [...new Set(some.map(({ hash }) => hash))].toSorted();
    const texts = new Map((await store.list('texts', { anyOf: hashes })).map((row) => [row.hash, row.text]));
    for (const file of some) {
      const found = texts.get(file.hash);
      if (found !== undefined && has(found)) byContent.push({ file, around: around(found, words[0] ?? '') });
    }
  }
  return { byName, byContent };
}

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  const [from, to] = [Math.max(0, at - AROUND), at + word.length + AROUND];
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replace(/\s+/g, ' ').trim()}${to < text.length ? '…' : ''}`;
}

async function offlineOf(store: LocalStore, dossier: DossierId): Promise<OfflineView> {
  const rows = (await store.list('archive', { index: 'dossier', from: dossier, to: dossier })).filter((row) => row.binned === null);
  const pins = (await readPins(store)).filter((pin) => pin.dossier === dossier).map((pin) => pin.part);
  const hashes = [...new Set(rows.map((row) => row.hash))].toSorted();
  const held = new Set((await store.list('blobs', { anyOf: hashes })).map((row) => row.hash));
  const wanted = new Map(rows.filter((row) => pins.some((part) => isIn(row.place, part))).map((row) => [row.hash, row.file.size]));
  const here = [...wanted].filter(([hash]) => held.has(hash));
  const sum = (sizes: readonly (readonly [unknown, number])[]): number => sizes.reduce((total, [, size]) => total + size, 0);
  return {
    pins,
    wanted: wanted.size,
    here: here.length,
    bytes: sum([...wanted]),
    bytesHere: sum(here),
    missing: [...wanted]
      .filter(([hash]) => !held.has(hash))
      .map(([hash, size]) => ({ hash, size }))
      .toSorted((a, b) => a.size - b.size),
    held,
  };
}
