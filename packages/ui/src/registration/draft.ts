/**
 * What the assistant was told so far, in this device's own store: whoever is signed in or nobody, online or not (R047).
 *
 * One draft a dossier, and one for an installation without any. A change is applied to what stands in the store under a lock
 * that all pages share, so that two tabs never overwrite each other's fields; it is saved once its transaction is.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Library, StoreRefusal } from '@navette/device/model';
import { reopen, STEPS, type Place } from '@navette/domain/registration/assistant';
import { BUSINESS_TYPES, EMPTY_DETAILS, LEGAL_FORMS, type RegistrationDetails } from '@navette/domain/registration/details';
import { ok, type Result } from '@navette/kernel/result';
import { Registrar, SignedActivation } from '@navette/protocol/registration';
import * as v from 'valibot';

const text = v.fallback(v.string(), '');
const flag = v.fallback(v.boolean(), false);
const moment = v.number();
const step = v.picklist(STEPS);

/** Field by field: what cannot be read is empty, and takes nothing else with it. */
const Details = v.object({
  ...(Object.fromEntries(Object.keys(EMPTY_DETAILS).map((field) => [field, text])) as Record<keyof RegistrationDetails, typeof text>),
  existingCustomer: flag,
  legalForm: v.fallback(v.picklist(['', ...LEGAL_FORMS]), ''),
  businessType: v.fallback(v.picklist(['', ...BUSINESS_TYPES]), ''),
  recommended: flag,
});

const Draft = v.object({
  place: v.fallback(v.nullable(v.object({ at: step, stopped: v.nullable(step) })), null),
  /** What the register of companies said of the SIRET. */
  lookup: v.fallback(
    v.nullable(v.object({ siret: v.string(), said: v.picklist(['found', 'unknown', 'unreachable']), fields: v.number() })),
    null,
  ),
  details: v.fallback(Details, EMPTY_DETAILS),
  education: flag,
  /** Of the server, where the page has none of its own. */
  origin: v.fallback(v.nullable(v.string()), null),
  accepted: v.fallback(v.nullable(v.object({ version: v.string(), at: moment })), null),
  /** The form as it is sent: its number and secret are made once, so that it counts once (R035). */
  sending: v.fallback(
    v.nullable(
      v.object({
        id: v.string(),
        secret: v.string(),
        version: v.string(),
        receivedAt: v.nullable(moment),
        refused: v.nullable(v.string()),
      }),
    ),
    null,
  ),
  /** Typed while no server answered: "à vérifier" (K1). */
  typed: v.fallback(v.nullable(v.object({ licence: v.string(), key: v.string(), clientCode: v.string() })), null),
  /** Verified, or brought by the server. */
  activation: v.fallback(v.nullable(SignedActivation), null),
  /** The firm as it registers, when it was last heard: the assistant goes on without a network. */
  registrar: v.fallback(v.nullable(Registrar), null),
  savedAt: v.fallback(v.nullable(moment), null),
});
export type Draft = v.InferOutput<typeof Draft>;

export const EMPTY_DRAFT: Draft = {
  place: null,
  lookup: null,
  details: EMPTY_DETAILS,
  education: false,
  origin: null,
  accepted: null,
  sending: null,
  typed: null,
  activation: null,
  registrar: null,
  savedAt: null,
};

/** A dossier's id, or this word for an installation without a dossier. */
export type DraftKey = string;
export const ALONE: DraftKey = 'device';

const Drafts = v.record(v.string(), v.fallback(Draft, EMPTY_DRAFT));

export function readDrafts(stored: unknown): Readonly<Record<DraftKey, Draft>> {
  const parsed = v.safeParse(Drafts, stored);
  return parsed.success ? parsed.output : {};
}

/** The place of a draft as the assistant opens on it; a form that arrived meanwhile is not sent or printed again. */
export function placeOf(draft: Draft): Place {
  const place = reopen(draft.place);
  const arrived = draft.sending !== null && draft.sending.receivedAt !== null;
  return arrived && (place.at === 'failed' || place.at === 'form') ? { at: 'key', stopped: null } : place;
}

/** The value that stands in the store just now. */
export function stored(library: Pick<Library, 'draft'>, name: Parameters<Library['draft']>[0]): Promise<unknown> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    let told = false;
    const end = () => stops.splice(0).forEach((stop) => stop());
    stops.push(
      library.draft(name).subscribe((value) => {
        told = true;
        resolve(value);
        end();
      }),
    );
    if (told) end();
  });
}

/** Reads, changes and writes as one step among all pages of this device. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return (await navigator.locks.request(`navette/${name}`, work)) as T;
}

export type Change = (draft: Draft) => Draft;

export function changeDraft(
  library: Library,
  key: DraftKey,
  changes: readonly Change[],
  now: number,
): Promise<Result<Draft, StoreRefusal>> {
  return alone('draft/registration', async () => {
    const drafts = readDrafts(await stored(library, 'registration'));
    const next = changes.reduce((draft, change) => change(draft), drafts[key] ?? EMPTY_DRAFT);
    const draft = { ...next, savedAt: now };
    const saved = await library.saveDraft('registration', { ...drafts, [key]: draft });
    return saved.ok ? ok(draft) : saved;
  });
}

/** Milliseconds without a keystroke after which what was typed is saved. */
const PAUSE = 400;

/** One draft that is being written: shown at once, saved after a pause, at an act, and when the page goes. */
export class DraftWriter {
  readonly #library: Library;
  readonly #key: DraftKey;
  readonly #now: () => number;
  readonly #show: (held: HeldDraft) => void;
  /** As it stands in the store; null until it has answered. */
  #stored: Draft | null = null;
  #waiting: readonly Change[] = [];
  #problem: StoreRefusal | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(library: Library, key: DraftKey, now: () => number, show: (held: HeldDraft) => void) {
    this.#library = library;
    this.#key = key;
    this.#now = now;
    this.#show = show;
  }

  /** @returns what ends it; what waits is saved then */
  open(): () => void {
    const flush = () => void this.save();
    const stop = this.#library.draft('registration').subscribe((value) => {
      this.#stored = readDrafts(value)[this.#key] ?? EMPTY_DRAFT;
      this.#tell();
    });
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      stop();
      removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }

  readonly change = (change: Change): void => {
    this.#waiting = [...this.#waiting, change];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), PAUSE);
    this.#tell();
  };

  /** Resolves once everything that waited is in the store; false where it could not be kept. */
  readonly save = async (change?: Change): Promise<boolean> => {
    clearTimeout(this.#timer);
    if (change !== undefined) this.#waiting = [...this.#waiting, change];
    const changes = this.#waiting;
    if (changes.length === 0) return true;
    const saved = await changeDraft(this.#library, this.#key, changes, this.#now());
    this.#problem = saved.ok ? null : saved.refusal;
    if (saved.ok) {
      this.#stored = saved.value;
      this.#waiting = this.#waiting.filter((one) => !changes.includes(one));
    }
    this.#tell();
    return saved.ok;
  };

  #tell(): void {
    if (this.#stored === null) return;
    this.#show({
      draft: this.#waiting.reduce((draft, change) => change(draft), this.#stored),
      saved: this.#waiting.length === 0 ? this.#stored.savedAt : null,
      problem: this.#problem,
    });
  }
}

export type HeldDraft = {
  readonly draft: Draft;
  /** When it was saved as it is shown; null while something waits. */
  readonly saved: number | null;
  /** What was typed could not be kept. */
  readonly problem: StoreRefusal | null;
};

/** A draft and its writer; the draft is null until the store has answered. */
export function useDraft(
  library: Library,
  key: DraftKey,
  now: () => number,
): { readonly held: HeldDraft | null; readonly writer: DraftWriter } {
  const [held, hold] = useState<{ readonly of: DraftKey; readonly held: HeldDraft } | null>(null);
  const writer = useMemo(() => new DraftWriter(library, key, now, (next) => hold({ of: key, held: next })), [library, key]);
  useEffect(() => writer.open(), [writer]);
  return { held: held?.of === key ? held.held : null, writer };
}
