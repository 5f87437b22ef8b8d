/**
 * `trace-note` and `trace-list` (R16). An export in bulk wants a recent sign-in before it is made; one that was made without the server is
 * noted all the same, and as such: refusing it would only hide it. Bulk is told to the firm's administrators.
 */
import { isBulkExport } from '@navette/domain/exports';
import type { Membership } from '@navette/domain/membership';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import { traceList, traceNote, TRACE_ROWS, type TraceRow } from '@navette/protocol/trace';
import type { Hono } from 'hono';
import type { DirectoryActs } from '../accounts/directory.ts';
import { problem } from '../http/answers.ts';
import { commandRoutes, RECENT, type CommandRouteParts } from '../http/command-routes.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { TraceBook, TraceLine } from './trace-book.ts';

export type TraceRouteParts = CommandRouteParts & {
  readonly directory: Directory & Pick<DirectoryActs, 'people' | 'dossiersEver'>;
  readonly trace: TraceBook;
  readonly post: PostOffice;
};

/** Commands come by session: which of a person's devices asks is not said. */
const NO_DEVICE = 0 as DeviceNumber;

export function traceRoutes({ trace, post, ...parts }: TraceRouteParts): Hono {
  const { directory, clock } = parts;
  const routes = commandRoutes(parts);

  routes.signedIn(traceNote, async (note, { session, person }) => {
    const dossiers = [...new Set(note.dossiers)] as DossierId[];
    const ever = directory.dossiersEver(person.id);
    if (!dossiers.every((id) => ever.has(id))) return problem('forbidden');
    const bulk = isBulkExport({ items: note.items, dossiers: dossiers.length });
    if (bulk && !note.offline && clock.now() - session.since > RECENT) return problem('step-up-needed');
    let fresh = false;
    for (const dossier of dossiers) {
      const facts = { user: person.id, device: NO_DEVICE, what: 'export' as const, dossier, count: note.items, offline: note.offline };
      if (trace.noteNow({ ...facts, detail: `${note.id} ${note.what}` })) fresh = true;
    }
    if (bulk && fresh) await tellAdministrators(person.name, note.items, dossiers.length);
    return { noted: true as const };
  });

  routes.signedIn(traceList, ({ from, to, person, dossier, after }, { person: asking, membership }) => {
    if (!isFirmAdmin(membership)) return problem('forbidden');
    const lines = trace.lines({ from, to, user: person, dossier }, after, TRACE_ROWS + 1);
    trace.note({ user: asking.id, device: NO_DEVICE, what: 'trace', dossier: null });
    return { rows: lines.slice(0, TRACE_ROWS).map(shownBy(directory)), more: lines.length > TRACE_ROWS };
  });

  async function tellAdministrators(name: string, items: number, dossiers: number): Promise<void> {
    const detail = `${name} : ${items} lignes ou fichiers, ${dossiers} dossiers`;
    const letter = { kind: 'notice' as const, what: 'export-made' as const, detail, link: '/#/administration' };
    for (const { id, email } of directory.people()) if (isFirmAdmin(directory.membership(id))) await post.post(email, letter);
  }
  return routes.routes;
}

function isFirmAdmin(membership: Membership | null): boolean {
  return membership?.firmRole === 'admin';
}

/** Names beside ids, as they are now; whoever has left keeps theirs. */
function shownBy(directory: Pick<Directory, 'person' | 'membership' | 'dossiers'>): (line: TraceLine) => TraceRow {
  const names = new Map<string, string>(directory.dossiers().map(({ id, name }) => [id, name]));
  const isStaff = (user: UserId): boolean => {
    const membership = directory.membership(user);
    return membership !== null && (membership.firmRole !== null || [...membership.dossiers.values()].some(({ side }) => side === 'staff'));
  };
  return ({ day, user, device, what, dossier, count, first, last, offline }) => ({
    day,
    person: user,
    name: directory.person(user)?.name ?? '',
    side: isStaff(user) ? 'staff' : 'client',
    dossier,
    dossierName: dossier === null ? '' : (names.get(dossier) ?? ''),
    device,
    what,
    count,
    first,
    last,
    offline,
  });
}
