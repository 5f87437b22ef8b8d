/**
 * Acts that want a recent sign-in (A8): asked, refused with `step-up-needed`, they ask who it is and go on.
 *
 * The new sign-in takes the place of the session on this device; nothing that was typed before is lost, since the screen stays
 * where it is under the dialog.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo, useRef, useState } from 'preact/hooks';
import type { AccountView, CommandRefusal } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { later } from '../later.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';

const StepUpDialog = later(() => import('./StepUpDialog.tsx').then((file) => file.StepUpDialog), true);

/** Runs an act; when the server wants a recent sign-in, the person proves themselves once and the act runs again. */
export type StepUp = <T>(act: () => Promise<Result<T, CommandRefusal>>) => Promise<Result<T, CommandRefusal>>;

/** @returns whether the person proved who they are */
type AskWho = () => Promise<boolean>;

/** Where nothing asks, an act is simply run: its refusal says what it wants. */
const Context = createContext<AskWho>(() => Promise.resolve(false));

export function useStepUp(): StepUp {
  const askWho = useContext(Context);
  return async (act) => {
    const first = await act();
    if (first.ok || first.refusal.tag !== 'refused' || first.refusal.problem !== 'step-up-needed') return first;
    return (await askWho()) ? act() : first;
  };
}

/** Gives `useStepUp` its dialog, one at a time: acts that ask together wait for the same answer. */
export function WithStepUp({ children }: { children: ComponentChildren }) {
  const { doors } = useSurroundings();
  const account = useObservable<AccountView | null>(doors.library.account, null);
  const asking = useRef<{ readonly answer: Promise<boolean>; give(proved: boolean): void } | null>(null);
  const [open, setOpen] = useState(false);
  const askWho = useMemo<AskWho>(
    () => () => {
      if (asking.current === null) {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        asking.current = { answer: promise, give: resolve };
        setOpen(true);
      }
      return asking.current.answer;
    },
    [],
  );
  const end = (proved: boolean) => {
    setOpen(false);
    asking.current?.give(proved);
    asking.current = null;
  };
  return (
    <Context.Provider value={askWho}>
      {children}
      {open && account !== null ? <StepUpDialog account={account} onEnd={end} /> : null}
    </Context.Provider>
  );
}
