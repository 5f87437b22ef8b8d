/** After an installation: three lines on what Navette does, how to have it at hand, and the three ways to begin. */
import { useId, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { pastedLink, type WelcomeLink } from './welcome-link.ts';

const DRAWN: readonly IconName[] = ['deposit', 'local', 'accepted'];

export function InstalledPage({ account, onLink }: { account: AccountView | null; onLink: (link: WelcomeLink) => void }) {
  const { host, language } = useSurroundings();
  const t = welcomeTexts(language).installed;
  const [asking, ask] = useState(false);
  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <ul class="does">
        {t.does.map(([what, how], index) => (
          <li key={what}>
            <Icon name={DRAWN[index] ?? 'info'} />
            <div>
              <b>{what}</b>
              <p class="ink2">{how}</p>
            </div>
          </li>
        ))}
      </ul>
      {host.kind === 'extension' ? (
        <section class="block">
          <header>
            <h2>{t.handy}</h2>
          </header>
          <ul class="rows">
            <li class="handy">
              <Icon name="pin" />
              <div>
                <b>{t.pin}</b>
                <p class="ink2">{t.pinHow}</p>
              </div>
            </li>
            <li class="handy">
              <Icon name="keyboard" />
              <div>
                <b>{t.key}</b>
                <p class="ink2">
                  <kbd>{t.alt}</kbd> <kbd>N</kbd> {t.keyHow}
                </p>
              </div>
            </li>
          </ul>
        </section>
      ) : null}
      <section class="block">
        <header>
          <h2>{t.start}</h2>
        </header>
        {account === null ? (
          <ul class="rows ways3">
            <Way to={routeTo('home')} word={t.signIn} hint={t.signInHint} look="primary" />
            <Way to={routeTo('registration')} word={t.activate} hint={t.activateHint} />
            <li class="way">
              <span class="grow ink2">{t.invitedHint}</span>
              <button type="button" class="btn" aria-expanded={asking} onClick={() => ask(!asking)}>
                {t.invited}
              </button>
            </li>
            {asking ? (
              <li>
                <PasteLink onLink={onLink} />
              </li>
            ) : null}
          </ul>
        ) : (
          <p class="pad8">
            <a class="btn primary" href={routeTo('home')}>
              {t.open}
            </a>
          </p>
        )}
      </section>
    </>
  );
}

function Way({ to, word, hint, look = '' }: { to: string; word: string; hint: string; look?: string }) {
  return (
    <li class="way">
      <span class="grow ink2">{hint}</span>
      <a class={`btn ${look}`} href={to}>
        {word}
      </a>
    </li>
  );
}

function PasteLink({ onLink }: { onLink: (link: WelcomeLink) => void }) {
  const { language } = useSurroundings();
  const t = welcomeTexts(language).paste;
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const id = useId();
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const link = pastedLink(text);
        if (link) onLink(link);
        else setBad(true);
      }}
    >
      <label for={id}>{t.label}</label>
      <input
        id={id}
        class="input"
        type="url"
        autocomplete="off"
        spellcheck={false}
        autofocus
        aria-describedby={`${id}h`}
        aria-invalid={bad}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setBad(false);
        }}
      />
      <p class="hint" id={`${id}h`}>
        {t.hint}
      </p>
      <Problems sentences={bad ? [t.bad] : []} />
      <button type="submit" class="btn primary">
        {t.submit}
      </button>
    </form>
  );
}
