/** The person's menu: appearance, language, keys, and signing out with what it leaves or erases said first (threat D5). */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView, FirmView } from '@navette/device/model';
import { showsMigrationBanner } from '@navette/domain/migration';
import { LANGUAGES } from '@navette/texts/formats';
import { entriesWord } from '@navette/texts/entries-word';
import { maySeeEntries } from '../drafts/may-see.ts';
import { mayReadArchive } from '../archive/may-read.ts';
import { hasBooks } from '../ledger/may-read-books.ts';
import { initials } from '../dossiers.ts';
import { later } from '../later.tsx';
import { forgetLaunch } from '../migration/announced.ts';
import { routeTo } from '../routes.ts';
import { changeSettings, settings, THEMES } from '../settings.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE, QUIET } from '../unknown-yet.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive, useObservable } from '../use-observable.ts';
import { AppLink } from './AppLink.tsx';
import { Dialog } from './Dialog.tsx';
import { Problems } from './DropZone.tsx';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';

const MigrationEntry = later(() => import('../migration/entries.tsx').then((file) => file.MigrationEntry), true);
const MigrationOnExit = later(() => import('../migration/entries.tsx').then((file) => file.MigrationOnExit), true);

export function AccountMenu({ account, onPhone = false }: { account: AccountView; onPhone?: boolean }) {
  const { t } = useSurroundings();
  const [leaving, setLeaving] = useState(false);
  const final = !showsMigrationBanner(account.migration);
  return (
    <>
      <Popover
        buttonClass={onPhone ? 'tab' : 'me'}
        title={t.account.menu}
        look="account"
        button={
          onPhone ? (
            <>
              <Icon name="dots" />
              <span>{t.nav.more}</span>
            </>
          ) : (
            <>
              <span class="mono2" aria-hidden="true">
                {initials(account.user.name)}
              </span>
              {/* The menu bears the person's name once their move to the single identity is final (R069). */}
              <span class="grow">
                <b class="cut">{final ? account.user.name : t.account.menu}</b>
                <small class="cut">{final ? (account.user.title ?? account.firm.name) : account.user.name}</small>
              </span>
              <Icon name="up" size="s" />
            </>
          )
        }
      >
        {(close) => (
          <Choices
            account={account}
            onGo={close}
            onLeave={() => {
              close();
              setLeaving(true);
            }}
          />
        )}
      </Popover>
      {leaving ? <SignOut account={account} onClose={() => setLeaving(false)} /> : null}
    </>
  );
}

function Choices({ account, onGo, onLeave }: { account: AccountView; onGo: () => void; onLeave: () => void }) {
  const { language, t } = useSurroundings();
  const phone = useMedia(PHONE_WIDTH);
  return (
    <div class="pad stack4">
      <p>
        <b>{account.user.name}</b>
        <small class="blk">{account.user.email}</small>
        <small class="blk">{account.firm.name}</small>
      </p>
      {phone && hasBooks(account) ? (
        <>
          <a class="btn sm wide" href={routeTo('indicators')} onClick={onGo}>
            {t.nav.indicators}
          </a>
          <a class="btn sm wide" href={routeTo('journal')} onClick={onGo}>
            {t.nav.journal}
          </a>
          <a class="btn sm wide" href={routeTo('due-dates')} onClick={onGo}>
            {t.nav.dueDates}
          </a>
        </>
      ) : null}
      {phone && mayReadArchive(account) ? (
        <a class="btn sm wide" href={routeTo('archive')} onClick={onGo}>
          {t.nav.archive}
        </a>
      ) : null}
      {phone && maySeeEntries(account) ? (
        <a class="btn sm wide" href={routeTo('entries')} onClick={onGo}>
          {entriesWord(language)}
        </a>
      ) : null}
      <a class="btn sm wide" href={routeTo('account')} onClick={onGo}>
        {t.account.menu}
      </a>
      <MigrationEntry account={account} onGo={onGo} />
      <DeviceSettings />
      <AppLink to={routeTo('about')} look="btn sm wide">
        <Icon name="help" size="s" />
        {t.nav.about}
      </AppLink>
      <button type="button" class="btn sm wide" onClick={onLeave}>
        {t.account.signOut}
      </button>
    </div>
  );
}

/** Appearance, language, single-letter keys, and the browser's own question where there is one: kept on this device. */
export function DeviceSettings() {
  const { t, language } = useSurroundings();
  const [chosen, follow] = useState(settings.value);
  useEffect(() => settings.subscribe(follow), []);
  return (
    <>
      <label>
        {t.account.theme}
        <select
          class="input sm"
          value={chosen.theme}
          onChange={(event) => changeSettings({ theme: THEMES.find((theme) => theme === event.currentTarget.value) ?? 'system' })}
        >
          {THEMES.map((theme) => (
            <option key={theme} value={theme}>
              {t.account.themes[theme]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.account.language}
        <select
          class="input sm"
          value={language}
          onChange={(event) => changeSettings({ language: LANGUAGES.find((known) => known === event.currentTarget.value) ?? 'fr' })}
        >
          {LANGUAGES.map((known) => (
            <option key={known} value={known} lang={known}>
              {t.account.languages[known]}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={chosen.shortcuts}
          onChange={(event) => changeSettings({ shortcuts: event.currentTarget.checked })}
        />
        {t.account.shortcuts}
      </label>
      <PortalBannerChoice />
    </>
  );
}

/** The browser's own question follows the click; the sentence says why it is asked. */
function PortalBannerChoice() {
  const { t, host } = useSurroundings();
  const allowed = useObservable<boolean, null>(host.portalBanner?.allowed ?? UNASKED, null);
  if (host.portalBanner === undefined || allowed !== false) return null;
  return (
    <p>
      <button type="button" class="btn sm wide" onClick={() => void host.portalBanner?.ask()}>
        {t.account.portalBanner}
      </button>
      <small class="blk">{t.account.portalBannerHint}</small>
    </p>
  );
}

/** Whether others use this computer: said at sign-in or sign-out, kept on the device (threat D5). */
export function SharedChoice({ onChange }: { onChange?: (shared: boolean) => void }) {
  const { t } = useSurroundings();
  const [shared, setShared] = useState(settings.value.shared);
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={shared}
        onChange={(event) => {
          setShared(event.currentTarget.checked);
          changeSettings({ shared: event.currentTarget.checked });
          onChange?.(event.currentTarget.checked);
        }}
      />
      <span>
        {t.account.shared}
        <small class="blk">{t.account.sharedHint}</small>
      </span>
    </label>
  );
}

const UNASKED = { subscribe: () => () => undefined };

function SignOut({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const { doors, t, f } = useSurroundings();
  const unsent = useLive(() => doors.library.documents({ dossier: null, state: 'local', limit: 20 }), [doors], NO_PAGE);
  const tray = useObservable(doors.library.tray, []);
  const status = useObservable(doors.sync.status, QUIET);
  const refused = useObservable(doors.library.refused, []);
  const [current, ...others] = useObservable<readonly FirmView[]>(doors.library.firms, []);
  const [every, setEvery] = useState(settings.value.shared);
  const [choice, setChoice] = useState<'keep' | 'erase'>(settings.value.shared ? 'erase' : 'keep');
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const left = unsent.total + tray.length + refused.length;
  const leave = async () => {
    setLeaving(true);
    // Nobody answered: neither signed out nor refused for a reason.
    const gone = await doors.session.signOut(choice, every && others.length > 0 ? 'all' : current?.key).catch(() => null);
    setLeaving(false);
    if (gone === null) setProblem(t.account.signOutUnheard);
    else if (gone.ok) {
      forgetLaunch();
      onClose();
    } else setProblem(`${t.account.unsentOther(gone.refusal.waiting)}. ${t.account.unsentHint}`);
  };
  const option = (value: 'keep' | 'erase', label: string, hint: string) => (
    <label class="check">
      <input type="radio" name="leaving" value={value} checked={choice === value} onChange={() => setChoice(value)} />
      <span>
        {label}
        <small class="blk">{hint}</small>
      </span>
    </label>
  );
  return (
    <Dialog
      title={current === undefined || others.length === 0 ? t.account.signOutTitle : t.company.signOutOf(current.firm.name)}
      onClose={onClose}
    >
      <MigrationOnExit account={account} onGo={onClose} />
      {left === 0 && status.waiting === 0 ? null : (
        <div class="note plain">
          <Icon name="local" />
          <div class="grow">
            {unsent.total === 0 ? null : <b>{t.account.unsent(unsent.total)}</b>}
            <ul>
              {unsent.rows.map((row) => (
                <li key={row.id} class="row between">
                  <span class="cut">{row.name}</span>
                  <small class="n">{f.fileSize(row.size)}</small>
                </li>
              ))}
            </ul>
            {tray.length === 0 ? null : <p>{t.account.trayLeft(tray.length)}</p>}
            {refused.length === 0 ? null : <p>{t.account.refusedLeft(refused.length)}</p>}
            <small>{t.account.unsentHint}</small>
          </div>
        </div>
      )}
      <form
        class="stack4"
        onSubmit={(event) => {
          event.preventDefault();
          void leave();
        }}
      >
        {option('keep', t.account.signOutKeep, t.account.signOutKeepHint)}
        {option('erase', t.account.signOutErase, t.account.signOutEraseHint)}
        {others.length === 0 ? null : (
          <label class="check">
            <input type="checkbox" checked={every} onChange={(event) => setEvery(event.currentTarget.checked)} />
            <span>
              {t.company.signOutAll}
              <small class="blk">{t.company.signOutAllHint(others.map(({ firm }) => firm.name).join(', '))}</small>
            </span>
          </label>
        )}
        <SharedChoice
          onChange={(shared) => {
            setChoice(shared ? 'erase' : 'keep');
            setEvery(shared);
          }}
        />
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={leaving}>
            {t.account.signOut}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.viewer.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
