/**
 * "Brouillard": the entries of one company and one exercise, recorded offline and validated by the firm (R151-R153). The list, or the
 * entry the hash names. Everything is on this device.
 */
import '../style/entries.css';
import { dayInParis } from '@navette/kernel/dates';
import type { AccountView, DossierView } from '@navette/device/model';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useState } from 'preact/hooks';
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { routeTo } from '../routes.ts';
import { Main } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useHashPart } from '../use-hash-part.ts';
import { useLive } from '../use-observable.ts';
import { entriesPlace, yearAsked } from './entries-place.ts';
import { EntryList } from './EntryList.tsx';
import { EntryPage } from './EntryPage.tsx';
import { seesEntries } from './may-see.ts';

export function EntriesScreen({ account, dossier }: ScreenProps) {
  const { language } = useSurroundings();
  const t = entriesTexts(language);
  const readable = account.dossiers.filter(seesEntries);
  const shown = dossier ?? (readable.length === 1 ? (readable[0] ?? null) : null);
  if (shown === null)
    return (
      <Main title={t.title} crumb={account.firm.name}>
        <p class="lead2">{t.choose}</p>
        <ul class="rows">
          {readable.map((one) => (
            <li key={one.id}>
              <a href={routeTo('entries', { dossier: one.id })}>{one.name}</a>
            </li>
          ))}
        </ul>
      </Main>
    );
  if (!seesEntries(shown))
    return (
      <Main title={t.title} crumb={shown.name}>
        <EmptyState icon="lock" title={t.noRight} hint={t.noRightHint} />
      </Main>
    );
  return <Journal key={shown.id} account={account} dossier={shown} />;
}

function Journal({ account, dossier }: { account: AccountView; dossier: DossierView }) {
  const { doors, now } = useSurroundings();
  const opened = useHashPart();
  const [thisYear] = useState(() => Number(dayInParis(now()).slice(0, 4)));
  const year = yearAsked(thisYear);
  const view = useLive(() => doors.library.journal.view(dossier.id, year), [doors, dossier.id, year], null);
  const props = { account, dossier, year, view: view?.year === year ? view : null };
  if (opened !== '') return <EntryPage key={opened} {...props} opened={opened} />;
  const all = [...new Set([thisYear, year, ...(view?.years ?? [])])].toSorted((a, b) => b - a);
  return <EntryList {...props} years={all} onYear={(to) => location.assign(entriesPlace(dossier.id, to))} />;
}
