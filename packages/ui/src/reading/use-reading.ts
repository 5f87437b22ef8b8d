/** What is in a file of this device, for a component: being read, read, or why not; nothing where the page has no reader. */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView, DeviceDoors } from '@navette/device/model';
import type { BlobHash } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { Host } from '../host.ts';
import { useSurroundings } from '../surroundings.tsx';
import { first } from '../first.ts';
import type { NotRead, Reading } from './reading.ts';

export type ReadState =
  | { readonly tag: 'reading' }
  | { readonly tag: 'read'; readonly reading: Reading }
  | { readonly tag: 'not-read'; readonly why: NotRead }
  | { readonly tag: 'none' };

type Paper = { readonly name: string; readonly hash: BlobHash | null };

/**
 * Reads a file whose bytes are on this device.
 * @returns null where the page has no reader, or the bytes are not here
 */
export async function readPaper(
  { doors, host }: { readonly doors: DeviceDoors; readonly host: Host },
  account: AccountView | null,
  { name, hash }: Paper,
): Promise<Result<Reading, NotRead> | null> {
  if (host.reader === undefined || hash === null) return null;
  const bytes = await doors.library.bytes(hash);
  if (bytes === null) return null;
  const [{ readerAt }, { knownOf }] = await Promise.all([import('./reader.ts'), import('./known.ts')]);
  return readerAt(host.reader).read(bytes, { name, hash, known: knownOf(account, await first<unknown>(doors.library.lessons)) });
}

/** @param paper null to read nothing */
export function useReading(account: AccountView | null, paper: Paper | null): ReadState {
  const { doors, host } = useSurroundings();
  const [state, set] = useState<{ readonly of: string | null; readonly is: ReadState }>({ of: null, is: { tag: 'reading' } });
  const hash = paper?.hash ?? null;
  useEffect(() => {
    let shown = true;
    const tell = (is: ReadState) => {
      if (shown) set({ of: hash, is });
    };
    if (paper === null) return;
    void readPaper({ doors, host }, account, paper)
      .catch(() => null)
      .then((read) =>
        tell(read === null ? { tag: 'none' } : read.ok ? { tag: 'read', reading: read.value } : { tag: 'not-read', why: read.refusal }),
      );
    return () => {
      shown = false;
    };
  }, [doors, host, hash]);
  if (paper === null || host.reader === undefined || hash === null) return { tag: 'none' };
  return state.of === hash ? state.is : { tag: 'reading' };
}
