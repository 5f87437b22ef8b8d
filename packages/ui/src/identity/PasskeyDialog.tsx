/** A passkey of this device or of a key, named so that its person knows it again. */
import { useId, useState } from 'preact/hooks';
import { AddPasskey, BeginPasskey } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { makePasskey } from './passkeys.ts';
import { useAct } from './use-act.ts';

type Props = {
  readonly origin: string;
  readonly onClose: () => void;
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
};

export function PasskeyDialog({ origin, onClose, onAdded }: Props) {
  const { host, language } = useSurroundings();
  const all = identityTexts(language);
  const t = all.security;
  const id = useId();
  const act = useAct();
  const [name, setName] = useState(t.passkeyDefault);
  const [asking, setAsking] = useState(false);
  const add = async () => {
    // The browser's own question first: it wants the click.
    if (host.allowServer && !(await host.allowServer(origin).catch(() => false))) return act.say(all.passkeys.notAllowed);
    const question = await act.ask(BeginPasskey, {});
    if (!question) return;
    const made = await makePasskey(question);
    if (!made.ok) return act.say(all.passkeys[made.refusal]);
    const given = await act.ask(AddPasskey, { ceremony: question.ceremony, response: made.value, name: name.trim() || t.passkeyDefault });
    if (given?.outcome === 'added') onAdded(given.recoveryCodes);
    else if (given) act.say(t.passkeyRefused);
  };
  const submit = async () => {
    setAsking(true);
    await add();
    setAsking(false);
  };
  return (
    <Dialog title={t.passkeyTitle} onClose={onClose} look="narrow">
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="ink2">{all.factor.passkeyLead}</p>
        <div>
          <label for={id}>{t.passkeyName}</label>
          <input
            id={id}
            class="input"
            autofocus
            maxLength={60}
            aria-describedby={`${id}h`}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p class="hint" id={`${id}h`}>
            {t.passkeyNameHint}
          </p>
        </div>
        <Problems sentences={act.problem === null ? [] : [act.problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={asking}>
            {t.passkeySubmit}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {all.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
