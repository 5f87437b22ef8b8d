/** Acts on accesses, as this screen asks them: proved once more where the server wants it, then the list brought up to date. */
import { useState } from 'preact/hooks';
import { refuse, ok, type Result } from '@navette/kernel/result';
import type { Command } from '@navette/protocol/account-commands';
import type * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

/** What an act came to, said where it was asked; with what can be done about it. */
export type Said = { readonly sentence: string; readonly act?: { readonly word: string; run(): void }; readonly bad?: boolean };

export type AccessActs = {
  /** False while there is no network: every act here needs the server. */
  readonly online: boolean;
  readonly busy: boolean;
  /** @returns the answer; or the sentence that says why there is none */
  run<Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    body: v.InferInput<Q>,
  ): Promise<Result<v.InferOutput<A>, string>>;
};

export function useAccessActs(): AccessActs {
  const surroundings = useSurroundings();
  const { doors } = surroundings;
  const stepUp = useStepUp();
  const status = useObservable(doors.sync.status, QUIET);
  const [busy, setBusy] = useState(false);
  return {
    online: status.state !== 'offline',
    busy,
    async run(command, body) {
      setBusy(true);
      const given = await stepUp(() => doors.commands.ask(command, body));
      setBusy(false);
      if (!given.ok) return refuse(commandSentence(surroundings, given.refusal));
      void doors.sync.syncNow();
      return ok(given.value);
    },
  };
}
