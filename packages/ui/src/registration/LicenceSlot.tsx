/**
 * A place for what is said of a licence. Where the server published nothing of the kind, as for everybody the firm invited,
 * nothing is drawn, nothing is loaded and no wording of it is there (G1).
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { REGISTRAR } from '@navette/protocol/registration-keys';
import { useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';
import type { LicencePart } from './LicenceNotes.tsx';

type Notes = { readonly LicencePart: typeof LicencePart };

export function LicenceSlot({ account, part }: { readonly account: AccountView; readonly part: 'banner' | 'note' | 'window' }) {
  const { doors } = useSurroundings();
  const registrar = useObservable(
    useMemo(() => doors.library.published(REGISTRAR), [doors, account.user.id]),
    undefined,
  );
  const registered = registrar !== undefined && registrar !== null;
  const [notes, load] = useState<Notes | null>(null);
  useEffect(() => {
    if (registered) void import('./LicenceNotes.tsx').then(load);
  }, [registered]);
  return registered && notes !== null ? <notes.LicencePart account={account} part={part} /> : null;
}
