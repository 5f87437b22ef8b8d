/**
 * The registration assistant: where one may stand and where each act leads (R002 to R047). The numbers are those of the
 * rules' steps. Nothing is decided by a screen: an act that leads nowhere is not offered.
 *
 * Left in the middle, it opens again where it stopped (R047): `stopped` remembers the step of the form while the window that
 * asks for the key (step 08) is in front.
 */

export const STEPS = [
  /** The three cases; in the education edition, step 00. */
  'entry',
  /** 01: by SIRET. */
  'lookup',
  /** 01 after an update: the licence number of the new version (R021). */
  'update',
  /** 02. */
  'details',
  /** 03. */
  'terms',
  /** 04. */
  'sending',
  /** 05. */
  'failed',
  /** 06. */
  'form',
  /** 07. */
  'sent',
  /** 08. */
  'key',
  /** The product itself. */
  'product',
] as const;
export type Step = (typeof STEPS)[number];

export const ACTS = ['continue', 'back', 'later', 'found', 'finish', 'arrived', 'lost', 'retry', 'ok', 'again', 'unlocked'] as const;
/**
 * `found`: OK with a SIRET, recognised or not (R019). `finish`: Terminer, the terms accepted (R031). `arrived`, `lost`: what
 * became of the sending (R035). `again`: a form that the firm refused is corrected. `unlocked`: a key was accepted, by whatever way (R008, R014, R045).
 */
export type Act = (typeof ACTS)[number];

/** What the assistant is about. */
export type Variant = { readonly education: boolean; readonly update: boolean };
export type Place = {
  readonly at: Step;
  /** Where the form was left, while another step is in front. */
  readonly stopped: Step | null;
};

type Leads = Partial<Record<Act, Step | ((variant: Variant) => Step)>>;
const first = ({ update }: Variant): Step => (update ? 'update' : 'lookup');

/** Every step with the acts it has; what is not written leads nowhere. */
const TABLE: Record<Step, Leads> = {
  // R003; R004, in the education edition R013; R008.
  entry: { continue: first, later: ({ education }) => (education ? 'key' : 'product'), unlocked: 'product' },
  // R016, R018; R019; R017.
  lookup: { continue: 'details', found: 'details', back: 'entry', later: 'key', unlocked: 'product' },
  // R021, R024.
  update: { continue: 'details', back: 'entry', later: 'key', unlocked: 'product' },
  // R030.
  details: { continue: 'terms', back: first, later: 'key', unlocked: 'product' },
  // R031.
  terms: { finish: 'sending', back: 'details', later: 'key', unlocked: 'product' },
  // R035.
  sending: { arrived: 'sent', lost: 'failed', later: 'key', unlocked: 'product' },
  // R036.
  failed: { retry: 'sending', continue: 'form', back: 'terms', later: 'key', arrived: 'sent', unlocked: 'product' },
  // R038, R039: printed or not, the key is awaited.
  form: { ok: 'key', back: 'failed', retry: 'sending', later: 'key', arrived: 'sent', unlocked: 'product' },
  // R044.
  sent: { ok: 'key', later: 'key', unlocked: 'product' },
  // R046: the countdown goes on.
  key: { ok: 'product', later: 'product', again: 'details', unlocked: 'product' },
  product: { unlocked: 'product' },
};

/** Where it opens again after each step, once step 08 or the product is in front of it. */
const RESUMES: Partial<Record<Step, Step>> = {
  lookup: 'lookup',
  update: 'update',
  details: 'details',
  terms: 'terms',
  // A send that nobody saw the end of is tried again.
  sending: 'failed',
  failed: 'failed',
  form: 'form',
  sent: 'key',
};

/** @returns where the act leads; null where this step has no such act */
export function next(place: Place, act: Act, variant: Variant): Place | null {
  const lead = TABLE[place.at][act];
  if (lead === undefined) return null;
  const at = typeof lead === 'function' ? lead(variant) : lead;
  const away = (at === 'key' || at === 'product') && act !== 'unlocked';
  return { at, stopped: away ? (RESUMES[place.at] ?? place.stopped) : null };
}

/** Whether a step offers an act. */
export function offers(step: Step, act: Act): boolean {
  return TABLE[step][act] !== undefined;
}

/** Where it opens: at first the three cases; left in the middle, where it stopped; once sent, at the key (R045, R047). */
export function reopen(place: Place | null): Place {
  if (place === null) return { at: 'entry', stopped: null };
  const at = place.at === 'key' || place.at === 'product' ? (place.stopped ?? 'entry') : (RESUMES[place.at] ?? place.at);
  return { at, stopped: null };
}
