/** Asks who it is once more, by one of the ways this person has. */
import '../style/identity.css';
import { useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { SignIn } from '@navette/protocol/identity';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { FactorStep } from './FactorStep.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useProof } from './use-proof.ts';

export function StepUpDialog({ account, onEnd }: { account: AccountView; onEnd: (proved: boolean) => void }) {
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
