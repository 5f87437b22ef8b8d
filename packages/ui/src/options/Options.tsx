/**
 * The extension's options, a page of its own: what holds for this browser, whoever is signed in. It shows what was granted and
 * how to take it back, what is kept here and how much it takes, and what changed with this version.
 */
import '../style/sendings.css';
import { useEffect, useState } from 'preact/hooks';
import type { DeviceDoors, FirmView, Observable } from '@navette/device/model';
import { LANGUAGES } from '@navette/texts/formats';
import { optionsTexts } from '@navette/texts/options-texts';
import type { ComponentChildren } from 'preact';
import { SharedChoice } from '../components/AccountMenu.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon, Mark } from '../components/Icon.tsx';
import type { Host } from '../host.ts';
import { useManaged } from '../managed.ts';
import { routeTo } from '../routes.ts';
import { saveFile } from '../save-file.ts';
import { changeSettings, settings, THEMES } from '../settings.ts';
import { Surrounded, useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';

/** What of the browser's own the page shows and changes. */
export type OptionsDoor = {
  readonly version: string;
  /** The keys of each of our commands as the person has them; empty where there are none. */
  readonly shortcuts: Observable<{ readonly sheet: string; readonly popup: string }>;
  /** The browser's own page for keys; absent where no page of ours can open it. */
  openShortcuts?(): void;
  /** Origins the person allowed, as patterns of the browser. */
  readonly sites: Observable<readonly string[]>;
  revokeSite(site: string): Promise<void>;
  /** Bytes kept for this extension; null where the browser does not say. */
  used(): Promise<number | null>;
  /** Facts of the browser for the diagnostic file: versions and counts, nothing of anybody. */
  facts(): Promise<Readonly<Record<string, unknown>>>;
};

export type OptionsProps = { readonly doors: DeviceDoors; readonly host: Host; readonly door: OptionsDoor };

export function Options({ doors, host, door }: OptionsProps) {
  return (
    <Surrounded doors={doors} host={host}>
      <Page door={door} />
    </Surrounded>
  );
}

function Page({ door }: { door: OptionsDoor }) {
  const { t: all, language } = useSurroundings();
  const t = optionsTexts(language);
  const { serverOrigin, portalOrigins } = useManaged();
  useEffect(() => {
    document.title = t.title;
    // An address with a section leads to it once the page is drawn.
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [t]);
  return (
    <main class="options">
      <p class="brand">
        <Mark />
        {all.product}
      </p>
      <header class="folio">
        <h1>{t.title}</h1>
      </header>
      <p class="ink2 lead2">{t.lead}</p>
      {serverOrigin === null && portalOrigins.length === 0 ? null : <Managed />}
      <Looks />
      <Keys door={door} />
      <Here door={door} />
      <Sites door={door} />
      <Diagnostic door={door} />
      <Version door={door} />
    </main>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="block" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
      </header>
      {children}
    </section>
  );
}

function Managed() {
  const { language } = useSurroundings();
  const t = optionsTexts(language).managed;
  const { serverOrigin, portalOrigins } = useManaged();
  const locked = (
    <span class="tag">
      <Icon name="lock" />
      {t.locked}
    </span>
  );
  return (
    <Section id="managed" title={t.title}>
      <p class="cap2 ink2 pad8">{t.lead}</p>
      <dl class="kv">
        {serverOrigin === null ? null : (
          <div>
            <dt>{t.server}</dt>
            <dd class="row between">
              <span class="mono">{serverOrigin}</span>
              {locked}
            </dd>
          </div>
        )}
        {portalOrigins.length === 0 ? null : (
          <div>
            <dt>{t.portals}</dt>
            <dd class="row between">
              <span class="mono">{portalOrigins.join(', ')}</span>
              {locked}
            </dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

function Looks() {
  const { t: all, language } = useSurroundings();
  const [chosen, follow] = useState(settings.value);
  useEffect(() => settings.subscribe(follow), []);
  return (
    <Section id="looks" title={optionsTexts(language).looks.title}>
      <div class="choicefields pad8">
        <label>
          {all.account.language}
          <select
            class="input"
            value={language}
            onChange={(event) => changeSettings({ language: LANGUAGES.find((known) => known === event.currentTarget.value) ?? 'fr' })}
          >
            {LANGUAGES.map((known) => (
              <option key={known} value={known} lang={known}>
                {all.account.languages[known]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {all.account.theme}
          <select
            class="input"
            value={chosen.theme}
            onChange={(event) => changeSettings({ theme: THEMES.find((theme) => theme === event.currentTarget.value) ?? 'system' })}
          >
            {THEMES.map((theme) => (
              <option key={theme} value={theme}>
                {all.account.themes[theme]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </Section>
  );
}

function Keys({ door }: { door: OptionsDoor }) {
  const { t: all, language } = useSurroundings();
  const t = optionsTexts(language).keys;
  const keys = useObservable(door.shortcuts, { sheet: '', popup: '' });
  const [chosen, follow] = useState(settings.value);
  useEffect(() => settings.subscribe(follow), []);
  const row = (label: string, pressed: string) => (
    <div>
      <dt>{label}</dt>
      <dd>{pressed === '' ? <span class="ink3">{t.none}</span> : pressed.split('+').map((key) => <kbd key={key}>{key}</kbd>)}</dd>
    </div>
  );
  return (
    <Section id="keys" title={t.title}>
      <dl class="kv wide2">
        {row(t.sheet, keys.sheet)}
        {row(t.popup, keys.popup)}
        <div>
          <dt>{t.letters}</dt>
          <dd>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.shortcuts}
                onChange={(event) => changeSettings({ shortcuts: event.currentTarget.checked })}
              />
              {all.account.shortcuts}
            </label>
          </dd>
        </div>
      </dl>
      {door.openShortcuts === undefined ? (
        <p class="cap pad8">{t.byHand}</p>
      ) : (
        <p class="row wrap pad8">
          <button type="button" class="btn sm" onClick={() => door.openShortcuts?.()}>
            <Icon name="keyboard" size="s" />
            {t.change}
          </button>
          <small>{t.changeHint}</small>
        </p>
      )}
    </Section>
  );
}

function Here({ door }: { door: OptionsDoor }) {
  const { doors, host, f, language } = useSurroundings();
  const t = optionsTexts(language).here;
  const firms = useObservable<readonly FirmView[]>(doors.library.firms, []);
  const [used, setUsed] = useState<number | null>(null);
  useEffect(() => void door.used().then(setUsed, () => undefined), [door]);
  return (
    <Section id="here" title={t.title}>
      <dl class="kv wide2">
        <div>
          <dt>{t.used}</dt>
          <dd class="n">{used === null ? t.unknown : f.fileSize(used)}</dd>
        </div>
        <div>
          <dt>{t.firms}</dt>
          <dd>
            {firms.length === 0 ? <span class="ink3">{t.none}</span> : null}
            <ul>
              {firms.map(({ key, firm, person, waiting }) => (
                <li key={key}>
                  {firm.name} <small>{[person, t.waiting(waiting)].join(', ')}</small>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <div class="pad8 stack4">
        <SharedChoice />
        <p>
          <button type="button" class="btn sm" onClick={() => host.openApp?.(routeTo('home'))}>
            {t.open}
          </button>
        </p>
      </div>
    </Section>
  );
}

/** What was granted, and how it is taken back; a site is named as the browser names it. */
function Sites({ door }: { door: OptionsDoor }) {
  const { host, language } = useSurroundings();
  const t = optionsTexts(language).sites;
  const sites = useObservable<readonly string[]>(door.sites, []);
  const allowed = useObservable<boolean, null>(host.portalBanner?.allowed ?? UNASKED, null);
  const [said, say] = useState('');
  const named = (site: string) => site.replace(/^\w+:\/\//, '').replace(/\/\*$/, '');
  return (
    <Section id="sites" title={t.title}>
      <p class="cap2 ink2 pad8">{t.lead}</p>
      {allowed === null ? null : (
        <div class="row between siteline">
          <div class="grow">
            <b>{t.portal}</b>
            <small class="blk">{allowed ? t.portalOn : t.portalHint}</small>
          </div>
          {allowed ? null : (
            <button type="button" class="btn sm" onClick={() => void host.portalBanner?.ask()}>
              {t.portalAsk}
            </button>
          )}
        </div>
      )}
      {sites.length === 0 ? <p class="cap2 ink2 pad8">{t.none}</p> : null}
      <ul class="rows tight">
        {sites.map((site) => (
          <li key={site} class="row between">
            <span class="mono grow cut">{named(site)}</span>
            <button
              type="button"
              class="btn sm"
              aria-label={t.revokeNamed(named(site))}
              onClick={() => void door.revokeSite(site).then(() => say(t.revoked(named(site))))}
            >
              {t.revoke}
            </button>
          </li>
        ))}
      </ul>
      <p class="vh" role="status">
        {said}
      </p>
    </Section>
  );
}

const UNASKED = { subscribe: () => () => undefined };

function Diagnostic({ door }: { door: OptionsDoor }) {
  const { doors, language } = useSurroundings();
  const t = optionsTexts(language).diagnostic;
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setProblem(null);
    try {
      const told = { version: door.version, language, ...(await door.facts()), ...(await doors.library.diagnostics()) };
      saveFile(new Blob([`${JSON.stringify(told, null, 2)}\n`], { type: 'application/json' }), t.file);
    } catch {
      setProblem(t.failed);
    }
  };
  return (
    <Section id="diagnostic" title={t.title}>
      <p class="cap2 ink2 pad8">{t.lead}</p>
      <p>
        <button type="button" class="btn sm" onClick={() => void make()}>
          <Icon name="download" size="s" />
          {t.make}
        </button>
      </p>
      <Problems sentences={problem === null ? [] : [problem]} />
    </Section>
  );
}

function Version({ door }: { door: OptionsDoor }) {
  const { language } = useSurroundings();
  const t = optionsTexts(language);
  return (
    <Section id="news" title={t.version.title}>
      <p class="pad8">{t.version.number(door.version)}</p>
      {t.news.map(({ version, points }) => (
        <div key={version} class="newspart">
          <h3>
            {t.version.news} <small class="n">{version}</small>
          </h3>
          <ul class="points">
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
