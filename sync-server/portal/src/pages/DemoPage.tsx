/**
 * The one-click door of the demonstration: the link's token becomes a session, and the person of before stays on this
 * device without being current. A real firm has no such door, and its server says so.
 */
import { saysSignedIn } from '@navette/device/commands';
import { jsonBody, type NetAnswer } from '@navette/device/net';
import { portalTexts } from '@navette/texts/portal-texts';
import { Icon, Mark } from '@navette/ui/icon';
import { useSurroundings } from '@navette/ui/surroundings';
import { useEffect, useState } from 'preact/hooks';
import type { PortalDevice } from '../device/portal-device.ts';
import { unmarkSignedOut } from '../device/signed-out-mark.ts';

type Outcome = 'opening' | 'spent' | 'unreachable' | 'storeRefused' | 'notDemo' | 'factor';

/** The token after `#`, which no server and no log sees; `?as=` is understood too. Gone from the address at once. */
function takeToken(): string {
  const token = location.hash.slice(1) || (new URLSearchParams(location.search).get('as') ?? '');
  history.replaceState(null, '', '/demo');
  return token;
}

async function signInAs({ net, session, origin }: PortalDevice, token: string): Promise<Outcome | 'done'> {
  if (token === '') return 'spent';
  const answer = await net.send({ method: 'POST', path: '/api/v1/demo-sign-in', ...jsonBody({ token }) }).catch(() => null);
  if (!answer || answer.status >= 500) return 'unreachable';
  if (answer.status === 404) return 'notDemo';
  if (answer.status !== 200) return 'spent';
  // One click is one factor: whoever has a second one shows it on the sign-in page (A4).
  if (!saysSignedIn(await jsonOf(answer))) return 'factor';
  unmarkSignedOut();
  const adopted = await session.adoptCookie(origin);
  if (adopted.ok) return 'done';
  return adopted.refusal.tag === 'store-full' || adopted.refusal.tag === 'store-unavailable' ? 'storeRefused' : 'unreachable';
}

async function jsonOf(answer: NetAnswer): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await answer.bytes()));
  } catch {
    return null;
  }
}

export function DemoPage({ device }: { device: PortalDevice }) {
  const { t, language } = useSurroundings();
  const own = portalTexts(language).demo;
  const [token] = useState(takeToken);
  const [outcome, setOutcome] = useState<Outcome>('opening');
  const open = async (): Promise<void> => {
    setOutcome('opening');
    const came = await signInAs(device, token);
    if (came === 'done') location.replace('/');
    else setOutcome(came);
  };
  useEffect(() => void open(), []);
  useEffect(() => void (document.title = `${own.title} · ${t.product}`), [own]);
  return (
    <main class="signin">
      <p class="brand">
        <Mark />
        {t.product}
      </p>
      <h1>{own.title}</h1>
      {outcome === 'opening' ? (
        <p role="status">{own.opening}</p>
      ) : (
        <>
          <p class="note plain" role="alert">
            <Icon name="info" />
            <span>{own[outcome]}</span>
          </p>
          <p class="row wrap">
            {outcome === 'unreachable' ? (
              <button type="button" class="btn primary" onClick={() => void open()}>
                {own.again}
              </button>
            ) : null}
            <a class="btn" href="/">
              {own.signIn}
            </a>
          </p>
        </>
      )}
    </main>
  );
}
