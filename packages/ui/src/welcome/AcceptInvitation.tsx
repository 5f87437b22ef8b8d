/** Coming in: by a click for who is signed in with the address already, by a mailed code and, for who is new, a password. */
import { useId, useRef, useState } from 'preact/hooks';
import { InvitationAccept, InvitationCode } from '@navette/protocol/access-administration';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { OpenLink } from './InvitationPage.tsx';
import type { WelcomeLink } from './welcome-link.ts';

const SHORTEST = 12;

export function AcceptByClick({ link, onDone }: { link: WelcomeLink; onDone: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const { invitation: t, closed } = welcomeTexts(language);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const accept = async () => {
    setBusy(true);
    const given = await doors.commands.ask(InvitationAccept, { token: link.token, proof: { by: 'session' }, password: null }, link.origin);
    setBusy(false);
    if (!given.ok) return setProblem(commandSentence(surroundings, given.refusal));
    if (given.value.outcome !== 'accepted') return setProblem(given.value.outcome === 'closed' ? closed.used : t.otherAddress);
    void doors.sync.syncNow();
    onDone();
  };
  return (
    <div class="stack4">
      <p class="ink2">{t.same}</p>
      <Problems sentences={problem === null ? [] : [problem]} />
      <button type="button" class="btn primary" disabled={busy} onClick={() => void accept()}>
        {busy ? t.entering : t.accept}
      </button>
    </div>
  );
}

type Props = {
  readonly link: WelcomeLink;
  readonly view: OpenLink;
  onDone(signedIn: boolean): void;
  /** The link opens nothing any more: looked at again, it says why. */
  onClosed(): void;
};

export function AcceptByCode({ link, view, onDone, onClosed }: Props) {
  const surroundings = useSurroundings();
  const { doors, t: all, f, language } = surroundings;
  const t = welcomeTexts(language).invitation;
  const [request, setRequest] = useState<{ readonly id: string; readonly until: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async () => {
    setBusy(true);
    setProblem(null);
    const given = await doors.commands.ask(InvitationCode, { token: link.token }, link.origin);
    setBusy(false);
    if (!given.ok) return setProblem(commandSentence(surroundings, given.refusal));
    const said = given.value;
    if (said.outcome === 'closed') onClosed();
    else if (said.outcome === 'wait') setProblem(t.wait(all.signIn.wait(said.seconds)));
    else setRequest(said);
  };
  if (request === null)
    return (
      <section class="block">
        <header>
          <h2>{t.proveTitle}</h2>
        </header>
        <div class="stack4 prove">
          <p class="ink2">{t.proveHint(view.email)}</p>
          {view.session === 'other' ? (
            <p class="note plain">
              <Icon name="info" />
              <span>{t.other(view.email)}</span>
            </p>
          ) : null}
          <Problems sentences={problem === null ? [] : [problem]} />
          <button type="button" class="btn primary" disabled={busy} onClick={() => void ask()}>
            <Icon name="mail" size="s" />
            {busy ? t.sending : t.send}
          </button>
          {view.session === 'none' && !view.password ? (
            <p class="cap">
              {t.orSignIn} <a href={routeTo('home')}>{t.signIn}</a>
            </p>
          ) : null}
        </div>
      </section>
    );
  return (
    <section class="block">
      <header>
        <h2>{t.proveTitle}</h2>
      </header>
      <p class="ink2 pad8" role="status">
        {t.sent(view.email, f.time(request.until))}
      </p>
      <CodeForm
        link={link}
        view={view}
        request={request.id}
        again={ask}
        asking={busy}
        asked={problem}
        onDone={onDone}
        onClosed={onClosed}
      />
    </section>
  );
}

function CodeForm({
  link,
  view,
  request,
  again,
  asking,
  asked,
  onDone,
  onClosed,
}: Props & { readonly request: string; again(): Promise<void>; readonly asking: boolean; readonly asked: string | null }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = welcomeTexts(language).invitation;
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [shown, show] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ readonly at: 'code' | 'password'; readonly sentence: string } | null>(null);
  const codeField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const id = useId();
  const fail = (at: 'code' | 'password', sentence: string) => {
    setProblem({ at, sentence });
    (at === 'code' ? codeField : passwordField).current?.focus();
  };
  const submit = async () => {
    const digits = code.replaceAll(/\D/g, '');
    if (digits.length !== 8) return fail('code', t.missingCode);
    if (view.password && password.length < SHORTEST) return fail('password', t.weak);
    setBusy(true);
    setProblem(null);
    const given = await doors.session.signInBy(link.origin, InvitationAccept, {
      token: link.token,
      proof: { by: 'code', id: request, code: digits },
      password: view.password ? password : null,
    });
    setBusy(false);
    if (!given.ok) return fail('code', commandSentence(surroundings, given.refusal));
    const said = given.value;
    switch (said.outcome) {
      case 'accepted':
        return onDone(said.signedIn);
      case 'wrong-code':
        return fail('code', t.wrong(said.triesLeft));
      case 'code-spent':
        return fail('code', t.spent);
      case 'weak-password':
        return fail('password', t.weak);
      case 'other-address':
        return fail('code', t.otherAddress);
      case 'closed':
        return onClosed();
    }
  };
  return (
    <form
      class="stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <label class="must" for={`${id}c`}>
          {t.code}
        </label>
        <input
          ref={codeField}
          id={`${id}c`}
          class="input code"
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          maxLength={20}
          autofocus
          aria-describedby={`${id}ch`}
          aria-invalid={problem?.at === 'code'}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <p class="hint" id={`${id}ch`}>
          {t.codeHint}
        </p>
        {problem?.at === 'code' ? <Problems sentences={[problem.sentence]} /> : null}
      </div>
      {view.password ? (
        <div>
          {/* So that a password manager keeps it under the right name. */}
          <input class="vh" type="email" autocomplete="username" value={view.email} readOnly tabIndex={-1} aria-hidden="true" />
          <label class="must" for={`${id}p`}>
            {t.password}
          </label>
          <div class="withbutton">
            <input
              ref={passwordField}
              id={`${id}p`}
              class="input"
              {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
              autocomplete="new-password"
              maxLength={128}
              aria-describedby={`${id}ph`}
              aria-invalid={problem?.at === 'password'}
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
            <button
              type="button"
              class="btn icon quiet"
              aria-pressed={shown}
              aria-label={shown ? t.hide : t.show}
              onClick={() => show(!shown)}
            >
              <Icon name="eye" />
            </button>
          </div>
          <p class="hint" id={`${id}ph`}>
            {t.passwordHint}
          </p>
          {problem?.at === 'password' ? <Problems sentences={[problem.sentence]} /> : null}
        </div>
      ) : null}
      <button type="submit" class="btn primary" disabled={busy}>
        {busy ? t.entering : t.enter}
      </button>
      <details>
        <summary>
          <Icon name="right" size="s" />
          {t.noCode}
        </summary>
        <div class="stack nocode">
          <p class="ink2">{t.noCodeHint}</p>
          <Problems sentences={asked === null ? [] : [asked]} />
          <button type="button" class="btn sm" disabled={asking} onClick={() => void again()}>
            {asking ? t.sending : t.again}
          </button>
        </div>
      </details>
    </form>
  );
}
