/** A link that opens nothing any more: why, and the way on. */
import { useState } from 'preact/hooks';
import { InvitationRenew, type LinkView } from '@navette/protocol/access-administration';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { WelcomeLink } from './welcome-link.ts';

type Closed = Exclude<LinkView, { state: 'open' }>;

export function ClosedLink({ link, view }: { link: WelcomeLink; view: Closed }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const { closed: t, invitation } = welcomeTexts(language);
  const [busy, setBusy] = useState(false);
  const [renewed, setRenewed] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const renew = async () => {
    setBusy(true);
    setProblem(null);
    const given = await doors.commands.ask(InvitationRenew, { token: link.token }, link.origin);
    setBusy(false);
    if (!given.ok) return setProblem(commandSentence(surroundings, given.refusal));
    if (given.value.outcome === 'sent' && given.value.letter === 'sent') setRenewed(true);
    else setProblem(given.value.outcome === 'closed' ? t.askBy(by(view, t.someone)) : t.renewedUnsent);
  };
  const renewable = (view.state === 'expired' || view.state === 'replaced') && view.renewable;
  return (
    <>
      <h1>{t[view.state]}</h1>
      <p class="lead">{view.state === 'withdrawn' ? t.withdrawnHint(by(view, t.someone)) : t[`${view.state}Hint`]}</p>
      {renewed ? (
        <p class="note plain" role="status">
          <Icon name="check" />
          <span>{t.renewed}</span>
        </p>
      ) : null}
      {view.state === 'expired' && !view.renewable ? <p>{t.askBy(by(view, t.someone))}</p> : null}
      <Problems sentences={problem === null ? [] : [problem]} />
      <p class="row wrap acts">
        {renewable && !renewed ? (
          <button type="button" class="btn primary" disabled={busy} onClick={() => void renew()}>
            <Icon name="mail" size="s" />
            {busy ? t.renewing : t.renew}
          </button>
        ) : null}
        <a class={`btn${renewable ? '' : ' primary'}`} href={routeTo('home')}>
          {invitation.signIn}
        </a>
      </p>
    </>
  );
}

function by(view: Closed, otherwise: string): string {
  return view.state === 'unknown' || view.by === '' ? otherwise : view.by;
}
