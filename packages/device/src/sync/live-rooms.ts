/**
 * Sockets on the rooms in front of the person: their account, the rooms of the document that is open, the journal on screen. News in one of
 * them makes the engine replicate now instead of within minutes.
 *
 * Sockets only hurry: without them everything arrives all the same, a little later.
 */
import { isId, type DocumentId, type DossierId } from '@navette/kernel/ids';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import type { Desk, LibraryWithDesk } from '../library.ts';
import { oneDocument } from '../library/document-list.ts';
import type { DocumentRow } from '../model.ts';

export type LiveRoomsPorts = {
  readonly library: Pick<LibraryWithDesk, 'desk' | 'account'>;
  /** A ticket for one socket on one room, from whoever holds the session; null when there is none to be had. */
  readonly ticket: (room: RoomName) => Promise<string | null>;
  /** Something changed: replicate. */
  readonly onNews: () => void;
};

/** Follows the page's address, the signed-in person and the network until the page ends. */
export function keepLive({ library, ticket, onNews }: LiveRoomsPorts): void {
  const open = new Map<RoomName, () => void>();
  let turn = 0;
  const closeAll = (): void => {
    for (const close of open.values()) close();
    open.clear();
  };
  const follow = async (): Promise<void> => {
    const mine = ++turn;
    const desk = await library.desk();
    const wanted = desk && navigator.onLine ? await roomsInFront(desk) : [];
    const { openLive } = await import('./live.ts');
    if (mine !== turn) return;
    for (const [room, close] of open) {
      if (wanted.includes(room)) continue;
      close();
      open.delete(room);
    }
    for (const room of wanted) {
      if (open.has(room) || !desk) continue;
      const { doc } = await desk.book.read(room);
      if (mine !== turn) return;
      open.set(room, openLive({ origin: desk.enrolment.origin, room, stored: doc, onNews, ticket: () => ticket(room) }));
    }
  };
  const refresh = (): void => void follow().catch(() => undefined);
  let person: string | null = null;
  library.account.subscribe((account) => {
    if ((account?.user.id ?? null) === person) return;
    person = account?.user.id ?? null;
    closeAll();
    refresh();
  });
  addEventListener('hashchange', refresh);
  addEventListener('online', refresh);
  addEventListener('offline', refresh);
  addEventListener('pagehide', closeAll);
  addEventListener('pageshow', refresh);
}

async function roomsInFront({ enrolment, store }: Desk): Promise<RoomName[]> {
  const account = roomName({ kind: 'account', user: enrolment.user.id });
  const id = /^#\/documents\/([\w-]+)/.exec(location.hash)?.[1];
  const row = id === undefined ? null : await oneDocument(store, id as DocumentId);
  return [account, ...(row ? roomsOf(row) : journalsOf(location.hash))];
}

/** Both sides' drafts and the books, of the dossier and the year whose entries are on screen. */
function journalsOf(hash: string): RoomName[] {
  const [path = '', query = ''] = hash.split('?');
  if (!/^#\/entries(?:\/|$)/.test(path)) return [];
  const asked = new URLSearchParams(query);
  const dossier = asked.get('dossier') ?? '';
  const year = Number(asked.get('year') ?? Number.NaN);
  if (!isId(dossier) || !Number.isInteger(year)) return [];
  const of = { dossier: dossier as DossierId, year };
  return [
    roomName({ kind: 'journal', ...of, side: 'firm' }),
    roomName({ kind: 'journal', ...of, side: 'client' }),
    roomName({ kind: 'entries', ...of }),
  ];
}

/** What was deposited, what the firm did with it, what both sides wrote, and the proof. */
function roomsOf({ dossier, year, box }: DocumentRow): RoomName[] {
  return [
    roomName({ kind: 'deposits', dossier, year, box }),
    roomName({ kind: 'processing', dossier, year, box }),
    roomName({ kind: 'talk', dossier, box, side: 'client' }),
    roomName({ kind: 'talk', dossier, box, side: 'firm' }),
    roomName({ kind: 'receipts', dossier, box }),
  ];
}
