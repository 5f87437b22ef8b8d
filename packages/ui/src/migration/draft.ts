/**
 * What a person was told and typed in the assistant so far, kept on this device: never a password (R047 for the migration).
 *
 * One draft a person, and one for nobody, in the device's one entry: a second person on the same computer sees none of the
 * first one's. A draft that was begun signed out goes on as soon as its address signs in. Pure.
 */
import type { AccountView } from '@navette/device/model';
import type { SalesTerms } from '@navette/domain/sales-terms';
import type { UserId } from '@navette/kernel/ids';
import { PROFILES } from '@navette/protocol/migration';
import * as v from 'valibot';

/** Where one stands: a page of the assistant each. `claim`: the code and the number, where the mailbox was found not to be enough. */
export const STAGES = ['email', 'password', 'identity', 'code', 'attach', 'claim', 'waiting', 'done'] as const;
export type Stage = (typeof STAGES)[number];

const text = v.string();
const moment = v.number();
const Terms = v.object({ version: text, date: text, articles: v.array(v.object({ title: text, text })) });

export const Attached = v.object({ dossier: text, company: text, profile: v.picklist(PROFILES), administrator: v.nullable(text) });
export type Attached = v.InferOutput<typeof Attached>;

/** A claim that waits for a network: sent under this id however often, it counts once. */
export const QueuedClaim = v.object({ id: text, at: moment });

/** What became of a queued claim, until the person has seen it. */
export const CLAIM_NEWS = ['attached', 'to-decide', 'not-found', 'too-many', 'terms-changed', 'forbidden'] as const;

const Draft = v.object({
  stage: v.picklist(STAGES),
  email: text,
  name: text,
  /** The server that was chosen before anybody signed in (extension). */
  origin: v.nullable(text),
  flow: v.nullable(v.object({ secret: text, email: text })),
  /** Begun with nobody signed in: the code came before the identity (G20), and its step stays there. */
  codeFirst: v.boolean(),
  /** Times by this device's clock: for showing only. */
  code: v.nullable(v.object({ id: text, sentAt: moment, until: moment, againAt: moment })),
  clientCode: text,
  number: text,
  proof: v.picklist(['invoice', 'serial']),
  accepted: v.nullable(text),
  queued: v.nullable(QueuedClaim),
  news: v.nullable(v.object({ tag: v.picklist(CLAIM_NEWS), wait: v.number() })),
  attached: v.nullable(Attached),
  /** By which road, once attached: said on the last page. */
  by: v.nullable(v.picklist(['automatic', 'manual'])),
  /** The terms as the server gave them, to be read without a network. */
  terms: v.nullable(Terms),
  demo: v.nullable(v.object({ clientCode: text, number: text })),
});
export type Draft = v.InferOutput<typeof Draft> & { readonly terms: SalesTerms | null };

export const EMPTY_DRAFT: Draft = {
  stage: 'email',
  email: '',
  name: '',
  origin: null,
  flow: null,
  codeFirst: false,
  code: null,
  clientCode: '',
  number: '',
  proof: 'invoice',
  accepted: null,
  queued: null,
  news: null,
  attached: null,
  by: null,
  terms: null,
  demo: null,
};

/** By person; `nobody` while nobody is signed in. A person's that does not parse is as none: the others stand. */
export type Drafts = Readonly<Record<string, Draft>>;
const NOBODY = 'nobody';

export function readDrafts(kept: unknown): Drafts {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).flatMap(([owner, draft]) => {
      const parsed = v.safeParse(Draft, draft);
      return parsed.success ? [[owner, parsed.output]] : [];
    }),
  );
}

type Person = Pick<AccountView, 'user'>;

/** Whose entry is this person's: the one that was begun for their address before they signed in, else their own. */
function ownerOf(drafts: Drafts, account: Person | null): string {
  if (account === null) return NOBODY;
  const { id, email } = account.user;
  return Object.entries(drafts).find(([owner, { flow }]) => owner !== id && flow?.email === email)?.[0] ?? id;
}

export function draftOf(drafts: Drafts, account: Person | null): Draft {
  const owner = ownerOf(drafts, account);
  const draft = drafts[owner];
  if (draft === undefined) return { ...EMPTY_DRAFT, email: account?.user.email ?? '', name: account?.user.name ?? '' };
  // Begun as nobody, or as somebody else: whoever signs in with the address has proved it.
  return account === null || owner === account.user.id ? draft : { ...draft, stage: 'attach', flow: null, code: null };
}

/** All drafts once this person's has changed; `null` ends it. */
export function withDraft(drafts: Drafts, account: Person | null, draft: Draft | null): Drafts {
  const own: UserId | typeof NOBODY = account?.user.id ?? NOBODY;
  const { [ownerOf(drafts, account)]: _adopted, [own]: _own, ...others } = drafts;
  return draft === null ? others : { ...others, [own]: draft };
}

/** Pages of somebody who is signed in. */
const SIGNED_IN: ReadonlySet<Stage> = new Set(['attach', 'claim', 'waiting', 'done']);

/**
 * The page to show. What this device knows of its own acts goes before the account, which follows a moment later; what
 * another device did is read from the account.
 */
export function stageOf(draft: Draft, account: Pick<AccountView, 'migration'> | null): Stage {
  if (account === null) return SIGNED_IN.has(draft.stage) ? 'email' : draft.stage;
  if (draft.stage === 'done' || draft.stage === 'attach' || draft.stage === 'claim') return draft.stage;
  if (account.migration === 'finalised') return 'done';
  if (draft.stage === 'waiting' || account.migration === 'to-decide') return 'waiting';
  return account.migration === 'verified' ? 'attach' : draft.stage;
}
