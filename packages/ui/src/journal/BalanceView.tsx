/** « Balance »: what stands on every account, or on every customer or supplier; each leads to its ledger. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DossierView, ExerciseView, OpenBook } from '@navette/device/model';
import { plainText, type AccountLine } from '@navette/domain/ledger/lines';
import type { Cents } from '@navette/kernel/cents';
import { journalTexts } from '@navette/texts/journal-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { ListRow, ListTable, type ListColumn } from '../components/ListTable.tsx';
import { useExportNote } from '../documents/use-export-note.ts';
import { yearsOf } from '../ledger/exercises.ts';
import { useAnswer } from '../ledger/use-book.ts';
import type { Lists } from '../ledger/use-lists.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useWindow } from '../use-window.ts';
import { BALANCE_KINDS, type JournalPlace } from './journal-place.ts';
import { balanceTable, fileWord } from './journal-table.ts';
import { MonthChoice, SearchBox } from './JournalTools.tsx';
import { balanceAsk } from './line-query.ts';
import { LINE_ROW } from './LineTable.tsx';
import { SumsBar } from './SumsBar.tsx';

type Props = {
  readonly place: JournalPlace;
  readonly typed: string;
  readonly text: string;
  readonly book: OpenBook;
  readonly lists: Lists;
  readonly exercise: ExerciseView;
  readonly dossier: DossierView;
  readonly hrefOf: (to: Partial<JournalPlace>) => string;
  readonly go: (to: Partial<JournalPlace>) => void;
  readonly onText: (text: string) => void;
  readonly onPosition: (position: string | null) => void;
};

export function BalanceView({ place, typed, text, book, lists, exercise, dossier, hrefOf, go, onText, onPosition }: Props) {
  const { f, language } = useSurroundings();
  const t = journalTexts(language);
  const phone = useMedia(PHONE_WIDTH);
  const note = useExportNote();
  const all = useAnswer(book, 'balance', balanceAsk(place.kind, place.month));
  const shown = useMemo(() => likeText(all ?? [], text), [all, text]);
  const rowHeight = phone ? LINE_ROW.phone : LINE_ROW.wide;
  const view = useWindow(shown.length, rowHeight);
  const cursor = useListCursor(shown.length, rowHeight, view.box);
  const { head } = t;
  useEffect(() => {
    cursor.set(-1);
    if (view.box.current !== null) view.box.current.scrollTop = 0;
  }, [place.kind, place.month, text]);
  useEffect(() => {
    onPosition(cursor.at < 0 ? null : `${f.count(cursor.at + 1)} / ${f.count(shown.length)}`);
    return () => onPosition(null);
  }, [cursor.at, shown.length]);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    if (!printing) return;
    print();
    setPrinting(false);
  }, [printing]);
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    Escape: () => onText(''),
  });
  const sum = (of: (line: AccountLine) => number) => shown.reduce((whole, line) => whole + of(line), 0);
  const save = async () => {
    if (!(await note({ what: 'list', items: shown.length, dossiers: [dossier.id] }))) return;
    const name = t.csv.balance(yearsOf(exercise), fileWord(t.kinds[place.kind].toLocaleLowerCase(language)));
    saveFile(new Blob([balanceTable(t.csv, shown)], { type: 'text/csv' }), name);
  };
  const toLedger = (code: string) => {
    const party = place.kind === 'general' ? -1 : lists.partyAt(code);
    const clean = { tab: 'ledger', journal: null, open: false, order: 'file' } as const;
    return hrefOf(party >= 0 ? { ...clean, party, account: null } : { ...clean, account: lists.accountAt(code), party: null });
  };
  const columns: readonly ListColumn[] = phone
    ? [
        { look: 'c-label', head: head.name, shape: 'w80' },
        { look: 'c-sum num', head: head.balance, shape: 'w60' },
      ]
    : [
        { look: 'c-account', head: head.account, shape: 'w80' },
        { look: 'c-label', head: head.name, shape: 'w60' },
        { look: 'c-sum num', head: head.opening, shape: 'w60' },
        { look: 'c-sum num', head: head.debit, shape: 'w60' },
        { look: 'c-sum num', head: head.credit, shape: 'w60' },
        { look: 'c-sum num', head: head.balance, shape: 'w80' },
      ];
  const amount = (cents: number) => (cents === 0 ? '' : f.amount(cents as Cents));
  const row = (index: number) => {
    const line = shown[index];
    if (line === undefined) return null;
    const link = (
      <a class="cut" ref={cursor.linkRef(index)} href={toLedger(line.code)} onFocus={() => cursor.set(index)}>
        {line.label || line.code}
      </a>
    );
    return (
      <ListRow key={index} index={index} open={false} current={index === cursor.at}>
        {phone ? (
          <>
            <th scope="row" class="c-label">
              {link}
              <small class="cut blk n">{line.code}</small>
            </th>
            <td class="c-sum num">{f.amount(line.balance as Cents)}</td>
          </>
        ) : (
          <>
            <td class="c-account n">{line.code}</td>
            <th scope="row" class="c-label">
              {link}
            </th>
            <td class="c-sum num z">{amount(line.opening)}</td>
            <td class="c-sum num">{amount(line.debit)}</td>
            <td class="c-sum num">{amount(line.credit)}</td>
            <td class="c-sum num strong">{f.amount(line.balance as Cents)}</td>
          </>
        )}
      </ListRow>
    );
  };
  const count = f.count(shown.length);
  return (
    <>
      <div class="filters noprint" role="search" aria-label={t.filters}>
        <div class="tools">
          <span class="pair" role="group" aria-label={t.kindsLabel}>
            {BALANCE_KINDS.map((kind) => (
              <button
                key={kind}
                type="button"
                class={`filter${place.kind === kind ? ' on' : ''}`}
                aria-pressed={place.kind === kind}
                onClick={() => go({ kind })}
              >
                {t.kinds[kind]}
              </button>
            ))}
          </span>
          <SearchBox label={t.searchBalance} hint={t.searchBalance} text={typed} onText={onText} />
          <MonthChoice months={lists.months} month={place.month} onMonth={(month) => go({ month })} until />
        </div>
      </div>
      {all !== null && shown.length === 0 ? (
        <EmptyState icon="search" title={t.nothingAccounts} hint={t.nothingHint}>
          {typed === '' ? null : (
            <button type="button" class="btn" onClick={() => onText('')}>
              {t.clear}
            </button>
          )}
        </EmptyState>
      ) : (
        <>
          <ListTable
            label={t.caption.balance}
            look={`journallist balance${phone ? ' phone' : ''}`}
            columns={columns}
            names={phone ? 0 : 1}
            total={shown.length}
            loading={all === null}
            view={printing ? { ...view, start: 0, end: shown.length, before: 0, after: 0 } : view}
            row={row}
          />
          <SumsBar
            words={place.kind === 'general' ? t.accounts(shown.length, count) : t.parties(shown.length, count)}
            opening={sum(({ opening }) => opening)}
            debit={sum(({ debit }) => debit)}
            credit={sum(({ credit }) => credit)}
            balance={sum(({ balance }) => balance)}
          >
            <span class="row noprint">
              <button type="button" class="btn sm icon wideonly" aria-label={t.print} title={t.print} onClick={() => setPrinting(true)}>
                <Icon name="print" size="s" />
              </button>
              <button type="button" class="btn sm" disabled={shown.length === 0} onClick={() => void save()}>
                <Icon name="download" size="s" />
                {t.export}
              </button>
            </span>
          </SumsBar>
        </>
      )}
    </>
  );
}

/** A number as it begins, or words of the name. */
function likeText(lines: readonly AccountLine[], text: string): readonly AccountLine[] {
  const words = plainText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return lines;
  return lines.filter(({ code, label }) => {
    const [number, name] = [plainText(code), plainText(label)];
    return words.every((word) => number.startsWith(word) || name.includes(word));
  });
}
