/** "Ajout d'un utilisateur web", "Modification d'un utilisateur" (R193, R195): who, which modules, and what that gives. */
import { useId, useRef, useState } from 'preact/hooks';
import type { DossierAccess } from '@navette/device/model';
import type { Giver } from '@navette/domain/granting';
import { UserAdd, UserEdit, type WantedRight } from '@navette/protocol/access-administration';
import { accessTexts } from '@navette/texts/access-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { explainRight } from './explain-right.ts';
import { RightFields } from './RightFields.tsx';
import { profileFor, tickedOf, wantedRight } from './ticked-right.ts';
import { useAccessActs, type Said } from './use-access-acts.ts';

export type CompanyUser = DossierAccess['users'][number];

type Props = {
  readonly company: DossierAccess;
  readonly giver: Giver;
  /** Null for somebody new. */
  readonly of: CompanyUser | null;
  onClose(): void;
  /** @param unsent an invitation whose letter did not leave */
  onDone(said: Said, unsent?: { readonly id: string; readonly name: string }): void;
};

const LIKE_AN_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function UserForm({ company, giver, of, onClose, onDone }: Props) {
  const { f, language } = useSurroundings();
  const t = accessTexts(language);
  const { run, busy, online } = useAccessActs();
  const [email, setEmail] = useState(of?.user.email ?? '');
  const [name, setName] = useState(of?.user.name ?? '');
  const [ticked, tick] = useState<WantedRight>(of ? tickedOf(of.user.right) : profileFor('colleague', giver));
  const [problem, setProblem] = useState<{ readonly at: 'email' | 'name' | 'form'; readonly sentence: string } | null>(null);
  const emailField = useRef<HTMLInputElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const id = useId();

  const submit = async () => {
    if (!of && !LIKE_AN_ADDRESS.test(email.trim())) {
      emailField.current?.focus();
      return setProblem({ at: 'email', sentence: t.missing.email });
    }
    if (name.trim().length < 2) {
      nameField.current?.focus();
      return setProblem({ at: 'name', sentence: t.missing.name });
    }
    setProblem(null);
    const wanted = { dossier: company.dossier, name: name.trim(), right: ticked };
    const refused = of ? await change(of, wanted) : await add(wanted);
    if (refused !== null) setProblem({ at: 'form', sentence: refused });
  };
  const change = async (user: CompanyUser, wanted: { dossier: typeof company.dossier; name: string; right: WantedRight }) => {
    const given = await run(UserEdit, { ...wanted, user: user.id });
    if (!given.ok) return given.refusal;
    if (given.value.outcome !== 'done') return t.refused[given.value.outcome];
    onDone({ sentence: t.said.changed(wanted.name) });
    return null;
  };
  const add = async (wanted: { dossier: typeof company.dossier; name: string; right: WantedRight }) => {
    const given = await run(UserAdd, { ...wanted, email });
    if (!given.ok) return given.refusal;
    if (given.value.outcome !== 'invited') return t.refused[given.value.outcome];
    const { letter, until, invitation } = given.value;
    if (letter === 'sent') onDone({ sentence: t.said.invited(wanted.name, email.trim(), f.day(until)) });
    else if (letter === 'too-many') onDone({ sentence: t.said.tooMany(wanted.name), bad: true });
    else onDone({ sentence: t.said.invitedUnsent(wanted.name), bad: true }, { id: invitation, name: wanted.name });
    return null;
  };

  return (
    <Dialog title={of ? t.editUserTitle : t.addUserTitle} look="userform" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="formgrid">
          <div class="stack4">
            <div>
              <label class="must" for={`${id}e`}>
                {t.fields.email}
              </label>
              <input
                ref={emailField}
                id={`${id}e`}
                class="input"
                type="email"
                autocomplete="off"
                spellcheck={false}
                required
                readOnly={of !== null}
                autofocus={of === null}
                aria-describedby={`${id}eh`}
                aria-invalid={problem?.at === 'email'}
                value={email}
                onInput={(event) => setEmail(event.currentTarget.value)}
              />
              <p class="hint" id={`${id}eh`}>
                {of ? null : t.fields.emailHint}
              </p>
              {problem?.at === 'email' ? <Problems sentences={[problem.sentence]} /> : null}
            </div>
            <div>
              <label class="must" for={`${id}n`}>
                {t.fields.name}
              </label>
              <input
                ref={nameField}
                id={`${id}n`}
                class="input"
                type="text"
                autofocus={of !== null}
                autocomplete="off"
                maxLength={80}
                required
                aria-invalid={problem?.at === 'name'}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
              {problem?.at === 'name' ? <Problems sentences={[problem.sentence]} /> : null}
            </div>
            <RightFields t={t} giver={giver} before={of?.user.right ?? null} ticked={ticked} onTick={tick} />
          </div>
          <aside class="explained" aria-live="polite">
            <h3>{t.explain.title}</h3>
            {explainRight(t, name, wantedRight(ticked)).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </aside>
        </div>
        <Problems sentences={problem?.at === 'form' ? [problem.sentence] : []} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy || !online}>
            {of ? null : <Icon name="mail" size="s" />}
            {busy ? t.saving : of ? t.save : t.invite}
            {online ? null : `, ${t.needsServer}`}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
