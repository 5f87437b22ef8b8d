/** What the server published to this person about licences: nothing at all for whoever the firm invited (G1). */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { DossierLicence, Registrar } from '@navette/protocol/registration';
import { licenceKey, REGISTRAR } from '@navette/protocol/registration-keys';
import * as v from 'valibot';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useLive } from '../use-observable.ts';

export type Licensed = { readonly dossier: DossierView; readonly licence: NonNullable<DossierLicence> };

/** Undefined until the store has answered for each of the person's dossiers. */
export function useLicences(account: AccountView | null): readonly Licensed[] | undefined {
  const { doors } = useSurroundings();
  const [found, find] = useState<ReadonlyMap<string, unknown>>(new Map());
  const dossiers = (account?.dossiers ?? []).filter(({ right }) => right.side === 'client');
  const ids = dossiers.map(({ id }) => id).join(' ');
  useEffect(() => {
    find(new Map());
    const stops = dossiers.map(({ id }) =>
      doors.library.published(licenceKey(id)).subscribe((value) => find((known) => new Map([...known, [id, value]]))),
    );
    return () => stops.forEach((stop) => stop());
  }, [doors, ids]);
  return useMemo(() => {
    if (dossiers.some(({ id }) => !found.has(id))) return undefined;
    return dossiers.flatMap((dossier) => {
      const licence = v.safeParse(DossierLicence, found.get(dossier.id));
      return licence.success && licence.output !== null ? [{ dossier, licence: licence.output }] : [];
    });
  }, [found, ids]);
}

/** The firm as it registers this person's company; null for nobody. */
export function useRegistrar(account: AccountView | null): Registrar | null {
  const { doors } = useSurroundings();
  const value = useLive(() => (account === null ? NOTHING : doors.library.published(REGISTRAR)), [doors, account?.user.id], null);
  return useMemo(() => {
    const parsed = v.safeParse(Registrar, value);
    return parsed.success ? parsed.output : null;
  }, [value]);
}
