/**
 * Signing in: the server is asked who it is before any password is typed, and its name and key are shown (threat N1).
 *
 * On the portal the server is the page's own; in the extension its address is asked first.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { DeviceDoors, ServerView } from '@navette/device/model';
import { SharedChoice } from './components/AccountMenu.tsx';
import { AppLink } from './components/AppLink.tsx';
import { Departures } from './components/Departures.tsx';
import { Icon, Mark } from './components/Icon.tsx';
import { Problems } from './components/DropZone.tsx';
import type { Host } from './host.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { routeTo } from './routes.ts';
import { originOf } from './sign-in-address.ts';
import { Surrounded, useSurroundings } from './surroundings.tsx';

export type SignInProps = {
  readonly doors: DeviceDoors;
  readonly host: Host;
  /** The session ended while work was waiting: said above the fields. */
  readonly again?: boolean;
};

/** The sign-in page on its own; `App` shows it by itself while nobody is signed in. */
export function SignIn({ doors, host, again = false }: SignInProps) {
  return (
    <Surrounded doors={doors} host={host}>
      <SignInScreen again={again} />
    </Surrounded>
  );
}

export function SignInScreen({ again = false, onDone }: { again?: boolean; onDone?: () => void }) {
  const surroundings = useSurroundings();
  const { doors, host, t } = surroundings;
  const [server, setServer] = useState<ServerView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [looking, setLooking] = useState(false);
  const lookUp = async (origin: string) => {
    setLooking(true);
    setProblem(null);
    const found = await doors.session.lookUp(origin);
    setLooking(false);
    if (found.ok) setServer(found.value);
    else setProblem(refusalSentence(surroundings, found.refusal));
  };
  useEffect(() => {
    if (host.origin !== undefined) void lookUp(host.origin);
  }, [host.origin]);
  return (
    <main class="signin">
      <p class="brand">
        <Mark />
        {t.product}
      </p>
      <h1>{t.signIn.title}</h1>
      <Departures />
      {again ? (
        <p class="note plain">
          <Icon name="info" />
          <span>{t.signIn.again}</span>
        </p>
      ) : null}
      {server === null ? (
        <AskServer looking={looking} problem={problem} onAddress={(origin) => void lookUp(origin)} onProblem={setProblem} />
      ) : (
        <>
          <dl class="kv">
            <div>
              <dt>{t.signIn.firm}</dt>
              <dd>
                <b>{server.firm.name}</b>
                {server.firm.demo ? <span class="tag">{t.demo}</span> : null}
                <small class="blk">{server.origin}</small>
              </dd>
            </div>
            <div>
              <dt>{t.signIn.key}</dt>
              <dd>
                <span class="mono">{server.keyId}</span>
                <small class="blk">{t.signIn.keyHint}</small>
              </dd>
            </div>
          </dl>
          {host.origin === undefined ? (
            <p>
              <button type="button" class="linklike" onClick={() => setServer(null)}>
                {t.signIn.otherServer}
              </button>
            </p>
          ) : null}
          <Credentials server={server} {...(onDone === undefined ? {} : { onDone })} />
        </>
      )}
      {again ? null : (
        <p>
          <AppLink to={routeTo('migration')}>{t.signIn.activate}</AppLink>
        </p>
      )}
      <p class="cap">{t.signIn.disk}</p>
    </main>
  );
}

export function AskServer({
  looking,
  problem,
  onAddress,
  onProblem,
}: {
  looking: boolean;
  problem: string | null;
  onAddress: (origin: string) => void;
  onProblem: (sentence: string) => void;
}) {
  const { t, host } = useSurroundings();
  const id = useId();
  const [address, setAddress] = useState('');
  const submit = () => {
    if (host.origin !== undefined) return onAddress(host.origin);
    const origin = originOf(address);
    if (origin === 'bad') onProblem(t.signIn.badAddress);
    else if (origin === 'insecure') onProblem(t.signIn.needsHttps);
    else onAddress(origin);
  };
  return (
    <form
      class="stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {host.origin === undefined ? (
        <div>
          <label for={id}>{t.signIn.server}</label>
          <input
            id={id}
            class="input"
            type="text"
            inputMode="url"
            autocomplete="url"
            autocapitalize="off"
            spellcheck={false}
            aria-describedby={`${id}h`}
            aria-invalid={problem !== null}
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
          <p class="hint" id={`${id}h`}>
            {t.signIn.serverHint}
          </p>
        </div>
      ) : null}
      {looking ? <p role="status">{t.signIn.looking}</p> : null}
      <Problems sentences={problem === null ? [] : [problem]} />
      {looking && host.origin !== undefined ? null : (
        <button type="submit" class="btn primary wide" disabled={looking}>
          {host.origin === undefined ? t.signIn.continue : t.queue.tryNow}
        </button>
      )}
    </form>
  );
}

function Credentials({ server, onDone }: { server: ServerView; onDone?: () => void }) {
  const surroundings = useSurroundings();
  const { doors, t } = surroundings;
  const id = useId();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [shown, show] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async () => {
    if (email.trim() === '' || password === '') return setProblem(t.signIn.missing);
    setBusy(true);
    setProblem(null);
    const signed = await doors.session.signIn(server.origin, email.trim(), password);
    setBusy(false);
    if (signed.ok) onDone?.();
    else setProblem(refusalSentence(surroundings, signed.refusal));
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
        <label for={`${id}e`}>{t.signIn.email}</label>
        <input
          ref={first}
          id={`${id}e`}
          name="email"
          class="input"
          type="email"
          autocomplete="username"
          required
          aria-invalid={problem !== null}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </div>
      <div>
        <label for={`${id}p`}>{t.signIn.password}</label>
        <div class="withbutton">
          <input
            id={`${id}p`}
            name="password"
            class="input"
            {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
            autocomplete="current-password"
            required
            aria-invalid={problem !== null}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <button
            type="button"
            class="btn icon quiet"
            aria-pressed={shown}
            aria-label={shown ? t.signIn.hide : t.signIn.show}
            onClick={() => show(!shown)}
          >
            <Icon name="eye" />
          </button>
        </div>
      </div>
      <SharedChoice />
      <Problems sentences={problem === null ? [] : [problem]} />
      <button type="submit" class="btn primary wide" disabled={busy}>
        {busy ? t.signIn.opening : t.signIn.submit}
      </button>
    </form>
  );
}
