/**
 * The ways in of one server, known by now: e-mail and password, a passkey, the providers it declares; then the second factor
 * where it is asked for.
 *
 * In the extension a provider cannot send people back to one of our pages without the browser opening them to every site, so
 * it goes through the portal: whoever is signed in there is shown a code that signs in here.
 */
import '../style/identity.css';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ServerView } from '@navette/device/model';
import { OidcBegin, SignIn, SignInHandOver, SignInWays as AskWays } from '@navette/protocol/identity';
import { identityTexts } from '@navette/texts/identity-texts';
import { AppLink } from '../components/AppLink.tsx';
import { SharedChoice } from '../components/AccountMenu.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { commandSentence } from '../command-sentence.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { CodeField } from './CodeField.tsx';
import { FactorStep } from './FactorStep.tsx';
import { ForgotPassword } from './ForgotPassword.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useProof, type Proof } from './use-proof.ts';

type Props = {
  readonly server: ServerView;
  /** Known already: whose session ended here, or whose password was just changed. */
  readonly email?: string;
  readonly onDone?: () => void;
};
type Provider = { readonly id: string; readonly name: string };

export function SignInWays({ server, email: known = '', onDone }: Props) {
  const { doors, language } = useSurroundings();
  const [email, setEmail] = useState(known);
  const [forgotten, setForgotten] = useState(false);
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  const proof = useProof(server.origin, () => onDone?.());
  useEffect(() => {
    void doors.commands.ask(AskWays, {}, server.origin).then((given) => given.ok && setProviders(given.value.providers));
  }, [server.origin]);
  if (proof.half !== null) return <FactorStep proof={proof} />;
  if (forgotten) return <ForgotPassword origin={server.origin} email={email} onBack={() => setForgotten(false)} />;
  const t = identityTexts(language).signIn;
  return (
    <>
      <ByPassword proof={proof} email={email} onEmail={setEmail} onForgot={() => setForgotten(true)} />
      <p class="ruled" aria-hidden="true">
        <span>{t.or}</span>
      </p>
      <div class="stack">
        <button type="button" class="btn wide" disabled={proof.busy} onClick={() => void proof.byPasskey()}>
          <Icon name="access" size="s" />
          {t.passkey}
        </button>
        <ByProvider server={server} providers={providers} proof={proof} />
      </div>
      <p class="activate">
        {t.activateLead} <AppLink to={routeTo('migration')}>{t.activate}</AppLink>
        <small class="blk">{t.usualContact}</small>
      </p>
    </>
  );
}

function ByPassword({
  proof,
  email,
  onEmail,
  onForgot,
}: {
  proof: Proof;
  email: string;
  onEmail: (email: string) => void;
  onForgot: () => void;
}) {
  const { t, language } = useSurroundings();
  const own = identityTexts(language).signIn;
  const id = useId();
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (email === '') first.current?.focus();
  }, []);
  const submit = () => {
    if (email.trim() === '' || password === '') return proof.say(t.signIn.missing);
    return proof.by(SignIn, { email, password }, { wrong: own.wrong });
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
          aria-invalid={proof.problem !== null}
          value={email}
          onInput={(event) => onEmail(event.currentTarget.value)}
        />
      </div>
      <PasswordField
        label={t.signIn.password}
        kind="current-password"
        value={password}
        onInput={setPassword}
        invalid={proof.problem !== null}
        focus={email !== ''}
      />
      <SharedChoice />
      <Problems sentences={proof.problem === null ? [] : [proof.problem]} />
      <button type="submit" class="btn primary wide" disabled={proof.busy}>
        {proof.busy ? t.signIn.opening : t.signIn.submit}
      </button>
      <p>
        <button type="button" class="linklike" onClick={onForgot}>
          {own.forgot}
        </button>
      </p>
    </form>
  );
}

function ByProvider({ server, providers, proof }: { server: ServerView; providers: readonly Provider[]; proof: Proof }) {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const t = identityTexts(language).signIn;
  if (host.origin === undefined) return <ByPortalCode server={server} providers={providers} proof={proof} />;
  const go = async ({ id, name }: Provider) => {
    const begun = await doors.commands.ask(OidcBegin, { provider: id }, server.origin);
    if (!begun.ok) return proof.say(commandSentence(surroundings, begun.refusal));
    if (begun.value.outcome === 'provider-silent') return proof.say(t.providerSilent(name));
    location.assign(begun.value.url);
  };
  return (
    <>
      {providers.map((provider) => (
        <button key={provider.id} type="button" class="btn wide" disabled={proof.busy} onClick={() => void go(provider)}>
          <Icon name="external" size="s" />
          {t.provider(provider.name)}
        </button>
      ))}
    </>
  );
}

function ByPortalCode({ server, providers, proof }: { server: ServerView; providers: readonly Provider[]; proof: Proof }) {
  const { language } = useSurroundings();
  const t = identityTexts(language).signIn;
  const [code, setCode] = useState('');
  return (
    <details class="portalcode">
      <summary>
        <Icon name="right" size="s" />
        {t.byCode}
      </summary>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== '') void proof.by(SignInHandOver, { code }, { wrong: t.wrongCode });
        }}
      >
        <p class="cap">{t.byCodeHint(providers.map(({ name }) => name).join(', '))}</p>
        <p>
          <a class="btn sm" href={`${server.origin}/${routeTo('hand-over')}`} target="_blank" rel="noreferrer">
            <Icon name="external" size="s" />
            {t.openPortal}
          </a>
        </p>
        <CodeField label={t.code} longest={30} invalid={false} focus={false} value={code} onInput={setCode} />
        <button type="submit" class="btn wide" disabled={proof.busy}>
          {t.codeSubmit}
        </button>
      </form>
    </details>
  );
}
