/**
 * The way back from an identity provider, and the portal's code for the extension.
 *
 * A pass is good once, in the browser that began: whoever is signed in is asked before it becomes another way into their account.
 */
import '../style/identity.css';
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { OidcArrive } from '@navette/protocol/identity';
import { HandOver, OidcLink } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { commandSentence } from '../command-sentence.ts';
import { routeTo } from '../routes.ts';
import { SignInScreen } from '../SignIn.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { FactorStep } from './FactorStep.tsx';
import { AlonePage, useLeave, useSecretOf } from './LinkPages.tsx';
import { useStepUp } from './step-up.tsx';
import { useProof } from './use-proof.ts';

/** @param account whoever is signed in on this device */
export function ArrivePage({ account }: { account: AccountView | null }) {
  const { doors } = useSurroundings();
  const status = useObservable(doors.sync.status, QUIET);
  const pass = useSecretOf('arrive');
  const [toLink] = useState(account !== null && status.state !== 'sign-in-needed');
  return toLink && account !== null ? <LinkPage account={account} pass={pass} /> : <ComingIn pass={pass} />;
}

function ComingIn({ pass }: { pass: string }) {
  const { host, language } = useSurroundings();
  const t = identityTexts(language).signIn;
  const [done, setDone] = useState(false);
  const proof = useProof(host.origin ?? '', () => setDone(true));
  useEffect(() => {
    if (/^[\w-]{43}$/.test(pass))
      void proof.by(
        OidcArrive,
        { pass },
        {
          wrong: t.arriveRefused,
          more: (said) => (said.outcome === 'unknown-identity' ? t.unknownIdentity(said.provider) : t.arriveRefused),
        },
      );
    else proof.say(t.arriveRefused);
  }, []);
  useLeave('home', done);
  return (
    <AlonePage title={t.arriving}>
      {proof.half !== null ? (
        <FactorStep proof={proof} />
      ) : (
        <>
          {proof.busy ? <progress aria-label={t.arriving} /> : null}
          <Problems sentences={proof.problem === null ? [] : [proof.problem]} />
          {proof.problem === null ? null : (
            <a class="btn wide" href={routeTo('home')}>
              {t.backToSignIn}
            </a>
          )}
        </>
      )}
    </AlonePage>
  );
}

function LinkPage({ account, pass }: { account: AccountView; pass: string }) {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const t = identityTexts(language).link;
  const stepUp = useStepUp();
  const [said, say] = useState<string | null>(/^[\w-]{43}$/.test(pass) ? null : t.spent);
  const [problem, setProblem] = useState<string | null>(null);
  const link = async () => {
    const given = await stepUp(() => doors.commands.ask(OidcLink, { pass }, host.origin));
    if (given.ok) say(t[given.value.outcome]);
    else setProblem(commandSentence(surroundings, given.refusal));
  };
  return (
    <AlonePage title={t.title}>
      {said === null ? (
        <>
          <p class="ink2">{t.lead(account.user.name)}</p>
          <Problems sentences={problem === null ? [] : [problem]} />
          <button type="button" class="btn primary wide" onClick={() => void link()}>
            {t.act}
          </button>
        </>
      ) : (
        <p class="note plain" role="status">
          <Icon name="info" />
          <span>{said}</span>
        </p>
      )}
      <a class="btn wide" href={routeTo('account')}>
        {t.back}
      </a>
    </AlonePage>
  );
}

/** Signed in first, by whatever way; then the code. */
export function HandOverPage({ account }: { account: AccountView | null }) {
  return account === null ? <SignInScreen /> : <HandOverCode />;
}

function HandOverCode() {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const t = identityTexts(language).handOver;
  const stepUp = useStepUp();
  const [given, setGiven] = useState<{ readonly code: string; readonly until: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const show = async () => {
    setProblem(null);
    const made = await stepUp(() => doors.commands.ask(HandOver, {}));
    if (made.ok) setGiven(made.value);
    else setProblem(commandSentence(surroundings, made.refusal));
  };
  return (
    <AlonePage title={t.title}>
      <p class="ink2">{t.lead}</p>
      {given === null ? null : (
        <>
          <output class="bigcode">{given.code}</output>
          <p class="cap">{t.until(f.time(given.until))}</p>
          <p>{t.where}</p>
        </>
      )}
      <Problems sentences={problem === null ? [] : [problem]} />
      <button type="button" class={`btn wide ${given === null ? 'primary' : ''}`} onClick={() => void show()}>
        {given === null ? t.act : t.again}
      </button>
      <a class="btn wide" href={routeTo('home')}>
        {t.home}
      </a>
    </AlonePage>
  );
}
