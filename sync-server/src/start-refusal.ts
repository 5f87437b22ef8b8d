/** What went wrong while the server started, in the words that the terminal has sentences for. */
import type { ServeConfig } from './config.ts';
import type { StartRefusal } from './console-texts.ts';
import { KeyMissing } from './keys/key-folder.ts';

export function startRefusal(error: unknown, { port, data, database }: ServeConfig): StartRefusal {
  const message = error instanceof Error ? error.message : '';
  // Each store says it in these words, and leaves its file as it was (O4).
  if (message.includes('written by newer code')) return { tag: 'newer', folder: data };
  // Never made anew in the place of one that is lost (K3).
  if (error instanceof KeyMissing) return { tag: 'key-lost', folder: data };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // The figures have a port too: the error names the one it is about.
  const wanted = error instanceof Error && 'port' in error ? String(error.port) : String(port);
  if (code === 'EADDRINUSE') return { tag: 'port-in-use', value: wanted };
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return { tag: 'port-refused', value: wanted };
  if (message === 'log: another server holds it') return { tag: 'database-in-use' };
  // The system's word, or a SQLSTATE.
  if (database !== null && /^(?:E[A-Z]+|[0-9A-Z]{5})$/.test(code)) return { tag: 'database-refused', value: code };
  return { tag: 'broken-start', kind: error instanceof Error ? `${error.name}: ${message}` : 'unknown' };
}
