/**
 * An invitation or an access link, opened: what it is for is shown, and nothing is used up by looking (A6). The mailbox is
 * proved by a code, or by a session of that very address and a click; then the door is open.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { InvitationLook, type LinkView } from '@navette/protocol/access-administration';
import { accessTexts } from '@navette/texts/access-texts';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { abilities } from '../access/explain-right.ts';
import { commandSentence } from '../command-sentence.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { AcceptByClick, AcceptByCode } from './AcceptInvitation.tsx';
import { ClosedLink } from './ClosedLink.tsx';
import type { WelcomeLink } from './welcome-link.ts';

export type OpenLink = Extract<LinkView, { state: 'open' }>;
/** Came in: signed in here, or with a second factor still to show. */
export type CameIn = { readonly link: OpenLink; readonly signedIn: boolean };

export function InvitationPage({ link, account }: { link: WelcomeLink; account: AccountView | null }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = welcomeTexts(language).invitation;
  const [view, setView] = useState<LinkView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [cameIn, setCameIn] = useState<CameIn | null>(null);
  const look = async () => {
    setProblem(null);
    const given = await doors.commands.ask(InvitationLook, { token: link.token }, link.origin);
    if (given.ok) setView(given.value);
    else setProblem(commandSentence(surroundings, given.refusal));
  };
  useEffect(() => void look(), [link.token]);
  if (cameIn) return <Done cameIn={cameIn} signedIn={account !== null} />;
  if (problem !== null && view === null)
    return (
      <EmptyState icon="offline" title={t.unread} hint={problem}>
        <button type="button" class="btn" onClick={() => void look()}>
          {t.retry}
        </button>
      </EmptyState>
    );
  if (view === null) return <p role="status">{t.looking}</p>;
  if (view.state !== 'open') return <ClosedLink link={link} view={view} />;
  const done = (signedIn: boolean) => {
    // What was used up does not stay in the history of this browser.
    history.replaceState(null, '', routeTo('welcome'));
    setCameIn({ link: view, signedIn });
  };
  return (
    <>
      <LinkPromise view={view} />
      {view.session === 'same' ? (
        <AcceptByClick link={link} onDone={() => done(true)} />
      ) : (
        <AcceptByCode link={link} view={view} onDone={done} onClosed={() => void look()} />
      )}
    </>
  );
}

/** What the link promises, before anything is asked. */
function LinkPromise({ view }: { view: OpenLink }) {
  const { f, language } = useSurroundings();
  const t = welcomeTexts(language).invitation;
  const can = view.right === null ? [] : abilities(accessTexts(language), view.right);
  const facts: readonly (readonly [string, string])[] = [
    ...(view.company === null ? [] : [[t.company, view.company] as const]),
    [t.firm, view.firm],
    ...(view.what === 'invitation' ? [[t.name, view.name] as const] : []),
    [t.email, view.email],
  ];
  return (
    <>
      <h1>{view.what === 'access' ? t.access : view.company === null ? t.staff(view.firm) : t.by(view.by)}</h1>
      <dl class="kv">
        {facts.map(([word, said]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{said}</dd>
          </div>
        ))}
        {can.length === 0 ? null : (
          <div>
            <dt>{t.gives}</dt>
            <dd>
              <ul class="cans">
                {can.map((what) => (
                  <li key={what}>
                    <Icon name="check" size="s" />
                    {what}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <p class="cap">{t.until(f.day(view.until))}</p>
    </>
  );
}

function Done({ cameIn: { link, signedIn: opened }, signedIn }: { cameIn: CameIn; signedIn: boolean }) {
  const { host, language } = useSurroundings();
  const t = welcomeTexts(language).done;
  const deposits = link.right === null || link.right.deposit.length > 0;
  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{link.company === null ? t.staff(link.firm) : t.company(link.company)}</p>
      {opened || signedIn ? null : <p class="note plain">{t.signInNow}</p>}
      <p class="row wrap acts">
        <a class="btn primary" href={routeTo('home')}>
          {t.open}
        </a>
        {link.company !== null && deposits && (opened || signedIn) ? (
          <a class="btn" href={routeTo('deposit')}>
            <Icon name="deposit" size="s" />
            {t.deposit}
          </a>
        ) : null}
      </p>
      {host.kind === 'portal' && link.company !== null ? (
        <section class="block">
          <header>
            <h2>{t.extension}</h2>
          </header>
          <p class="ink2 pad8">{t.extensionHint}</p>
        </section>
      ) : null}
    </>
  );
}
