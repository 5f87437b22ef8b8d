/**
 * Where links of letters lead, in the portal: a new password, and the address taken back. Opening changes nothing (A6): a mail
 * scanner that follows the link uses nothing up. The secret is after the `#`, and leaves the address bar at once.
 */
import '../style/identity.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ResetPassword, UndoEmail } from '@navette/protocol/identity';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon, Mark } from '../components/Icon.tsx';
import { commandSentence } from '../command-sentence.ts';
import { routeTo, type Screen } from '../routes.ts';
import { useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { PasswordField } from './PasswordField.tsx';

/** Characters of a password at least; the server says so too. */
export const PASSWORD_LEAST = 12;

/** What stands after `#/<screen>/`, taken out of the address. */
export function useSecretOf(screen: Screen): string {
  const [secret] = useState(() => {
    const found = new RegExp(`^#/${screen}/([\\w-]{1,200})$`).exec(location.hash)?.[1] ?? '';
    if (found !== '') history.replaceState(null, '', routeTo(screen));
    return found;
  });
  return secret;
}

export function AlonePage({ title, children }: { title: string; children: ComponentChildren }) {
  const { t } = useSurroundings();
  useTitle(title);
  return (
    <main class="signin">
      <p class="brand">
        <Mark />
        {t.product}
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

export function ResetPage() {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const t = identityTexts(language).reset;
  const token = useSecretOf('reset');
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'asking' | 'done' | 'spent'>(token === '' ? 'spent' : 'asking');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    const missing = PASSWORD_LEAST - password.length;
    if (missing > 0) return setProblem(t.short(missing));
    setBusy(true);
    setProblem(null);
    const given = await doors.commands.ask(ResetPassword, { token, password }, host.origin);
    setBusy(false);
    if (!given.ok) setProblem(commandSentence(surroundings, given.refusal));
    else if (given.value.outcome === 'weak') setProblem(t.weak);
    else setState(given.value.outcome);
  };
  if (state === 'spent') return <Spent title={t.spentTitle} text={t.spent} />;
  if (state === 'done')
    return (
      <AlonePage title={t.title}>
        <p class="note plain" role="status">
          <Icon name="check" />
          <span>
            {t.done} {t.doneFactor}
          </span>
        </p>
        <a class="btn primary wide" href={routeTo('home')}>
          {t.signIn}
        </a>
      </AlonePage>
    );
  return (
    <AlonePage title={t.title}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="ink2">{t.lead}</p>
        <PasswordField label={t.password} kind="new-password" hint={t.rules} error={problem} value={password} onInput={setPassword} focus />
        <button type="submit" class="btn primary wide" disabled={busy}>
          {t.submit}
        </button>
      </form>
    </AlonePage>
  );
}

export function UndoEmailPage() {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const t = identityTexts(language).undoEmail;
  const token = useSecretOf('undo-email');
  const [restored, setRestored] = useState<string | null>(null);
  const [spent, setSpent] = useState(token === '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const undo = async () => {
    setBusy(true);
    setProblem(null);
    const given = await doors.commands.ask(UndoEmail, { token }, host.origin);
    setBusy(false);
    if (!given.ok) setProblem(commandSentence(surroundings, given.refusal));
    else if (given.value.outcome === 'spent') setSpent(true);
    else setRestored(given.value.email);
  };
  if (spent) return <Spent title={t.spentTitle} text={t.spent} />;
  return (
    <AlonePage title={t.title}>
      {restored === null ? (
        <>
          <p class="ink2">{t.lead}</p>
          <Problems sentences={problem === null ? [] : [problem]} />
          <button type="button" class="btn primary wide" disabled={busy} onClick={() => void undo()}>
            {t.act}
          </button>
        </>
      ) : (
        <>
          <div class="note plain" role="status">
            <Icon name="check" />
            <div>
              <p>{t.done(restored)}</p>
              <p class="more">{t.next}</p>
            </div>
          </div>
          <a class="btn wide" href={routeTo('home')}>
            {identityTexts(language).signIn.backToSignIn}
          </a>
        </>
      )}
    </AlonePage>
  );
}

function Spent({ title, text }: { title: string; text: string }) {
  const { language } = useSurroundings();
  return (
    <AlonePage title={title}>
      <p class="ink2">{text}</p>
      <a class="btn wide" href={routeTo('home')}>
        {identityTexts(language).signIn.backToSignIn}
      </a>
    </AlonePage>
  );
}

/** Leaves a page of its own for a place in the application. */
export function useLeave(to: Screen, when: boolean): void {
  useEffect(() => {
    if (when) location.replace(routeTo(to));
  }, [when]);
}
