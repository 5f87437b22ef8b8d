/** An act on one's own account: asked with a step-up where it wants one, its refusal as a sentence, one at a time. */
import { useState } from 'preact/hooks';
import type { Command } from '@navette/protocol/account-commands';
import type * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useStepUp } from './step-up.tsx';

export type Act = {
  readonly busy: boolean;
  readonly problem: string | null;
  say(problem: string | null): void;
  /** @returns the answer; null when there is none, and the problem says why */
  ask<Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    body: v.InferInput<Q>,
  ): Promise<v.InferOutput<A> | null>;
};

export function useAct(): Act {
  const surroundings = useSurroundings();
  const stepUp = useStepUp();
  const [busy, setBusy] = useState(false);
  const [problem, say] = useState<string | null>(null);
  return {
    busy,
    problem,
    say,
    async ask(command, body) {
      setBusy(true);
      say(null);
      const given = await stepUp(() => surroundings.doors.commands.ask(command, body));
      setBusy(false);
      if (given.ok) {
        // What changed stands in the person's own room: fetched now, not at the next round.
        void surroundings.doors.sync.syncNow();
        return given.value;
      }
      say(commandSentence(surroundings, given.refusal));
      return null;
    },
  };
}
