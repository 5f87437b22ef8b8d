/** Asking the server for a step: busy or not, why not, and whether it waits for the network. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CommandRefusal, SignInRefusal } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useOnline } from '../use-online.ts';

export type Asking = {
  readonly busy: boolean;
  /** Nobody answered, or the browser says there is no network. */
  readonly offline: boolean;
  readonly problem: string | null;
  /** The session is over, or another's: the person signs in first. */
  readonly signInNeeded: boolean;
  say(problem: string | null): void;
  /**
   * Runs an act.
   * @param again what to do by itself once the network is back, when nobody answered
   * @returns null when there was no answer, and why is shown
   */
  run<T>(act: () => Promise<Result<T, CommandRefusal | SignInRefusal>>, again?: () => void): Promise<T | null>;
};

export function useAsking(): Asking {
  const surroundings = useSurroundings();
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  const [unheard, setUnheard] = useState(false);
  const [problem, say] = useState<string | null>(null);
  const [signInNeeded, setSignInNeeded] = useState(false);
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (!online) return;
    setUnheard(false);
    const again = waiting.current;
    waiting.current = null;
    again?.();
  }, [online]);
  return {
    busy,
    offline: !online || unheard,
    problem,
    signInNeeded,
    say,
    async run(act, again) {
      setBusy(true);
      say(null);
      setSignInNeeded(false);
      waiting.current = null;
      const given = await act();
      setBusy(false);
      if (given.ok) {
        setUnheard(false);
        return given.value;
      }
      const { refusal } = given;
      if (refusal.tag === 'unreachable') {
        setUnheard(true);
        waiting.current = again ?? null;
        return null;
      }
      if (refusal.tag === 'refused' && refusal.problem === 'sign-in-needed') setSignInNeeded(true);
      say(commandSentence(surroundings, refusal));
      return null;
    },
  };
}
