/**
 * Sockets on the rooms in front of the person: their account, and the rooms of the document that is open. News in one of
 * them makes the engine replicate now instead of within the minute.
 *
 * Sockets only hurry: without them everything arrives all the same, a little later.
 */
import { ask, jsonBody, readJson } from '@navette/device/net';
import { TicketAnswer } from '@navette/protocol/commands';
import type { DocumentId } from '@navette/kernel/ids';
import type { DocumentRow } from '@navette/device/model';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import type { PortalDevice } from './portal-device.ts';

/** Follows the page's address, the signed-in person and the network until the page ends. */
export function keepLive(device: PortalDevice): void {
  const open = new Map<RoomName, () => void>();
  let turn = 0;
  const closeAll = (): void => {
    for (const close of open.values()) close();
    open.clear();
  };
  const follow = async (): Promise<void> => {
    const mine = ++turn;
    const wanted = navigator.onLine ? await roomsInFront(device) : [];
    const desk = await device.library.desk();
    const { openLive } = await import('@navette/device/live');
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
      open.set(
        room,
        openLive({
          origin: device.origin,
          room,
          stored: doc,
          onNews: device.engine.nudge,
          ticket: () => ticketFor(device, desk.enrolment.device, room),
        }),
      );
    }
  };
  const refresh = (): void => void follow().catch(() => undefined);
  let person: string | null = null;
  device.library.account.subscribe((account) => {
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

async function roomsInFront({ library }: PortalDevice): Promise<RoomName[]> {
  const desk = await library.desk();
  if (!desk) return [];
  const account = roomName({ kind: 'account', user: desk.enrolment.user.id });
  const id = /^#\/documents\/([\w-]+)/.exec(location.hash)?.[1];
  const row =
    id === undefined ? null : await firstValue<DocumentRow | null>((listener) => library.document(id as DocumentId).subscribe(listener));
  return row ? [account, ...roomsOf(row)] : [account];
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

async function ticketFor({ net }: PortalDevice, device: number, room: RoomName): Promise<string | null> {
  const answer = await ask(net, { method: 'POST', path: '/api/v1/ticket', ...jsonBody({ device, room }) }, 'json');
  return answer.ok ? ((await readJson(answer.value, TicketAnswer))?.ticket ?? null) : null;
}

function firstValue<T>(subscribe: (listener: (value: T) => void) => () => void): Promise<T> {
  return new Promise((resolve) => {
    const stop = subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    });
  });
}
