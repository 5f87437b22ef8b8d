/** Ctrl K or ⌘ K: type a few letters, go to a screen, a dossier or a document. A link each, so nothing is done by arriving. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { Icon } from '../components/Icon.tsx';
import { entriesWord } from '@navette/texts/entries-word';
import { maySeeEntries } from '../drafts/may-see.ts';
import { mayReadArchive } from '../archive/may-read.ts';
import { hasBooks } from '../ledger/may-read-books.ts';
import { routeTo, type Screen } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE, NOTHING } from '../unknown-yet.ts';
import { useLive } from '../use-observable.ts';
import type { IconName } from '../icons.ts';

type Place = { readonly key: string; readonly icon: IconName; readonly word: string; readonly under: string; readonly to: string };

export function GotoBox({ account }: { account: AccountView }) {
  const { doors, language, t } = useSurroundings();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const text = asked.trim();
  const found = useLive(
    () => (open && text.length > 1 ? doors.library.documents({ dossier: null, text, limit: 6 }) : NOTHING),
    [doors, open, text],
    NO_PAGE,
  );
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  const like = (word: string) => word.toLocaleLowerCase('fr').includes(text.toLocaleLowerCase('fr'));
  const screens: readonly (readonly [Screen, IconName, string])[] = [
    ['home', 'home', t.nav.home],
    ['deposit', 'deposit', t.nav.deposit],
    ['documents', 'documents', t.nav.documents],
    ...(hasBooks(account)
      ? ([
          ['indicators', 'chart', t.nav.indicators],
          ['journal', 'ledger', t.nav.journal],
          ['due-dates', 'calendar', t.nav.dueDates],
        ] as const)
      : []),
    ...(mayReadArchive(account) ? ([['archive', 'archive', t.nav.archive]] as const) : []),
    ['requests', 'request', t.nav.requests],
    ...(maySeeEntries(account) ? ([['entries', 'edit', entriesWord(language)]] as const) : []),
    ['sendings', 'sent', t.nav.sendings],
    ['queue', 'sync', t.queue.title],
    ['about', 'help', t.nav.about],
    ...(account.side === 'staff'
      ? ([
          ['portfolio', 'briefcase', t.nav.portfolio],
          ['books', 'folder', t.nav.books],
          ['handed-in', 'archive', t.handedIn.title],
        ] as const)
      : []),
  ];
  const places: Place[] = [
    ...screens
      .filter(([, , word]) => like(word))
      .map(([screen, icon, word]) => ({ key: screen, icon, word, under: t.nav.gotoScreens, to: routeTo(screen) })),
    ...(text === '' ? [] : account.dossiers.filter(({ name, siren }) => like(name) || siren === text).slice(0, 6)).map((dossier) => ({
      key: dossier.id,
      icon: 'briefcase' as const,
      word: dossier.name,
      under: t.nav.gotoDossiers,
      to: routeTo('documents', { dossier: dossier.id }),
    })),
    ...(found?.rows ?? []).map((row) => ({
      key: row.id,
      icon: 'documents' as const,
      word: row.name,
      under: account.dossiers.find((dossier) => dossier.id === row.dossier)?.name ?? '',
      to: routeTo('documents', { document: row.id }),
    })),
  ];
  const chosen = Math.min(at, places.length - 1);
  const go = (place: Place | undefined) => {
    if (place === undefined) return;
    setOpen(false);
    setAsked('');
    input.current?.blur();
    location.assign(place.to);
  };
  return (
    <div class="search goto">
      <Icon name="search" size="s" />
      <input
        ref={input}
        class="input sm"
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label={t.nav.goto}
        aria-expanded={open}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        {...(open && places.length > 0 ? { 'aria-activedescendant': `${id}o${chosen}` } : {})}
        placeholder={account.side === 'staff' ? t.nav.gotoStaff : t.nav.gotoHint}
        value={asked}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setAsked(event.currentTarget.value);
          setOpen(true);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setAt(Math.max(0, Math.min(places.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1))));
          } else if (event.key === 'Enter') go(places[chosen]);
          else if (event.key === 'Escape') {
            setAsked('');
            input.current?.blur();
          }
        }}
      />
      {asked === '' ? <kbd aria-hidden="true">{t.keys.ctrl} K</kbd> : null}
      <ul class="menu gotolist" id={`${id}list`} role="listbox" aria-label={t.nav.goto} hidden={!open}>
        {places.map((place, index) => (
          <li
            key={place.key}
            id={`${id}o${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => (event.preventDefault(), go(place))}
          >
            <Icon name={place.icon} size="s" />
            <span class="grow cut">{place.word}</span>
            <small class="cut">{place.under}</small>
          </li>
        ))}
        {places.length === 0 ? (
          <li role="option" aria-selected="false" aria-disabled="true">
            {t.nav.gotoNothing}
          </li>
        ) : null}
      </ul>
    </div>
  );
}
