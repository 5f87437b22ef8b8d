/** A new password, with the one of before where there is one (ASVS 6.2.3). */
import { useState } from 'preact/hooks';
import { ChangePassword } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { PASSWORD_LEAST } from './LinkPages.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useAct } from './use-act.ts';

type Props = { readonly has: boolean; readonly email: string; readonly onClose: () => void; readonly onChanged: () => void };

export function PasswordDialog({ has, email, onClose, onChanged }: Props) {
  const { language } = useSurroundings();
  const all = identityTexts(language);
  const t = all.security;
  const act = useAct();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<string | null>(null);
  const submit = async () => {
    const missing = PASSWORD_LEAST - next.length;
    if (missing > 0) return setError(all.reset.short(missing));
    setError(null);
    const given = await act.ask(ChangePassword, { password: next, ...(has ? { current } : {}) });
    if (given?.outcome === 'changed') onChanged();
    else if (given?.outcome === 'weak') setError(all.reset.weak);
    else if (given?.outcome === 'wrong') act.say(t.wrongCurrent);
  };
  return (
    <Dialog title={t.passwordTitle} onClose={onClose} look="narrow">
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="ink2">{t.passwordLead}</p>
        <input class="hidden" type="email" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        {has ? (
          <PasswordField
            label={t.current}
            kind="current-password"
            value={current}
            onInput={setCurrent}
            invalid={act.problem === t.wrongCurrent}
            focus
          />
        ) : null}
        <PasswordField
          label={t.next}
          kind="new-password"
          hint={all.reset.rules}
          error={error}
          value={next}
          onInput={setNext}
          focus={!has}
        />
        <Problems sentences={act.problem === null ? [] : [act.problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={act.busy}>
            {act.busy ? all.saving : all.save}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {all.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
