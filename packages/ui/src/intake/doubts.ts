/**
 * What has to be asked before a file is given: a ZIP, a paper that seems to be given already, another company, another kind. With none of
 * these a file that somebody dropped for a company is given at once.
 */
import type { AccountView, AlikeDocument, Capture, DepositChoice, DeviceDoors } from '@navette/device/model';
import type { Host } from '../host.ts';
import { first } from '../first.ts';
import { proposeFor, type Proposed } from '../reading/proposals.ts';
import type { Reading } from '../reading/reading.ts';
import { readPaper } from '../reading/use-reading.ts';

export type Doubt =
  | { readonly tag: 'archive' }
  | { readonly tag: 'alike'; readonly alike: AlikeDocument }
  | { readonly tag: 'other-company'; readonly name: string }
  | { readonly tag: 'other-kind'; readonly proposed: Proposed };

export type LookedAt = { readonly reading: Reading | null; readonly doubt: Doubt | null };

/** How long a gesture waits for the reading: what takes longer is given unread. */
const PATIENCE = 5_000;

/**
 * Looks at a capture before it is given.
 * @param kindChosen the person chose the kind themselves: it is not doubted
 */
export async function lookAt(
  surroundings: { readonly doors: DeviceDoors; readonly host: Host },
  capture: Capture,
  choice: DepositChoice,
  kindChosen: boolean,
): Promise<LookedAt> {
  const { library } = surroundings.doors;
  const account = await first<AccountView | null>(library.account);
  const read = await withPatience(readPaper(surroundings, account, capture).catch(() => null));
  const reading = read?.ok ? read.value : null;
  if (reading?.archive && reading.archive.files.length > 0) return { reading, doubt: { tag: 'archive' } };
  const [alike] = await library.alike({ dossier: choice.dossier, hash: capture.hash, facts: reading?.facts ?? null });
  if (alike) return { reading, doubt: { tag: 'alike', alike } };
  return { reading, doubt: reading && account ? differs(proposeFor(reading, account), choice, kindChosen) : null };
}

function differs(proposed: Proposed, choice: DepositChoice, kindChosen: boolean): Doubt | null {
  if (choice.answers === undefined && proposed.dossier !== null && proposed.dossier.id !== choice.dossier)
    return { tag: 'other-company', name: proposed.dossier.name };
  // A name alone is too little to stop somebody for.
  const sure = proposed.kindFrom !== null && proposed.kindFrom !== 'name';
  return !kindChosen && choice.answers === undefined && sure && proposed.kind !== null && proposed.kind !== choice.kind
    ? { tag: 'other-kind', proposed }
    : null;
}

async function withPatience<T>(work: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), PATIENCE)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
