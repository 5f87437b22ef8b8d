/** One entry beside the list: its lines, whether they balance, the document that justifies them; and what is asked about a line. */
import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { OpenBook } from '@navette/device/model';
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import { journalTexts } from '@navette/texts/journal-texts';
import { Icon } from '../components/Icon.tsx';
import { EntryPart } from '../ledger/EntryPart.tsx';
import { useAnswer } from '../ledger/use-book.ts';
import { useInvoices } from '../ledger/use-invoices.ts';
import type { Lists } from '../ledger/use-lists.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { JournalPlace } from './journal-place.ts';
import type { AskedAbout } from './LineRequestDialog.tsx';

/** Where it takes the place of the list (`screens.css`). */
const ALONE = '(max-width: 899px)';

type Props = {
  readonly book: OpenBook | null;
  readonly entry: number;
  readonly row: number | null;
  readonly lists: Lists | null;
  readonly dossier: DossierId;
  readonly hrefOf: (to: Partial<JournalPlace>) => string;
  readonly onClose: () => void;
  readonly onAsk: ((asked: AskedAbout) => void) | null;
  /** What was just done, said here where the list is out of sight. */
  readonly said: ComponentChildren;
};

export function EntryPane({ book, entry, row, lists, dossier, hrefOf, onClose, onAsk, said }: Props) {
  const { f, language } = useSurroundings();
  const t = journalTexts(language);
  const pane = useRef<HTMLElement>(null);
  const lines = useAnswer(book, 'entry', { entry });
  const invoices = useInvoices(dossier);
  useEffect(() => {
    if (matchMedia(ALONE).matches) pane.current?.focus();
    if (pane.current !== null) pane.current.scrollTop = 0;
  }, [entry]);
  const line = lines?.find((one) => one.row === row) ?? lines?.[0];
  const gap = (lines ?? []).reduce((sum, { debit, credit }) => sum + debit - credit, 0);
  const title = line === undefined ? t.loading : t.entry(line.number);
  return (
    <aside class="viewer entrypane" aria-label={title} ref={pane} tabIndex={-1}>
      <header class="row top">
        <div class="grow">
          <h2 class="cut">{title}</h2>
          {line === undefined ? null : (
            <small class="blk">{t.entryOf(line.journal, line.date === null ? t.noDate : f.day(line.date), f.count(line.line))}</small>
          )}
        </div>
        <button type="button" class="btn icon sm quiet" aria-label={t.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {said}
      <div class="entrybody">
        {lines === null ? null : (
          <p class={`balancemark ${gap === 0 ? 'ink2' : 'off'}`}>
            <Icon name={gap === 0 ? 'check' : 'alert'} size="s" />
            {gap === 0 ? t.balanced : t.unbalanced(f.money(Math.abs(gap) as Cents))}
          </p>
        )}
        {line === undefined ? null : (
          <section class="aboutline" aria-label={t.about}>
            <p>
              <b>{line.label || line.pieceRef || title}</b>
              <small class="blk">
                {[line.account, line.thirdPartyLabel || line.thirdParty || line.accountLabel, line.pieceRef]
                  .filter((word) => word !== '')
                  .join(' · ')}
              </small>
            </p>
            <span class="n">{f.money((line.debit - line.credit) as Cents)}</span>
            <div class="row wrap acts noprint">
              {onAsk === null ? null : (
                <>
                  <button type="button" class="btn sm" onClick={() => onAsk({ line, what: 'missing' })}>
                    <Icon name="request" size="s" />
                    {t.missing}
                  </button>
                  <button type="button" class="btn sm" onClick={() => onAsk({ line, what: 'question' })}>
                    <Icon name="help" size="s" />
                    {t.question}
                  </button>
                </>
              )}
              {lists === null ? null : (
                <a
                  class="btn sm quiet"
                  href={hrefOf({
                    tab: 'ledger',
                    account: lists.accountAt(line.account),
                    party: null,
                    journal: null,
                    open: false,
                    order: 'file',
                    entry,
                    row: line.row,
                  })}
                >
                  <Icon name="ledger" size="s" />
                  {t.tabs.ledger} {line.account}
                </a>
              )}
            </div>
          </section>
        )}
        <EntryPart lines={lines} invoices={invoices} dossier={dossier} />
      </div>
    </aside>
  );
}
