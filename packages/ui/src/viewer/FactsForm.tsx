/** Puts right what was read in a document: one field each, amounts as people write them. What is saved is said to come from a person. */
import { useId, useState } from 'preact/hooks';
import type { DocumentRow } from '@navette/device/model';
import { decimalToCents, readDecimal } from '@navette/formats/decimal';
import { cents } from '@navette/kernel/cents';
import type { FileFacts } from '@navette/rooms/document-records';
import { documentTexts } from '@navette/texts/document-texts';
import { Problems } from '../components/DropZone.tsx';
import { tidyFacts } from '../reading/facts.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';

type Field = keyof Omit<FileFacts, 'v' | 'by' | 'inner' | 'movements'>;
const INVOICE: readonly Field[] = ['issuer', 'issuerId', 'recipient', 'number', 'date', 'due', 'net', 'tax', 'total'];
const STATEMENT: readonly Field[] = ['issuer', 'account', 'from', 'to'];
const DAYS: ReadonlySet<Field> = new Set(['date', 'due', 'from', 'to']);
const AMOUNTS: ReadonlySet<Field> = new Set(['net', 'tax', 'total']);

export function FactsForm({ row, facts, onDone }: { row: DocumentRow; facts: FileFacts | null; onDone: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const own = documentTexts(language).facts;
  const id = useId();
  const statement = facts === null ? row.kind === 'bank' : facts.movements !== undefined || facts.account !== undefined;
  const fields = statement ? STATEMENT : INVOICE;
  const written = (field: Field): string => {
    const value = facts?.[field];
    return typeof value === 'number' ? f.amount(cents(value)) : (value ?? '');
  };
  const [values, setValues] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(fields.map((field) => [field, written(field)])),
  );
  const [wrong, setWrong] = useState<ReadonlySet<Field>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const names: Readonly<Record<Field, string>> = {
    issuer: statement ? own.bank : own.seller,
    issuerId: own.sellerId,
    recipient: own.buyer,
    recipientId: own.buyer,
    number: own.number,
    date: own.date,
    due: own.due,
    from: own.from,
    to: own.to,
    net: own.net,
    tax: own.tax,
    total: own.total,
    currency: own.total,
    account: own.account,
  };

  const save = async () => {
    const said: Record<string, unknown> = { ...facts, by: 'person' };
    const bad = new Set<Field>();
    for (const field of fields) {
      const text = (values[field] ?? '').trim();
      const read = AMOUNTS.has(field) && text !== '' ? readDecimal(text.replace(/\s*€$/, '')) : null;
      if (text === '') delete said[field];
      else if (!AMOUNTS.has(field)) said[field] = text;
      else if (read) said[field] = decimalToCents(read.value) ?? undefined;
      else bad.add(field);
    }
    const tidy = tidyFacts(said as FileFacts);
    for (const field of fields) if (said[field] !== undefined && tidy[field] === undefined) bad.add(field);
    setWrong(bad);
    if (bad.size > 0) return;
    setBusy(true);
    const done = await doors.library.setFacts(row.id, tidy);
    setBusy(false);
    if (done.ok) onDone();
    else setProblem(refusalSentence(surroundings, done.refusal));
  };
  return (
    <form
      class="facts factsform"
      aria-label={own.editing}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{own.editing}</h3>
      <div class="choicefields">
        {fields.map((field) => (
          <div key={field}>
            <label for={`${id}${field}`}>{names[field]}</label>
            <input
              id={`${id}${field}`}
              class="input sm"
              {...(DAYS.has(field) ? { type: 'date' as const } : { type: 'text' as const })}
              {...(AMOUNTS.has(field) ? { inputMode: 'decimal' as const } : {})}
              maxLength={120}
              value={values[field] ?? ''}
              aria-invalid={wrong.has(field)}
              {...(wrong.has(field) ? { 'aria-describedby': `${id}${field}e` } : {})}
              onInput={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
            />
            {wrong.has(field) ? (
              <p class="error" id={`${id}${field}e`}>
                {DAYS.has(field) ? own.wrongDay : AMOUNTS.has(field) ? own.wrongAmount : own.tooLong}
              </p>
            ) : null}
          </div>
        ))}
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        <button type="submit" class="btn sm primary" disabled={busy}>
          {own.save}
        </button>
        <button type="button" class="btn sm" onClick={onDone}>
          {own.cancel}
        </button>
      </div>
    </form>
  );
}
