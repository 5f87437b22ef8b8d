/**
 * The archive on this device: what the firm published, as a tree, searched by name and by content, offline; and the firm's acts on it.
 *
 * To publish is one strict transaction: the record, and an upload for the archive of the box, which is what gives its readers a right
 * to the bytes (B1). The server asks for no byte of what the dossier holds already.
 */
import { shelfOf, type Box } from '@navette/domain/boxes';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { partKey } from '@navette/rooms/archive-tree';
import type { ArchivedFile, ArchivePlace } from '@navette/rooms/document-records';
import { ShelvingRules, FIRST_RULES, type ShelvingRule } from '@navette/rooms/shelving';
import * as v from 'valibot';
import type { ArchiveLibrary, PublishAsked } from '../archive-model.ts';
import type { ActRefusal } from '../model.ts';
import type { Platform } from '../platform.ts';
import { StoreFailure, type ArchiveRow, type Change, type UploadRow } from '../store/local-store.ts';
import { archivedOf, offlineOf, searched, viewOf } from './archive-views.ts';
import { planBundle } from './bundle.ts';
import { makeActDesk, type ActDesk, type ActWrite } from './act-desk.ts';
import { readAccount, type Desk, type Following } from './desk.ts';
import { atDesk } from './intake-library.ts';
import { PIN, readPins, type Pin } from './pins.ts';

const RULES = 'shelving-rules';
/** Of one commit: an update stays well under what a server takes at once. */
const TOGETHER = 50;
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
    async bundle(dossier) {
      const current = await desk();
      return current && planBundle(current, dossier);
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
