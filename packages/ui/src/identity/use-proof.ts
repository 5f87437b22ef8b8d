/**
 * Proving who one is, step by step: a first proof, then the second factor where the server asks for it. One place for what the
 * sign-in page, the step-up and the way back from a provider have in common.
 */
import { useState } from 'preact/hooks';
import type { Command } from '@navette/protocol/account-commands';
import { PasskeyAsk, SignInFactor, SignInPasskey, type FactorAsked, type FactorWay } from '@navette/protocol/identity';
import type { UserId } from '@navette/kernel/ids';
import { identityTexts } from '@navette/texts/identity-texts';
import type * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { showPasskey } from './passkeys.ts';

/** What every way in answers, and what some answer besides. */
type Outcome = { readonly outcome: string; readonly signedIn: boolean };

export type Proof = {
  readonly busy: boolean;
  readonly problem: string | null;
  /** The server asks for the second factor. */
  readonly half: FactorAsked | null;
  say(problem: string | null): void;
  /** Begins again: no half-session, no problem. */
  reset(): void;
  /** @returns what was answered; null when nothing was, and the problem says why */
  by<Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    body: v.InferInput<Q>,
    sentences: { readonly wrong: string; readonly more?: (said: v.InferOutput<A>) => string | null },
  ): Promise<void>;
  /** Straight from a click: in an extension the browser's own question comes first. */
  byPasskey(only?: UserId): Promise<void>;
  byFactor(way: 'totp' | 'recovery', code: string): Promise<void>;
  factorByPasskey(): Promise<void>;
};

/** @param onDone the session is open, and this device enrolled */
export function useProof(origin: string, onDone: () => void): Proof {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const t = identityTexts(language);
  const [busy, setBusy] = useState(false);
  const [problem, say] = useState<string | null>(null);
  const [half, setHalf] = useState<FactorAsked | null>(null);

  const work = async (what: () => Promise<string | null>): Promise<void> => {
    setBusy(true);
    say(null);
    const sentence = await what();
    setBusy(false);
    say(sentence);
  };
  const send: Proof['by'] = (command, body, { wrong, more }) =>
    work(async () => {
      const given = await doors.session.signInBy(origin, command, body);
      if (!given.ok) return commandSentence(surroundings, given.refusal);
      const said = given.value as Outcome;
      if (said.outcome === 'factor') setHalf(said as FactorAsked);
      else if (said.signedIn) onDone();
      else if (said.outcome === 'wrong') return wrong;
      else if (said.outcome === 'spent') {
        setHalf(null);
        return t.signIn.spent;
      } else return more?.(given.value) ?? null;
      return null;
    });
  /** The server's question put to the browser. @returns the answer, or the sentence that says why there is none */
  const askBrowser = async (body: { half?: string }) => {
    if (host.allowServer && !(await host.allowServer(origin).catch(() => false))) return t.passkeys.notAllowed;
    const asked = await doors.commands.ask(PasskeyAsk, body, origin);
    if (!asked.ok) return commandSentence(surroundings, asked.refusal);
    const given = await showPasskey(asked.value);
    return given.ok ? { ceremony: asked.value.ceremony, response: given.value } : t.passkeys[given.refusal];
  };
  const withPasskey = async (
    body: { half?: string },
    then: (answer: Exclude<Awaited<ReturnType<typeof askBrowser>>, string>) => Promise<void>,
  ) => {
    setBusy(true);
    say(null);
    const answer = await askBrowser(body);
    setBusy(false);
    if (typeof answer === 'string') say(answer);
    else await then(answer);
  };
  const factor = (proof: v.InferInput<(typeof SignInFactor)['request']>['proof'], way: FactorWay) =>
    half === null ? Promise.resolve() : send(SignInFactor, { half: half.half, proof }, { wrong: t.factor.wrong[way] });

  return {
    busy,
    problem,
    half,
    say,
    reset() {
      setHalf(null);
      say(null);
    },
    by: send,
    byPasskey: (only) =>
      withPasskey({}, (answer) => send(SignInPasskey, { ...answer, ...(only && { only }) }, { wrong: t.signIn.wrongPasskey })),
    byFactor: (way, code) => factor({ way, code }, way),
    factorByPasskey: () =>
      half === null ? Promise.resolve() : withPasskey({ half: half.half }, (answer) => factor({ way: 'passkey', ...answer }, 'passkey')),
  };
}
