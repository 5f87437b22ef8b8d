/**
 * The assistant's state in one place: whose registration it is, what the firm says of it, what was typed, and what this
 * installation has counted. Screens read it and ask for acts; nothing here decides where an act leads.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { next, type Act, type Place, type Variant } from '@navette/domain/registration/assistant';
import type { DossierLicence, Registrar } from '@navette/protocol/registration';
import type { DossierId } from '@navette/kernel/ids';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { ALONE, EMPTY_DRAFT, placeOf, useDraft, type Change, type Draft, type DraftKey } from './draft.ts';
import { ensureInstallation, launchMarks, readInstallation, type Installation } from './installation.ts';
import { licenceStatus, type LicenceStatus } from './licence-status.ts';
import { useLicences, useRegistrar } from './use-licences.ts';

export type Registration = {
  readonly key: DraftKey;
  /** Null for an installation without a dossier. */
  readonly dossier: DossierView | null;
  /** The server to ask; undefined for that of the signed-in person, null where nobody has said which. */
  readonly origin: string | undefined | null;
  readonly registrar: Registrar | null;
  readonly licence: NonNullable<DossierLicence> | null;
  readonly installation: Installation | null;
  readonly draft: Draft;
  readonly saved: number | null;
  readonly unsaved: boolean;
  /** Null until the firm's word is here. */
  readonly status: LicenceStatus | null;
  readonly variant: Variant;
  readonly place: Place;
  readonly change: (change: Change) => void;
  readonly save: (change?: Change) => Promise<boolean>;
  /** Goes where the act leads, once it is in the store; what goes with it is saved in the same step. */
  readonly act: (act: Act, also?: Change) => Promise<Place | null>;
};

/** `nothing`: somebody signed in whom nobody registers; undefined while the store is asked. */
export function useRegistration(account: AccountView | null, asked: DossierId | null): Registration | 'nothing' | undefined {
  const { doors, host, now } = useSurroundings();
  const licences = useLicences(account);
  const published = useRegistrar(account);
  const chosen = licences?.find(({ dossier }) => dossier.id === asked) ?? licences?.[0];
  const key = account === null ? ALONE : (chosen?.dossier.id ?? ALONE);
  const { held, writer } = useDraft(doors.library, key, now);
  const kept = useLive(() => doors.library.draft('installation'), [doors], null);
  const installation = useMemo(() => readInstallation(kept), [kept]);
  // Where one stands, from the moment this page was opened: what was left comes back where it stopped.
  const [place, stand] = useState<{ readonly of: DraftKey; readonly place: Place } | null>(null);
  useEffect(() => {
    if (held !== null && place?.of !== key) stand({ of: key, place: placeOf(held.draft) });
  }, [held, key, place]);
  useEffect(() => {
    if (installation === null && held !== null) void ensureInstallation(doors.library, now());
  }, [held === null]);

  // One act at a time: the second of a double click would start from a step that is gone.
  const acting = useRef(false);

  const draft = held?.draft ?? EMPTY_DRAFT;
  const registrar = account === null ? draft.registrar : published;
  const licence = account === null ? null : (chosen?.licence ?? null);
  const status = useMemo(
    () =>
      registrar === null
        ? null
        : licenceStatus({ registrar, licence, draft, marks: launchMarks(installation, registrar.product), now: now() }),
    [registrar, licence, draft, installation],
  );
  if (licences === undefined || held === null || place?.of !== key) return undefined;
  if (account !== null && chosen === undefined) return 'nothing';

  const variant: Variant = {
    education: licence?.edition === 'education' || (licence === null && draft.education),
    update: status?.update === true,
  };
  return {
    key,
    dossier: chosen?.dossier ?? null,
    origin: account === null ? (host.origin ?? draft.origin) : undefined,
    registrar,
    licence,
    installation,
    draft,
    saved: held.saved,
    unsaved: held.problem !== null,
    status,
    variant,
    place: place.place,
    change: writer.change,
    save: writer.save,
    async act(act, also = (same) => same) {
      const there = acting.current ? null : next(place.place, act, variant);
      if (there === null) return null;
      acting.current = true;
      // A store that takes nothing more keeps nobody from going on: the foot says that it is not saved.
      await writer.save((before) => ({ ...also(before), place: there }));
      acting.current = false;
      stand({ of: key, place: there });
      return there;
    },
  };
}
