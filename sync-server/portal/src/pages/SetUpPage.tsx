/**
 * First start of a real firm: the one-time link names the firm and makes its first administrator. The rules of the
 * password stand under the field before anything is typed; a link that was used says what to do.
 */
import { portalTexts } from '@navette/texts/portal-texts';
import { Icon, Mark } from '@navette/ui/icon';
import { useSurroundings } from '@navette/ui/surroundings';
import { useEffect, useState } from 'preact/hooks';
import type { PortalDevice } from '../device/portal-device.ts';
import { SetUpField } from './SetUpField.tsx';
import { SpentLink } from './SpentLink.tsx';
import { FIELD_NAMES, PASSWORD_LENGTH, setUpFirm, wrongFields, type FieldName, type Fields } from './set-up-firm.ts';

const EMPTY: Fields = { firmName: '', name: '', email: '', password: '' };

export function SetUpPage({ device }: { device: PortalDevice }) {
  const { t, language } = useSurroundings();
  const own = portalTexts(language).setUp;
  const [token] = useState(() => location.hash.slice(1));
  const [spent, setSpent] = useState(false);
  useEffect(() => void (document.title = `${own.title} · ${t.product}`), [own]);
  return (
    <div class="setup">
      <header class="atop">
        <p class="brand">
          <Mark />
          {t.product}
        </p>
        <span class="grow ink2">{own.title}</span>
      </header>
      <div class="assist">
        <aside>
          <ol class="steps" aria-label={own.stepsLabel}>
            {own.steps.map(({ title, detail }, i) => (
              <li key={title} class={i === 0 ? 'now' : ''} {...(i === 0 ? { 'aria-current': 'step' as const } : {})}>
                <span class="no n">{i + 1}</span>
                <span>
                  <b>{title}</b>
                  <small class="blk">{detail}</small>
                </span>
              </li>
            ))}
          </ol>
          <div class="why">
            <h2>{own.why}</h2>
            <p>{own.whyText}</p>
            <p class="cap">{own.whyBackup}</p>
          </div>
        </aside>
        <main>
          {token === '' || spent ? (
            <SpentLink missing={token === ''} />
          ) : (
            <SetUpForm device={device} token={token} onSpent={() => setSpent(true)} />
          )}
        </main>
      </div>
    </div>
  );
}

function SetUpForm({ device, token, onSpent }: { device: PortalDevice; token: string; onSpent: () => void }) {
  const { language } = useSurroundings();
  const own = portalTexts(language).setUp;
  const [fields, setFields] = useState<Fields>(EMPTY);
  const [checked, setChecked] = useState<ReadonlySet<FieldName>>(new Set());
  const [weak, setWeak] = useState(false);
  const [shown, show] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wrong = wrongFields(fields);

  const errorOf = (name: FieldName): string | null => {
    if (name === 'password' && weak) return own.errors.weak;
    if (!checked.has(name) || !wrong.has(name)) return null;
    if (name !== 'password') return own.errors[name];
    const missing = PASSWORD_LENGTH.least - fields.password.length;
    return missing > 0 ? own.errors.tooShort(missing) : own.errors.tooLong;
  };
  const field = (name: FieldName) => ({
    name,
    value: fields[name],
    error: errorOf(name),
    onInput: (value: string) => {
      setFields((now) => ({ ...now, [name]: value }));
      if (name === 'password') setWeak(false);
    },
    onLeave: () => {
      if (fields[name] !== '') setChecked((now) => new Set([...now, name]));
    },
  });

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setChecked(new Set(FIELD_NAMES));
    const [first] = FIELD_NAMES.filter((name) => wrong.has(name));
    if (first) return form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    setBusy(true);
    setProblem(null);
    const outcome = await setUpFirm(device, token, fields);
    setBusy(false);
    if (outcome.tag === 'done') location.replace('/');
    else if (outcome.tag === 'spent') onSpent();
    else if (outcome.tag === 'weak') {
      setWeak(true);
      form.querySelector<HTMLInputElement>('[name=password]')?.focus();
    } else setProblem(outcome.tag === 'wait' ? own.errors.wait(outcome.seconds) : own.errors.unreachable);
  };

  return (
    <div class="narrowform">
      <header class="folio">
        <div>
          <h1>{own.title}</h1>
        </div>
      </header>
      <p class="lead">{own.lead}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <fieldset class="stack4">
          <legend>{own.firmPart}</legend>
          <SetUpField {...field('firmName')} label={own.firmName} hint={own.firmNameHint} autocomplete="organization" />
        </fieldset>
        <fieldset class="stack4">
          <legend>{own.adminPart}</legend>
          <SetUpField {...field('name')} label={own.name} autocomplete="name" />
          <SetUpField {...field('email')} label={own.email} hint={own.emailHint} type="email" autocomplete="username" />
          <SetUpField
            {...field('password')}
            label={own.password}
            hint={own.passwordHint}
            type={shown ? 'text' : 'password'}
            autocomplete="new-password"
          >
            <button
              type="button"
              class="btn icon quiet"
              aria-pressed={shown}
              aria-label={shown ? own.hide : own.show}
              onClick={() => show(!shown)}
            >
              <Icon name="eye" />
            </button>
          </SetUpField>
        </fieldset>
        {problem === null ? null : (
          <p class="note bad" role="alert">
            <Icon name="alert" />
            <span>{problem}</span>
          </p>
        )}
        <button type="submit" class="btn primary lg" disabled={busy}>
          {busy ? own.working : own.submit}
        </button>
      </form>
    </div>
  );
}
