/**
 * The four steps as the frame shows them: which are done, where one stands, what was said. Somebody signed in makes their
 * identity before its code; on a device nobody is signed in on the code comes first (G20).
 */
import type { AccountView } from '@navette/device/model';
import type { migrationTexts } from '@navette/texts/migration-texts';
import type { Formats } from '@navette/texts/formats';
import type { AssistantStep } from '../components/Assistant.tsx';
import type { Draft, Stage } from './draft.ts';

type Slot = 'email' | 'who' | 'code' | 'attach';

const SLOT: Record<Exclude<Stage, 'done'>, Slot> = {
  email: 'email',
  password: 'who',
  identity: 'who',
  code: 'code',
  attach: 'attach',
  claim: 'attach',
  waiting: 'attach',
};

function order(draft: Draft, account: AccountView | null): readonly Slot[] {
  return account === null || draft.codeFirst ? ['email', 'code', 'who', 'attach'] : ['email', 'who', 'code', 'attach'];
}

/** Counted from 1; the last one for the end. */
export function stepNumber(draft: Draft, stage: Stage, account: AccountView | null): number {
  return stage === 'done' ? 4 : order(draft, account).indexOf(SLOT[stage]) + 1;
}

export function stepsOf(
  draft: Draft,
  stage: Stage,
  account: AccountView | null,
  m: ReturnType<typeof migrationTexts>,
  f: Pick<Formats, 'time'>,
): readonly AssistantStep[] {
  const slots = order(draft, account);
  const now = stage === 'done' ? slots.length : slots.indexOf(SLOT[stage]);
  const signedUp = account !== null && now >= slots.indexOf('attach');
  const recognised = stage === 'password' && account?.user.email === draft.flow?.email;
  const company = draft.attached?.company ?? account?.dossiers[0]?.name;
  const names: Record<Slot, string> = {
    email: m.steps.email,
    who: stage === 'password' ? m.steps.password : m.steps.identity,
    code: m.steps.code,
    attach: m.steps.attach,
  };
  const notes: Record<Slot, string | undefined> = {
    email: now === 0 ? undefined : signedUp ? account.user.email : draft.flow?.email,
    who: signedUp ? account.user.name : now > slots.indexOf('who') ? draft.name : undefined,
    code: stage === 'code' && draft.code !== null ? m.notes.sentAt(f.time(draft.code.sentAt)) : recognised ? m.notes.recognised : undefined,
    attach:
      stage === 'waiting'
        ? m.notes.decide
        : draft.queued !== null
          ? m.notes.toSend
          : stage === 'done' && company !== undefined
            ? draft.by === 'automatic'
              ? m.notes.automatic(company)
              : company
            : undefined,
  };
  return slots.map((slot, index) => {
    const note = notes[slot];
    return {
      name: names[slot],
      ...(note === undefined ? {} : { note }),
      state: index < now ? 'done' : index === now ? 'now' : 'to-come',
    };
  });
}
