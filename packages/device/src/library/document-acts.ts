/** What is said of a document beside its state: what was read in it, how it is shown, that it is booked, binned, retained, or moved. */
import type { DocumentId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { yearInParis } from '@navette/kernel/dates';
import type { Booked, Moved, Retained } from '@navette/rooms/document-records';
import type { Deposit } from '@navette/rooms/records';
import type { Room } from '@navette/rooms/room-names';
import type { ActRefusal, DocumentRow, Library } from '../model.ts';
import type { UploadRow } from '../store/local-store.ts';
import { ownRoom, roomOf, type ActDesk } from './act-desk.ts';
import { oneDocument } from './document-list.ts';

export type DocumentActs = Pick<Library, 'setFacts' | 'turn' | 'book' | 'bin' | 'retain' | 'move'>;

export function documentActs({ store, newId, reach, write, mayWrite }: ActDesk): DocumentActs {
  /** Says one thing of a document in the room of whoever says it. */
  async function say(id: DocumentId, facet: string, record: unknown, room: typeof ownRoom): Promise<Result<void, ActRefusal>> {
    const found = await reach(id, room);
    if (!found.ok) return found;
    return write([{ room: found.value.room, what: 'decision', document: id, mutate: (map) => void map.set(`${id}/${facet}`, record) }]);
  }
  const firmRoom = (row: DocumentRow): Room => roomOf(row, 'processing');

  return {
    setFacts: (id, facts) => say(id, 'facts', facts, ownRoom),
    turn: (id, quarters) => say(id, 'turn', { v: 1, quarters }, ownRoom),
    book: (id, booked) => say(id, 'booked', (booked && { v: 1, ...booked }) satisfies Booked, firmRoom),
    bin: (id, binned) => say(id, 'binned', binned ? { v: 1 } : null, firmRoom),
    retain: (id, retained) => say(id, 'retained', { v: 1, ...retained } satisfies Retained, firmRoom),

    /** One commit: the new document with its upload, and the word of it beside the one it was. */
    async move(id, { dossier, kind, box }) {
      const found = await reach(id, firmRoom);
      if (!found.ok) return found;
      const { row, room } = found.value;
      if (row.moved !== null) return refuse({ tag: 'too-late' });
      // Its bytes travel again, as every right is by box: who only knows a hash has no file (B1).
      if (!(await store.get('blobs', row.hash))) return refuse({ tag: 'unknown-document' });
      const target: Room = { kind: 'processing', dossier, year: yearInParis(row.capturedAt), box };
      if (!(await mayWrite(target))) return refuse({ tag: 'not-allowed' });
      const made = newId<DocumentId>();
      const deposit: Deposit = {
        v: 1,
        hash: row.hash,
        size: row.size,
        type: row.type,
        name: row.name,
        kind,
        ...(row.comment === undefined ? {} : { comment: row.comment }),
        ...(row.origin === undefined ? {} : { origin: row.origin }),
        captured: row.capturedAt,
        ...(row.facts === null ? {} : { facts: row.facts }),
        from: { how: 'moved', of: [id] },
      };
      const upload: UploadRow = {
        document: made,
        dossier,
        box,
        hash: row.hash,
        size: row.size,
        path: null,
        offset: 0,
        attempt: 0,
        nextAt: 0,
        problem: null,
      };
      const moved: Moved = { v: 1, dossier, document: made };
      const done = await write(
        [
          { room: target, what: 'deposit', document: made, mutate: (map) => void map.set(made, deposit) },
          { room, what: 'decision', document: id, mutate: (map) => void map.set(`${id}/moved`, moved) },
        ],
        { put: { uploads: [upload] } },
      );
      if (!done.ok) return done;
      const there = await oneDocument(store, made);
      return there ? ok(there) : refuse({ tag: 'unknown-document' });
    },
  };
}
