/** Below the figures: accounts or third parties, then lines, then one entry, with the way back said above (R207, R214). */
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import type { FigureName } from '@navette/texts/indicators-texts';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { useTitle } from '../screens/Main.tsx';
import { ByChoice } from './ByChoice.tsx';
import { daysAt, balanceAsk, signOf } from './drill.ts';
import { DrillList } from './DrillList.tsx';
import { EntryPart } from './EntryPart.tsx';
import { TOP, type FigurePlace } from './figure-place.ts';
import { HowWords } from './HowButton.tsx';
import { LinesPart } from './LinesPart.tsx';
import { useAnswer } from './use-book.ts';
import type { FiguresInSight } from './use-figures.ts';
import { useInvoices } from './use-invoices.ts';
import type { Lists } from './use-lists.ts';

type Props = {
  readonly place: FigurePlace;
  readonly sight: FiguresInSight;
  readonly lists: Lists | null;
  readonly olderLists: Lists | null;
  readonly dossier: DossierId;
  readonly nameOf: (figure: FigureName) => string;
  readonly hrefOf: (place: FigurePlace) => string;
  readonly year: string;
  readonly beforeYear: string | null;
};

export function DrillPage({ place, sight, lists, olderLists, dossier, nameOf, hrefOf, year, beforeYear }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const invoices = useInvoices(place.entry !== null || place.account !== null || place.party !== null ? dossier : null);
  const entry = useAnswer(sight.book, 'entry', place.entry === null ? null : { entry: place.entry });
  const from2025 = sight.now?.from2025 ?? false;
  const account = place.account === null ? null : (lists?.accounts[place.account] ?? null);
  const party = place.party === null || place.party === 0 ? null : (lists?.parties[place.party] ?? null);
  const [line] = entry ?? [];
  const { figure } = place;
  const steps: { readonly word: string; readonly to: FigurePlace }[] = [{ word: t.title, to: { ...TOP, exercise: place.exercise } }];
  if (figure !== null) steps.push({ word: nameOf(figure), to: { ...TOP, exercise: place.exercise, figure, by: place.by, all: place.all } });
  if (place.month !== null) steps.push({ word: f.month(place.month), to: { ...place, account: null, party: null, entry: null } });
  if (account !== null) steps.push({ word: account.label || account.code, to: { ...place, party: null, entry: null } });
  if (place.party !== null)
    steps.push({ word: party === null ? t.drill.withoutParty : party.label || party.code, to: { ...place, entry: null } });
  if (place.entry !== null) steps.push({ word: t.drill.entry(line?.number ?? ''), to: place });
  const here = steps.at(-1)?.word ?? t.title;
  useTitle(here);
  return (
    <>
      <header class="folio drillhead">
        <div>
          <nav class="crumb" aria-label={t.drill.place}>
            <ol>
              {steps.slice(0, -1).map(({ word, to }) => (
                <li key={word}>
                  <a href={hrefOf(to)}>{word}</a>
                </li>
              ))}
            </ol>
          </nav>
          <h1>{here}</h1>
          {place.entry === null || line === undefined ? null : (
            <p class="cap2 ink2">{t.drill.entryOf(line.journal, line.date === null ? t.drill.noDate : f.day(line.date))}</p>
          )}
        </div>
        {place.entry === null ? <Amount place={place} sight={sight} lists={lists} from2025={from2025} /> : null}
      </header>
      {place.entry !== null ? (
        <EntryPart lines={entry} invoices={invoices} dossier={dossier} />
      ) : place.party !== null && lists !== null ? (
        <LinesPart place={place} sight={sight} lists={lists} invoices={invoices} dossier={dossier} hrefOf={hrefOf} />
      ) : (
        <>
          {place.account === null ? <ByChoice place={place} hrefOf={hrefOf} /> : null}
          <DrillList
            place={place}
            sight={sight}
            lists={lists}
            olderLists={olderLists}
            hrefOf={hrefOf}
            year={year}
            beforeYear={beforeYear}
            {...(place.account === null || place.all ? {} : { limit: 12 })}
          />
          {place.account === null || lists === null ? null : (
            <LinesPart place={place} sight={sight} lists={lists} invoices={invoices} dossier={dossier} hrefOf={hrefOf} />
          )}
          {figure === null || place.account !== null ? null : (
            <details class="how">
              <summary>{t.how}</summary>
              <div>
                <HowWords figure={figure} from2025={from2025} />
              </div>
            </details>
          )}
        </>
      )}
    </>
  );
}

/** What all that is below adds up to. */
function Amount({ place, sight, lists, from2025 }: { place: FigurePlace; sight: FiguresInSight; lists: Lists | null; from2025: boolean }) {
  const { f } = useSurroundings();
  const within = place.account === null || lists === null ? null : lists.only(place.account);
  const lines = useAnswer(
    sight.book,
    'balance',
    lists === null
      ? null
      : { ...balanceAsk(place, daysAt(place.figure, place.month), from2025, within), by: place.party === null ? 'account' : 'entry-party' },
  );
  if (lines === null || lists === null) return null;
  const code = lists.parties[place.party ?? 0]?.code ?? '';
  const kept =
    place.party === null ? lines : lines.filter((line) => (place.party === 0 ? lists.partyAt(line.code) < 0 : line.code === code));
  const sum = signOf(place.figure, from2025) * kept.reduce((all, { balance }) => all + balance, 0);
  return <p class="bigfigure n">{f.money((sum || 0) as Cents)}</p>;
}
