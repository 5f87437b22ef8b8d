/**
 * Signing in: the server is asked who it is before any password is typed, and its name and key are shown (threat N1).
 *
 * On the portal the server is the page's own; in the extension its address is asked first.
 */
import { useEffect, useId, useState } from 'preact/hooks';
import type { AccountView, DeviceDoors, ServerView } from '@navette/device/model';
import { Departures } from './components/Departures.tsx';
import { Icon, Mark } from './components/Icon.tsx';
import { Problems } from './components/DropZone.tsx';
import { grouped } from './fingerprint.ts';
import type { Host } from './host.ts';
import { useManaged } from './managed.ts';
import { KeyChanged } from './identity/KeyChanged.tsx';
import { refusalSentence } from './refusal-sentence.ts';
import { SignInWays } from './identity/SignInWays.tsx';
import { originOf } from './sign-in-address.ts';
import { Surrounded, useSurroundings } from './surroundings.tsx';
import { useObservable } from './use-observable.ts';

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
  const { serverOrigin } = useManaged();
  const fixed = host.origin ?? serverOrigin;
  const account = useObservable<AccountView | null>(doors.library.account, null);
  // Whose session has ended is asked for no address: it is the firm on screen's.
  const first = fixed ?? (again ? (account?.session.origin ?? null) : null);
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
    if (first !== null) void lookUp(first);
  }, [first]);
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
        <AskServer fixed={fixed} looking={looking} problem={problem} onAddress={(origin) => void lookUp(origin)} onProblem={setProblem} />
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
            {server.keyBefore === undefined ? (
              <div>
                <dt>{t.signIn.key}</dt>
                <dd>
                  <span class="mono">{grouped(server.keyId)}</span>
                  <small class="blk">{t.signIn.keyHint}</small>
                </dd>
              </div>
            ) : null}
          </dl>
          {serverOrigin === null ? null : (
            <p class="cap">
              <Icon name="lock" size="s" /> {t.signIn.managed}
            </p>
          )}
          {fixed === null ? (
            <p>
              <button type="button" class="linklike" onClick={() => setServer(null)}>
                {t.signIn.otherServer}
              </button>
            </p>
          ) : null}
          {server.keyBefore === undefined ? (
            <SignInWays
              server={server}
              {...(again && account !== null ? { email: account.user.email } : {})}
              {...(onDone === undefined ? {} : { onDone })}
            />
          ) : (
            <KeyChanged server={server} onTrusted={() => void lookUp(server.origin)} />
          )}
        </>
      )}
      <p class="cap">{t.signIn.disk}</p>
    </main>
  );
}

export function AskServer({
  fixed = null,
  looking,
  problem,
  onAddress,
  onProblem,
}: {
  /** The one address there is to ask, where the person does not choose. */
  fixed?: string | null;
  looking: boolean;
  problem: string | null;
  onAddress: (origin: string) => void;
  onProblem: (sentence: string) => void;
}) {
  const { t } = useSurroundings();
  const id = useId();
  const [address, setAddress] = useState('');
  const submit = () => {
    if (fixed !== null) return onAddress(fixed);
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
      {fixed === null ? (
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
      {looking && fixed !== null ? null : (
        <button type="submit" class="btn primary wide" disabled={looking}>
          {fixed === null ? t.signIn.continue : t.queue.tryNow}
        </button>
      )}
    </form>
  );
}
