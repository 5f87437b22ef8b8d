/**
 * Sends what may wait for a network: the attachment by the mailbox, then the claim that was typed without one (G4, R073).
 *
 * A claim is kept on the device before it is sent, under an id that counts once; it goes away only when the server has
 * answered it. What became of it stands in the draft until the person has seen it.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { AccountView, CommandRefusal, DeviceDoors } from '@navette/device/model';
import { ok, type Result } from '@navette/kernel/result';
import { migrationAttach, migrationClaim } from '@navette/protocol/migration';
import type { StepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { useOnline } from '../use-online.ts';
import { EMPTY_DRAFT, type Draft } from './draft.ts';
import type { HeldDraft } from './use-draft.ts';

type Change = Partial<Draft>;

/** What the draft becomes once the mailbox alone was tried; or that a code and a number are wanted. */
export async function attachByMailbox(doors: DeviceDoors, stepUp: StepUp): Promise<Result<Change | 'to-claim', CommandRefusal>> {
  const given = await stepUp(() => doors.commands.ask(migrationAttach, {}));
  if (!given.ok) return given;
  const said = given.value;
  void doors.sync.syncNow();
  switch (said.outcome) {
    case 'attached':
      return ok({ stage: 'done', by: 'automatic', attached: attachedOf(said), queued: null, flow: null });
    case 'firm':
      return ok({ stage: 'done', by: null, attached: null, queued: null, flow: null });
    case 'to-decide':
      return ok({ stage: 'waiting', queued: null, flow: null });
    case 'to-claim':
      return ok('to-claim');
  }
}

async function sendClaim(doors: DeviceDoors, draft: Draft, waited: number): Promise<Result<Change, CommandRefusal>> {
  const { queued, clientCode, number, accepted } = draft;
  const body = { clientCode, number, id: queued?.id ?? '', terms: accepted ?? '', waited };
  const given = await doors.commands.ask(migrationClaim, body);
  if (!given.ok) {
    // The mailbox is not proved after all: said, and begun again.
    const forbidden = given.refusal.tag === 'refused' && given.refusal.problem === 'forbidden';
    return forbidden ? ok({ queued: null, news: { tag: 'forbidden', wait: 0 } }) : given;
  }
  const said = given.value;
  void doors.sync.syncNow();
  switch (said.outcome) {
    case 'attached':
      return ok({ stage: 'done', by: 'manual', attached: attachedOf(said), queued: null, news: { tag: 'attached', wait: 0 } });
    case 'to-decide':
      return ok({ stage: 'waiting', queued: null, news: { tag: 'to-decide', wait: 0 } });
    case 'too-many':
      return ok({ queued: null, news: { tag: 'too-many', wait: said.wait } });
    case 'not-found':
      return ok({ queued: null, news: { tag: 'not-found', wait: 0 } });
    case 'terms-changed':
      return ok({ queued: null, accepted: null, terms: null, news: { tag: 'terms-changed', wait: 0 } });
  }
}

function attachedOf({ dossier, company, profile, administrator }: NonNullable<Draft['attached']>): NonNullable<Draft['attached']> {
  return { dossier, company, profile, administrator };
}

export type Courier = {
  /** A claim is on its way. */
  readonly sending: boolean;
  /** Why the last try brought no answer; null for none yet. */
  readonly refusal: CommandRefusal | null;
};

/** Sends the queued claim at each contact, for as long as a page of ours is open. */
export function useCourier(account: AccountView | null, { draft, change }: HeldDraft, stepUp: StepUp): Courier {
  const { doors, now } = useSurroundings();
  const online = useOnline();
  const { lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<CommandRefusal | null>(null);
  const at = useRef<{ draft: Draft; busy: boolean }>({ draft: EMPTY_DRAFT, busy: false });
  at.current.draft = draft ?? EMPTY_DRAFT;
  const send = useCallback(async () => {
    if (at.current.busy || at.current.draft.queued === null) return;
    at.current.busy = true;
    setSending(true);
    const byMailbox = await attachByMailbox(doors, stepUp);
    const { queued } = at.current.draft;
    // Whoever waits for the firm may have found the right number meanwhile.
    const found = byMailbox.ok ? byMailbox.value : null;
    const wanted = found === 'to-claim' || found?.stage === 'waiting';
    const given = wanted && queued !== null ? await sendClaim(doors, at.current.draft, Math.max(0, now() - queued.at)) : byMailbox;
    // Taken back or changed meanwhile: what was answered is of another claim.
    const same = at.current.draft.queued?.id === queued?.id;
    if (given.ok && given.value !== 'to-claim' && same) await change(given.value);
    setRefusal(given.ok ? null : given.refusal);
    at.current.busy = false;
    setSending(false);
  }, [doors, now, change]);
  const id = draft?.queued?.id ?? null;
  const who = account?.user.id ?? null;
  useEffect(() => {
    if (id !== null && who !== null && online) void send();
  }, [id, who, online, lastSyncAt, send]);
  return { sending, refusal };
}
