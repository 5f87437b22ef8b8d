/**
 * Acts that want a recent sign-in (A8): asked, refused with `step-up-needed`, they ask who it is and go on.
 *
 * The new sign-in takes the place of the session on this device; nothing that was typed before is lost, since the screen stays
 * where it is under the dialog.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo, useRef, useState } from 'preact/hooks';
import type { AccountView, CommandRefusal } from '@navette/device/model';
import { SignIn } from '@navette/protocol/identity';
import type { Result } from '@navette/kernel/result';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';
import { FactorStep } from './FactorStep.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useProof } from './use-proof.ts';

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

function StepUpDialog({ account, onEnd }: { account: AccountView; onEnd: (proved: boolean) => void }) {
  const { language } = useSurroundings();
  const all = identityTexts(language);
  const t = all.stepUp;
  const [password, setPassword] = useState('');
  const proof = useProof(account.session.origin, () => onEnd(true));
  const { email } = account.user;
  const has = account.security;
  return (
    <Dialog title={t.title} onClose={() => onEnd(false)} look="narrow">
      {proof.half !== null ? (
        <FactorStep proof={proof} titled={false} />
      ) : (
        <form
          class="stack4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== '') void proof.by(SignIn, { email, password }, { wrong: all.signIn.wrongPassword });
          }}
        >
          <p class="ink2">{t.lead}</p>
          {has?.password === false ? (
            has.passkeys.length > 0 ? null : (
              <p>{t.noPassword}</p>
            )
          ) : (
            <>
              {/* Password managers look for whose password it is. */}
              <input class="hidden" type="email" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
              <PasswordField
                label={t.password}
                kind="current-password"
                value={password}
                onInput={setPassword}
                invalid={proof.problem !== null}
                focus
              />
            </>
          )}
          <Problems sentences={proof.problem === null ? [] : [proof.problem]} />
          <div class="row acts">
            {has?.password === false ? null : (
              <button type="submit" class="btn primary" disabled={proof.busy}>
                {proof.busy ? all.factor.checking : t.submit}
              </button>
            )}
            {has !== null && has.passkeys.length === 0 ? null : (
              <button type="button" class="btn" disabled={proof.busy} onClick={() => void proof.byPasskey(account.user.id)}>
                <Icon name="access" size="s" />
                {all.factor.usePasskey}
              </button>
            )}
            <button type="button" class="btn quiet" onClick={() => onEnd(false)}>
              {all.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
