/** Name, company and address of the person; the address is theirs to change, once the new mailbox is proved (A8). */
import { useId, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { ChangeEmail, ConfirmEmail } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { AccountRow, ServerAct } from './AccountRow.tsx';
import { CodeField } from './CodeField.tsx';
import { useAct } from './use-act.ts';

export function IdentityPart({ account }: { account: AccountView }) {
  const { language } = useSurroundings();
  const t = identityTexts(language).identity;
  const [changing, setChanging] = useState(false);
  const [former, setFormer] = useState<string | null>(null);
  const { user, firm } = account;
  return (
    <section class="block" aria-labelledby="own-identity">
      <header>
        <h2 id="own-identity">{t.title}</h2>
      </header>
      <ul class="rows">
        <AccountRow label={t.name}>
          <b>{user.name}</b>
        </AccountRow>
        {user.title === undefined ? null : <AccountRow label={t.role}>{user.title}</AccountRow>}
        <AccountRow label={t.firm}>{firm.name}</AccountRow>
        <AccountRow
          label={t.email}
          act={
            <ServerAct about={t.email} onClick={() => setChanging(true)}>
              {t.change}
            </ServerAct>
          }
        >
          <span class="breaks">{user.email}</span>
          <small class="blk">{t.emailHint}</small>
        </AccountRow>
      </ul>
      {former === null ? null : (
        <p class="note plain" role="status">
          <Icon name="check" />
          <span>{t.changed(former)}</span>
        </p>
      )}
      {changing ? (
        <EmailDialog
          account={account}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setFormer(user.email);
            setChanging(false);
          }}
        />
      ) : null}
    </section>
  );
}

function EmailDialog({ account, onClose, onChanged }: { account: AccountView; onClose: () => void; onChanged: () => void }) {
  const { language, f } = useSurroundings();
  const all = identityTexts(language);
  const t = all.identity;
  const id = useId();
  const act = useAct();
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState<{ readonly request: string; readonly until: number } | null>(null);
  const send = async () => {
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) return act.say(t.badEmail);
    const given = await act.ask(ChangeEmail, { email });
    if (given?.outcome === 'same') act.say(t.same);
    else if (given) setSent(given);
  };
  const confirm = async () => {
    const given = sent && (await act.ask(ConfirmEmail, { request: sent.request, code }));
    if (!given) return;
    if (given.outcome === 'changed') return onChanged();
    setCode('');
    if (given.outcome === 'wrong') return act.say(t.wrongCode(given.triesLeft));
    setSent(null);
    act.say(given.outcome === 'taken' ? t.taken : t.spentCode);
  };
  return (
    <Dialog title={sent === null ? t.changeTitle : t.codeTitle} onClose={onClose} look="narrow">
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void (sent === null ? send() : confirm());
        }}
      >
        <p class="ink2">{sent === null ? t.newEmailLead : t.codeLead(email.trim())}</p>
        {sent === null ? (
          <div key="email">
            <label for={`${id}e`}>{t.newEmail}</label>
            <input
              id={`${id}e`}
              class="input"
              type="email"
              autocomplete="email"
              autofocus
              required
              aria-invalid={act.problem !== null}
              placeholder={account.user.email}
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
        ) : (
          <CodeField
            label={t.code}
            digits
            longest={12}
            invalid={act.problem !== null}
            hint={t.codeUntil(f.time(sent.until))}
            value={code}
            onInput={setCode}
          />
        )}
        <Problems sentences={act.problem === null ? [] : [act.problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={act.busy}>
            {sent === null ? t.sendCode : t.confirm}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {all.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
