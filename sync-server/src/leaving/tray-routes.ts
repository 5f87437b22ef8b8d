/**
 * GET /api/v1/tray and POST /api/v1/tray/:n: what people who lost their access left behind, for the staff of the dossier
 * and the firm's administrators; and their answer. Reading is noted (R16). A file of it comes by the dossier's own
 * download (`blobs/download.ts` asks `mayReadHanded`).
 */
import { Hono } from 'hono';
import type { Membership } from '@navette/domain/membership';
import type { BlobHash, DeviceNumber, DossierId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { TRAY_PATH, TrayDecision, type TrayAnswer, type TrayItem } from '@navette/protocol/leaving';
import type { ArrivedFile } from '../blobs/completion.ts';
import { readJson } from '../http/read-json.ts';
import type { Directory, RedactionBook, RoomLog, Sessions } from '../ports.ts';
import { json, problem } from '../rooms/wire.ts';
import { NO_TRACE, type TraceBook } from '../trace/trace-book.ts';
import { boxOfRoom, type FirmTray, type Handed } from './firm-tray.ts';

export type TrayParts = {
  readonly directory: Pick<Directory, 'membership' | 'person' | 'dossiers'>;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly tray: FirmTray;
  readonly log: Pick<RoomLog, 'known' | 'holds'>;
  /** Files the firm erased in a box are not joined to it again (K5). */
  readonly redactions: Pick<RedactionBook, 'isErased'>;
  readonly trace?: Pick<TraceBook, 'note'>;
  readonly clock: Clock;
  readonly report: Log;
  /** Gives a file that has arrived its receipt and its place in the box (`blobs/completion.ts`). */
  readonly receive: (file: ArrivedFile) => Promise<void>;
};

const PAGE = 200;

export function trayRoutes({ directory, sessions, tray, log, redactions, trace = NO_TRACE, clock, report, receive }: TrayParts): Hono {
  async function listed(membership: Membership): Promise<TrayAnswer> {
    const waiting = tray.waiting(dossiersOf(membership), PAGE + 1);
    const known = await log.known(waiting.map((item) => item.id));
    // What came by another road after all, its right given back meanwhile, is nobody's work here any more (I5).
    const open: Handed[] = [];
    for (const item of waiting) if (!(item.what === 'file' ? await isHeld(item) : known.has(item.id))) open.push(item);
    const names = new Map(directory.dossiers().map(({ id, name }) => [id, name]));
    return {
      items: open.slice(0, PAGE).map((item) => shown(item, membership, names)),
      more: waiting.length > PAGE,
    };
  }

  async function isHeld({ dossier, room, file }: Handed): Promise<boolean> {
    const box = boxOfRoom(room);
    return file !== null && box !== null && (await log.holds(dossier, box, file.hash)) !== null;
  }

  function shown(
    { n, user, dossier, what, document, said, file, arrived, made, at }: Handed,
    reader: Membership,
    names: ReadonlyMap<DossierId, string>,
  ): TrayItem {
    return {
      n,
      user,
      name: directory.person(user)?.name ?? '',
      dossier,
      dossierName: names.get(dossier) ?? '',
      mine: reader.dossiers.get(dossier)?.side === 'staff',
      what,
      document,
      said,
      file: file && { ...file, arrived },
      made,
      at,
    };
  }

  return new Hono()
    .get(TRAY_PATH, async (c) => {
      const session = await sessions.of(c.req.raw.headers);
      if (!session) return problem(401, 'sign-in-needed');
      const membership = directory.membership(session.user);
      if (!membership || !isFirmSide(membership)) return problem(403, 'forbidden');
      const answer = await listed(membership);
      for (const dossier of new Set(answer.items.map((item) => item.dossier as DossierId)))
        trace.note({ user: session.user, device: 0 as DeviceNumber, what: 'tray', dossier });
      report('tray-read', { user: session.user, items: answer.items.length });
      return json(200, answer);
    })
    .post(`${TRAY_PATH}/:n`, async (c) => {
      const session = await sessions.of(c.req.raw.headers);
      if (!session) return problem(401, 'sign-in-needed');
      const membership = directory.membership(session.user);
      const n = c.req.param('n');
      const item = membership && /^\d{1,15}$/.test(n) ? tray.at(Number(n)) : null;
      // Unknown and another dossier's are one answer (R14).
      if (!membership || !item || !mayRead(membership, item.dossier)) return problem(404, 'not-found');
      const wanted = await readJson(c.req.raw, TrayDecision, 1024);
      if (!wanted.ok) return problem(400, 'bad-request');
      const { how } = wanted.value;
      if (how === 'deposited' && item.what === 'file') {
        // The document is in its room already, only its file was missing: it gets it, with a receipt.
        const box = boxOfRoom(item.room);
        if (membership.dossiers.get(item.dossier)?.side !== 'staff') return problem(403, 'forbidden');
        if (!item.file || !item.arrived || box === null) return problem(409, 'unavailable');
        if (redactions.isErased(item.dossier, box, item.file.hash)) return problem(410, 'erased');
        await receive({ dossier: item.dossier, box, hash: item.file.hash, size: item.file.size, user: item.user });
      }
      if (tray.answer(item.n, how, session.user, clock.now())) report('tray-answered', { user: session.user, item: item.n, how });
      return json(200, await listed(membership));
    });
}

/** Whether this person may have a file of the firm's tray: staff of the dossier, or an administrator of the firm. */
export function mayReadHanded(tray: Pick<FirmTray, 'holds'>, membership: Membership, dossier: DossierId, hash: BlobHash): boolean {
  return mayRead(membership, dossier) && tray.holds(dossier, hash);
}

function mayRead(membership: Membership, dossier: DossierId): boolean {
  return membership.firmRole === 'admin' || membership.dossiers.get(dossier)?.side === 'staff';
}

function isFirmSide(membership: Membership): boolean {
  return membership.firmRole !== null || [...membership.dossiers.values()].some((right) => right.side === 'staff');
}

function dossiersOf(membership: Membership): 'all' | ReadonlySet<DossierId> {
  if (membership.firmRole === 'admin') return 'all';
  return new Set([...membership.dossiers].flatMap(([id, right]) => (right.side === 'staff' ? [id] : [])));
}
