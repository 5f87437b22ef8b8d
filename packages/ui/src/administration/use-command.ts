/** What a command answers, asked when the screen opens and again when it is told to: for what stands in no room. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import type { Command } from '@navette/protocol/account-commands';
import type * as v from 'valibot';
import { useSurroundings } from '../surroundings.tsx';

export type Asked<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: 'refused'; readonly refusal: CommandRefusal };

/** @param command one that asks nothing, the same at each drawing */
export function useCommand<Q extends v.GenericSchema, A extends v.GenericSchema>(
  command: Command<Q, A>,
  body: v.InferInput<Q>,
): readonly [Asked<v.InferOutput<A>>, () => Promise<void>] {
  const { doors } = useSurroundings();
  const [asked, hold] = useState<Asked<v.InferOutput<A>>>({ state: 'asking' });
  const ask = useCallback(async () => {
    const given = await doors.commands.ask(command, body);
    // What was known stays on screen while it is asked again.
    hold(given.ok ? { state: 'answered', value: given.value } : { state: 'refused', refusal: given.refusal });
  }, [doors, command]);
  useEffect(() => void ask(), [ask]);
  return [asked, ask];
}
