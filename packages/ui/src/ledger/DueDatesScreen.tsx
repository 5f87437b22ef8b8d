/**
 * « Échéances » (R206): what customers owe and what is owed to suppliers, by how late it is or by the age of its document, and what
 * falls due week after week with the tax dates of the dossier. At the closing of a finished exercise, today for a running one.
 */
import '../style/indicators.css';
import '../style/due-dates.css';
import { useMemo, useState } from 'preact/hooks';
import type { BookSettings, ExerciseView } from '@navette/device/model';
import { taxDates } from '@navette/domain/ledger/tax-calendar';
import type { Side } from '@navette/domain/ledger/open-items';
import type { OpenItemsView } from '@navette/domain/ledger/questions';
import type { Cents } from '@navette/kernel/cents';
import { dayInParis } from '@navette/kernel/dates';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { later } from '../later.tsx';
import { Folio, Main, useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { AgedBlock } from './AgedBlock.tsx';
import { agedTable } from './aged.ts';
import { BookNotice } from './BookNotice.tsx';
import { DueItems } from './DueItems.tsx';
import { DUE_TABS, dueHash, parseDuePlace, type DuePlace } from './due-place.ts';
import { AgedTools, ExportMenu } from './DueTools.tsx';
import { ExerciseChoice, ExerciseMarks } from './Exercises.tsx';
import { chosenExercise, shownExercises } from './exercises.ts';
import { placeHash, TOP, useHash } from './figure-place.ts';
import { mayReadBooks } from './may-read-books.ts';
import { ImportLink, PickCompany } from './NoBooks.tsx';
import { SchedulePart } from './SchedulePart.tsx';
import { endOfSchedule, scheduleOf, type ScheduledItem } from './schedule.ts';
import { stepRow } from './step-row.ts';
import { openBook, useBook } from './use-book.ts';
import { useDueExport } from './use-due-export.ts';
import { useDueItems } from './use-due-items.ts';
import { useInvoices } from './use-invoices.ts';
import { useLists } from './use-lists.ts';

const BookSettingsDialog = later(() => import('./BookSettingsDialog.tsx').then((file) => file.BookSettingsDialog), true);

export function DueDatesScreen({ account, dossier }: ScreenProps) {
  const { doors, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const asked = parseDuePlace(useHash());
  const may = dossier !== null && mayReadBooks(dossier);
  const all = useLive(
    () => (dossier === null || !may ? NOTHING : doors.library.books.exercises(dossier.id)),
    [doors, dossier?.id, may],
    null,
  );
  const settings = useLive<BookSettings | null, null>(
    () => (dossier === null || !may ? NOTHING : doors.library.books.settings(dossier.id)),
    [doors, dossier?.id, may],
    null,
  );
  const shown = shownExercises(all ?? [], account.side);
  const exercise = chosenExercise(shown, asked.exercise);
  // Positions are those of one import: of another one they would mean something else.
  const place = asked.exercise === null || asked.exercise === exercise?.id ? asked : { ...asked, party: null, account: null };
  const words = indicatorsTexts(language);
  if (dossier === null || !may || (all !== null && exercise === null))
    return (
      <Main title={t.title} {...(dossier === null ? {} : { crumb: dossier.name })}>
        {dossier === null ? (
          <PickCompany account={account} screen="due-dates" />
        ) : may ? (
          <EmptyState icon="calendar" title={t.noBooks} hint={account.side === 'staff' ? t.noBooksStaff : t.noBooksClient}>
            <ImportLink account={account} dossier={dossier} />
          </EmptyState>
        ) : (
          <EmptyState icon="lock" title={words.notAllowed} hint={words.notAllowedHint} />
        )}
      </Main>
    );
  if (exercise === null || settings === null || exercise.dossier !== dossier.id)
    return (
      <Main title={t.title} crumb={dossier.name}>
        <Shapes rows={6} />
      </Main>
    );
  return <Dued key={exercise.id} {...{ account, dossier, place, shown, exercise, settings }} />;
}

type Props = Pick<ScreenProps, 'account'> & {
  readonly dossier: NonNullable<ScreenProps['dossier']>;
  readonly place: DuePlace;
  readonly shown: readonly ExerciseView[];
  readonly exercise: ExerciseView;
  readonly settings: BookSettings;
};

function Dued({ account, dossier, place, shown, exercise, settings }: Props) {
  const { t: words, f, language, now } = useSurroundings();
  const t = dueDatesTexts(language);
  const phone = useMedia(PHONE_WIDTH);
  const [setting, setSetting] = useState(false);
  const state = useBook(exercise);
  const book = openBook(state);
  const lists = useLists(book);
  const invoices = useInvoices(dossier.id);
  const today = dayInParis(now());
  const finished = exercise.closing < today;
  const reference = finished ? exercise.closing : today;
  const customers = useDueItems(book, 'customers', reference, place.way, invoices, settings);
  const suppliers = useDueItems(book, 'suppliers', reference, place.way, invoices, settings);
  const end = endOfSchedule(reference, place.step);
  const taxes = useMemo(() => taxDates(settings.taxes, reference, end), [settings.taxes, reference, end]);
  const both = useMemo(() => [...ofSide(customers, 'customers'), ...ofSide(suppliers, 'suppliers')], [customers, suppliers]);
  const leave = useDueExport(dossier, exercise, invoices);
  const hrefOf = (to: Partial<DuePlace>) => dueHash({ ...place, exercise: exercise.id, party: null, account: null, ...to }, dossier.id);
  const entryHref = (entry: number) => placeHash({ ...TOP, exercise: exercise.id, entry }, dossier.id);
  const go = (to: Partial<DuePlace>) => location.assign(hrefOf(to));
  const code =
    place.party !== null ? lists?.parties[place.party]?.code : place.account !== null ? lists?.accounts[place.account]?.code : undefined;
  const open = place.tab === 'suppliers' ? suppliers : customers;
  const party = place.tab === 'schedule' || code === undefined ? null : (open?.items.find((one) => one.party === code) ?? null);
  const items = place.tab === 'schedule' ? both : ofSide(open, place.tab).filter(({ party: of }) => code === undefined || of === code);
  const exported = { tab: place.tab, items, taxes: place.tab === 'schedule' ? taxes : [], reference };
  const title = party === null ? t.title : party.partyLabel || party.party;
  useTitle(title);
  useKeys({
    j: () => stepRow(1),
    k: () => stepRow(-1),
    '1': () => go({ tab: 'customers' }),
    '2': () => go({ tab: 'suppliers' }),
    '3': () => go({ tab: 'schedule' }),
    Escape: () => (code === undefined ? undefined : go({})),
  });
  return (
    <>
      <main class="main indicators duedates" id="content" tabIndex={-1}>
        <Folio
          title={title}
          crumb={`${dossier.name} · ${t.at(f.day(reference))}, ${finished ? t.atClosing : t.atToday}`}
          aside={
            <div class="row wrap folioside noprint">
              <ExerciseChoice shown={shown} exercise={exercise} onChoose={(id) => go({ exercise: id, way: null })} />
              {account.side === 'staff' ? (
                <button type="button" class="btn sm" onClick={() => setSetting(true)}>
                  <Icon name="sliders" size="s" />
                  {t.settings.open}
                </button>
              ) : null}
              <ExportMenu onTable={() => void leave.table(exported)} onCalendar={() => void leave.calendar(exported)} />
            </div>
          }
        />
        <ExerciseMarks exercise={exercise} />
        <nav class="tabs duetabs noprint" aria-label={t.tabsLabel}>
          {DUE_TABS.map((tab) => (
            <a key={tab} href={hrefOf({ tab })} {...(place.tab === tab ? { 'aria-current': 'page' as const } : {})}>
              {phone ? t.shortTabs[tab] : t.tabs[tab]}
            </a>
          ))}
        </nav>
        <BookNotice state={state} />
        {state.state === 'failed' ? null : place.tab === 'schedule' ? (
          customers === null || suppliers === null ? (
            <Shapes rows={8} />
          ) : (
            <Schedule
              {...{ place, exercise, settings, taxes, both, reference, finished, go, entryHref }}
              side={account.side}
              onSet={() => setSetting(true)}
            />
          )
        ) : open === null || lists === null ? (
          <Shapes rows={8} />
        ) : open.items.length === 0 ? (
          <EmptyState icon="accepted" title={t.empty[place.tab]} hint={t.emptyHint(f.day(reference))} />
        ) : (
          <>
            {code !== undefined ? (
              <p class="backline noprint">
                <a href={hrefOf({})}>
                  <Icon name="left" size="s" />
                  {t.shortTabs[place.tab]}
                </a>
              </p>
            ) : (
              <AgedBlock
                table={agedTable(open, place.view)}
                view={place.view}
                partyWord={place.tab === 'customers' ? t.customer : t.supplier}
                hrefOf={(of) => {
                  const at = lists.partyAt(of);
                  return hrefOf(at >= 0 ? { party: at } : { account: lists.accountAt(of) });
                }}
                aside={<AgedTools view={place.view} way={open.way} onView={(view) => go({ view })} onWay={(way) => go({ way })} />}
              />
            )}
            <DueItems
              title={t.overdue}
              none={t.noneOverdue}
              items={items.filter(({ late }) => late > 0)}
              note={place.tab === 'customers' ? t.fee : undefined}
              {...{ invoices }}
              dossier={dossier.id}
              hrefOf={entryHref}
            />
            <DueItems
              title={t.coming}
              none={t.noneComing}
              items={items.filter(({ late }) => late <= 0)}
              {...{ invoices }}
              dossier={dossier.id}
              hrefOf={entryHref}
            />
            <details class="how">
              <summary>
                <Icon name="right" size="s" />
                {t.how}
              </summary>
              <div>
                <p>{t.howAccounts[place.tab]}</p>
                <p>{t.howDue}</p>
                <p>{open.way === 'lettrage' ? t.howLettrage : t.howFifo}</p>
              </div>
            </details>
          </>
        )}
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: words.keys.move },
          { keys: [words.keys.enter], does: words.keys.open },
          { keys: ['1', '2', '3'], does: t.keys.tabs },
        ]}
      />
      {setting ? (
        <BookSettingsDialog
          dossier={dossier.id}
          settings={settings}
          proposed={exercise.summary?.proposedKind ?? null}
          onClose={() => setSetting(false)}
        />
      ) : null}
    </>
  );
}

function ofSide(open: OpenItemsView | null, side: Side): readonly ScheduledItem[] {
  return (open?.items ?? []).map((item) => ({ ...item, side }));
}

type ScheduleProps = Pick<Props, 'place' | 'exercise' | 'settings'> & {
  readonly taxes: ReturnType<typeof taxDates>;
  readonly both: readonly ScheduledItem[];
  readonly reference: string;
  readonly finished: boolean;
  readonly side: ScreenProps['account']['side'];
  readonly go: (to: Partial<DuePlace>) => void;
  readonly entryHref: (entry: number) => string;
  readonly onSet: () => void;
};

function Schedule({ place, exercise, settings, taxes, both, reference, finished, side, go, entryHref, onSet }: ScheduleProps) {
  const { f, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const cash = exercise.summary?.indicators.cash ?? null;
  const stretches = useMemo(() => scheduleOf(both, taxes, reference, place.step, cash), [both, taxes, reference, place.step, cash]);
  const set = Object.keys(settings.taxes).length > 0;
  return (
    <section class="block" aria-label={t.tabs.schedule}>
      <header>
        <h2>{t.tabs.schedule}</h2>
        {cash === null ? null : <small>{t.schedule.known(f.money(cash as Cents), f.day(exercise.through))}</small>}
        <span class="pair noprint" role="group" aria-label={t.schedule.by}>
          {(['week', 'month'] as const).map((step) => (
            <button
              key={step}
              type="button"
              class={`filter${place.step === step ? ' on' : ''}`}
              aria-pressed={place.step === step}
              onClick={() => go({ step })}
            >
              {t.schedule[step]}
            </button>
          ))}
        </span>
      </header>
      {set ? null : (
        <div class="note plain settax">
          <Icon name="calendar" />
          <p class="grow">{side === 'staff' ? t.schedule.noTaxesStaff : t.schedule.noTaxes}</p>
          {side === 'staff' ? (
            <button type="button" class="btn sm noprint" onClick={onSet}>
              {t.settings.open}
            </button>
          ) : null}
        </div>
      )}
      <SchedulePart stretches={stretches} step={place.step} hrefOf={entryHref} />
      <p class="cap pad8">
        {finished ? `${t.schedule.past} ` : ''}
        {taxes.length > 0 ? t.schedule.noAmount : ''}
      </p>
    </section>
  );
}
