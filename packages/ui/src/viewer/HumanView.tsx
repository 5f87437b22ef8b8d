/**
 * What a file says, for people: an e-invoice with its parties, VAT and lines, a statement with its movements and running balance; and the
 * facts in force of any document, which whoever may write in its dossier puts right here. The picture stays beside it: this is no proof.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView, DocumentRow } from '@navette/device/model';
import type { BankFile } from '@navette/formats/bank-statement';
import { cents } from '@navette/kernel/cents';
import type { FileFacts } from '@navette/rooms/document-records';
import { documentTexts } from '@navette/texts/document-texts';
import { requestsTexts } from '@navette/texts/requests-texts';
import { warningSentence } from '@navette/texts/formats-texts';
import { Icon } from '../components/Icon.tsx';
import type { Reading } from '../reading/reading.ts';
import { useReading } from '../reading/use-reading.ts';
import { later } from '../later.tsx';
import { useSurroundings, type Surroundings } from '../surroundings.tsx';
import '../style/facts.css';
import { FactsForm } from './FactsForm.tsx';
import { InvoiceTables } from './InvoiceTables.tsx';
import { StatementTables } from './StatementTables.tsx';

const MissingDialog = later(() => import('../requests/MissingDialog.tsx').then((file) => file.MissingDialog), true);

type Props = { readonly account: AccountView; readonly row: DocumentRow; readonly here: boolean };

export function HumanView({ account, row, here }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const own = documentTexts(language).facts;
  const [editing, edit] = useState(false);
  const read = useReading(account, here ? row : null);
  const reading = read.tag === 'read' ? read.reading : null;
  const facts = row.facts ?? reading?.facts ?? null;
  const staff = account.dossiers.find(({ id }) => id === row.dossier)?.right.side === 'staff';
  const mine = row.author === null || row.author === account.user.id;
  // Whoever gave it says what was read in it, where their device did not know before the deposit.
  useEffect(() => {
    if (row.facts === null && reading?.facts && mine) void doors.library.setFacts(row.id, reading.facts);
  }, [row.id, row.facts === null, reading]);
  if (editing) return <FactsForm row={row} facts={facts} onDone={() => edit(false)} />;
  const rows = facts === null ? [] : factRows(surroundings, facts);
  const title = reading?.invoice ? own.invoice : reading?.bank ? own.statement : rows.length === 0 ? own.nothing : own.document;
  return (
    <section class={`facts${hasPicture(row.type) ? '' : ' tall'}`} aria-label={title}>
      <header class="row between">
        <h3>{title}</h3>
        <button type="button" class="btn sm quiet" onClick={() => edit(true)}>
          <Icon name="edit" size="s" />
          {rows.length === 0 ? own.addFacts : own.edit}
        </button>
      </header>
      {rows.length === 0 ? null : (
        <dl class="factlist">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {facts === null || rows.length === 0 ? null : <p class="cap ink2">{own.readBy[facts.by]}</p>}
      {reading === null ? null : <Warnings reading={reading} />}
      {reading?.invoice ? <InvoiceTables invoice={reading.invoice} /> : null}
      {reading?.bank ? <StatementTables bank={reading.bank} /> : null}
      {reading?.bank && staff && !row.withdrawn ? <MissingPapers row={row} bank={reading.bank} /> : null}
    </section>
  );
}

/** The firm asks for what the statement has no document for. */
function MissingPapers({ row, bank }: { row: DocumentRow; bank: BankFile }) {
  const words = requestsTexts(useSurroundings().language).missingPapers;
  const [asking, ask] = useState(false);
  const [said, say] = useState<string | null>(null);
  return (
    <>
      <div class="row acts">
        <button type="button" class="btn sm" onClick={() => ask(true)}>
          <Icon name="plus" size="s" />
          {words.open}
        </button>
      </div>
      <p class="cap2" role="status">
        {said}
      </p>
      {asking ? (
        <MissingDialog
          statement={row}
          bank={bank}
          onClose={() => ask(false)}
          onAsked={(count) => {
            ask(false);
            say(words.asked(count));
          }}
        />
      ) : null}
    </>
  );
}

function Warnings({ reading }: { reading: Reading }) {
  const { language } = useSurroundings();
  const said = [...new Set(reading.warnings.map((one) => warningSentence(language, one)))];
  if (said.length === 0) return null;
  return (
    <div class="note decide" role="group" aria-label={documentTexts(language).toCheck}>
      <Icon name="alert" />
      <ul>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** Facts as names and values, in the order people read an invoice or a statement. */
export function factRows({ language, f }: Pick<Surroundings, 'language' | 'f'>, facts: FileFacts): readonly (readonly [string, string])[] {
  const own = documentTexts(language).facts;
  const money = (value: number | undefined) =>
    value === undefined
      ? undefined
      : facts.currency === undefined || facts.currency === 'EUR'
        ? f.money(cents(value))
        : `${f.amount(cents(value))} ${facts.currency}`;
  const party = (name: string | undefined, id: string | undefined) =>
    name === undefined && id === undefined
      ? undefined
      : [name, id === undefined ? undefined : /^\d{9}$/.test(id) ? f.siren(id) : id].filter(Boolean).join(', ');
  const day = (value: string | undefined) => (value === undefined ? undefined : f.day(value));
  const period = facts.from === undefined || facts.to === undefined ? undefined : own.periodOf(f.day(facts.from), f.day(facts.to));
  const all: readonly (readonly [string, string | undefined])[] = [
    [facts.account === undefined ? own.seller : own.bank, party(facts.issuer, facts.issuerId)],
    [own.buyer, party(facts.recipient, facts.recipientId)],
    [own.account, facts.account],
    [own.number, facts.number],
    [own.date, day(facts.date)],
    [own.due, day(facts.due)],
    [own.period, period],
    [own.count, facts.movements === undefined ? undefined : own.movements(facts.movements)],
    [own.net, money(facts.net)],
    [own.tax, money(facts.tax)],
    [own.total, money(facts.total)],
  ];
  return all.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** Where there is no picture to look at, what was read has its place. */
function hasPicture(type: string): boolean {
  return type === 'application/pdf' || type.startsWith('image/');
}
