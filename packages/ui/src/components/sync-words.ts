/** The words of the quiet line, from where the device stands. */
import type { SyncStatus } from '@navette/device/model';
import type { Formats } from '@navette/texts/formats';
import type { Texts } from '@navette/texts/texts';
import type { IconName } from '../icons.ts';

/** What the line says. "Hors ligne · 3 en attente · à jour à 14:32": first what matters, always the time. */
export function syncWords(
  t: Texts,
  f: Formats,
  status: SyncStatus,
  now: number,
): { readonly icon: IconName; readonly words: string; readonly off: boolean } {
  const { state, problem, lastSyncAt, waiting, refused } = status;
  const at = lastSyncAt === null ? null : f.when(lastSyncAt, now);
  const tail = at === null ? t.sync.neverLower : t.sync.upToDateLower(at);
  const queued = waiting === 0 ? [] : [t.sync.waiting(waiting)];
  const line = (...parts: string[]) => [...parts, tail].join(' · ');
  if (state === 'offline' || problem === 'offline') return { icon: 'offline', words: line(t.sync.offline, ...queued), off: true };
  if (state === 'sign-in-needed') return { icon: 'lock', words: line(t.sync.signIn, ...queued), off: true };
  if (state === 'stopped') return { icon: 'alert', words: line(t.sync.stopped, ...queued), off: true };
  const failed = refused + (problem === null ? 0 : waiting);
  if (failed > 0) return { icon: 'alert', words: line(t.sync.failed(failed)), off: true };
  if (problem !== null) return { icon: 'alert', words: line(t.sync.serverDown), off: true };
  if (waiting > 0) return { icon: 'sync', words: line(...queued), off: false };
  return { icon: 'cloud', words: at === null ? t.sync.never : t.sync.upToDate(at), off: false };
}
