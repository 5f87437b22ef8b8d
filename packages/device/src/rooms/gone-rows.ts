/** What leaves the store's tables when a room, read again, says less than before: a repair, or an erasure (K5). */
import { ledgerRowId } from '../fold/fold-room.ts';
import type { DocumentId } from '@navette/kernel/ids';
import { journalKey } from '../fold/fold-journal.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { Change } from '../store/local-store.ts';
import { recordIdOf, type OpenRoom } from './open-room.ts';

/** Rows of records of which the fresh room has nothing any more, and parts of rows that only the former one wrote. */
export function goneRows(former: OpenRoom, fresh: OpenRoom): Change {
  const keys = [...former.keys()].filter((key) => !fresh.map.has(key));
  const left = new Set([...fresh.keys()].map(recordIdOf));
  const ids = [...new Set(keys.map(recordIdOf))].filter((id) => !left.has(id)) as DocumentId[];
  const unreadable = keys.map((key) => `${former.name}#${key}`);
  switch (former.room.kind) {
    case 'deposits':
    case 'processing': {
      const whole = new Set(keys);
      const said: Partial<StoredDocument> =
        former.room.kind === 'deposits'
          ? { clientKinds: [], clientFacts: null, clientTurn: null }
          : {
              taken: null,
              decision: null,
              firmKinds: [],
              firmFacts: null,
              firmTurn: null,
              booked: null,
              moved: null,
              binned: null,
              retained: null,
            };
      // A withdrawal stands in the room of its deposit, which may be the other one.
      const parts = (id: DocumentId): Partial<StoredDocument> => ({
        id,
        ...said,
        ...(whole.has(`${id}/withdrawn`) ? { withdrawn: null } : {}),
      });
      return {
        remove: { documents: ids.filter((id) => whole.has(id)), requests: former.room.kind === 'processing' ? ids : [], unreadable },
        patch: {
          requests: former.room.kind === 'deposits' ? ids.map((id) => ({ id, none: null })) : [],
          documents: [
            ...ids.filter((id) => !whole.has(id)).map(parts),
            // The record itself is gone and something is still said about it: there is nothing to show until it comes.
            ...keys.filter((key) => left.has(key)).map((key) => ({ id: key as DocumentId, base: null })),
          ],
        },
      };
    }
    case 'talk':
      return { remove: { comments: keys, unreadable } };
    case 'ledger':
    case 'internal': {
      const { dossier, kind } = former.room;
      return { remove: { ledgers: keys.map((key) => ledgerRowId(dossier, kind, key)), unreadable } };
    }
    case 'archive':
      return { remove: { archive: ids.filter((id) => keys.includes(id)), unreadable } };
    case 'access': {
      const { dossier } = former.room;
      return { remove: { access: keys.map((key) => `${dossier}/${key}`), unreadable } };
    }
    case 'sendings':
      return { remove: { sendings: keys, unreadable } };
    case 'journal':
      return { remove: { drafts: ids.map((id) => journalKey(former, id)), unreadable } };
    case 'entries':
      return { remove: { entries: keys.map((key) => journalKey(former, key)), unreadable } };
    case 'account':
      return { remove: { account: keys, unreadable } };
    default:
      return {};
  }
}
