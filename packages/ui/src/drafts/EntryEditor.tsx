/**
 * The editor of a draft, for the keyboard: Tab goes on, Enter goes to the next line and makes one after the last, `=` in an amount
 * balances, Ctrl+Enter saves. What is typed and not saved is saved when the page is left or hidden.
 */
import { totalsOf } from '@navette/domain/drafts/balance';
import { checkEntry, type EntryProblem, type JournalEntry } from '@navette/domain/drafts/entry';
import { ENTRY_LIMITS } from '@navette/domain/drafts/limits';
import type { Exercise } from '@navette/domain/drafts/exercise';
import { cents } from '@navette/kernel/cents';
import type { AccountView, DossierView, EntryView } from '@navette/device/model';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Attachments } from './Attachments.tsx';
import type { booksOf } from './books-of.ts';
import { Completion } from './Completion.tsx';
import { EntryHistory } from './EntryHistory.tsx';
import {
  balancedForm,
  emptyLine,
  entryOf,
  formOf,
  isBlank,
  sameEntry,
  unreadAmounts,
  withDocument,
  withLine,
  type EntryForm,
} from './entry-form.ts';
import { LineFields } from './LineFields.tsx';

export type Saved = { readonly draft: string; readonly replaces: readonly string[] };

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly exercise: Exercise;
  readonly base: JournalEntry;
  /** What is known of it; null for one that nobody has saved. */
  readonly found: EntryView | null;
  readonly books: ReturnType<typeof booksOf>;
  readonly mayValidate: boolean;
  /** Sentences on versions that came while it was open. */
  readonly meanwhile: readonly string[];
  readonly isNew: boolean;
  readonly onDirty: (dirty: boolean) => void;
  readonly save: (entry: JournalEntry, withdrawn?: boolean) => Promise<Saved | null>;
  readonly onSaved: (entry: JournalEntry, saved: Saved, next: 'stay' | 'new' | 'validate') => void;
};

/** Changes nearer to each other than this are undone together. */
const ONE_GO = 700;

export function EntryEditor({
  account,
  dossier,
  exercise,
  base,
  found,
  books,
  mayValidate,
  meanwhile,
  isNew,
  onDirty,
  save,
  onSaved,
}: Props) {
  const { f, language } = useSurroundings();
  const t = entriesTexts(language);
  const [form, setForm] = useState(() => formOf(base));
  const [tried, setTried] = useState(false);
  const [current, setCurrent] = useState(form.lines[0]?.key ?? 0);
  /** The entry as it was last saved. */
  const stored = useRef(base);
  const past = useRef<{ readonly forms: EntryForm[]; at: number }>({ forms: [], at: 0 });
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<number | null>(null);
  const ids = useId();
  const entry = useMemo(() => entryOf(form), [form]);
  const unread = unreadAmounts(form);
  const problems = useMemo(() => [...unread, ...checkEntry(entry, exercise)], [form, exercise]);
  const dirty = !sameEntry(entry, base) || unread.length > 0;
  const fixed = form.reverses !== undefined;
  onDirty(dirty);

  const change = (next: EntryForm, apart = false) => {
    const moment = performance.now();
    if (apart || moment - past.current.at > ONE_GO) past.current.forms.push(form);
    past.current.at = apart ? 0 : moment;
    setForm(next);
  };
  const undo = () => {
    const before = past.current.forms.pop();
    past.current.at = 0;
    if (before !== undefined) setForm(before);
  };
  const keep = async (next: 'stay' | 'new' | 'validate') => {
    const ready = unread.length === 0 && (next !== 'validate' || problems.length === 0);
    if (!ready) return setTried(true);
    const nothing = next !== 'new' && !dirty && found !== null;
    const saved = nothing ? { draft: found.id, replaces: found.standing.map(({ id }) => id) } : await save(entry);
    if (saved === null) return;
    stored.current = entry;
    onSaved(entry, saved, next);
  };

  // Left or hidden with something typed: saved as it stands.
  const leaving = useRef<() => void>(() => undefined);
  leaving.current = () => {
    const blank = found === null && entry.lines.length === 0 && entry.label === '' && entry.pieceRef === '';
    if (sameEntry(entry, stored.current) || blank) return;
    stored.current = entry;
    void save(entry).then((saved) => (saved === null ? undefined : onSaved(entry, saved, 'stay')));
  };
  useEffect(() => {
    const hidden = () => (document.visibilityState === 'hidden' ? leaving.current() : undefined);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      leaving.current();
      onDirty(false);
    };
  }, []);

  const focusLine = (key: number) => list.current?.querySelector<HTMLInputElement>(`[data-line="${key}"] input:enabled`)?.focus();
  useEffect(() => {
    if (wanted.current !== null) focusLine(wanted.current);
    wanted.current = null;
  }, [form.lines.length]);
  const addLine = () => {
    if (form.lines.length >= ENTRY_LIMITS.lines || fixed) return;
    const line = emptyLine();
    wanted.current = line.key;
    change({ ...form, lines: [...form.lines, line] }, true);
  };
  const balance = (key: number) => change(balancedForm(form, key), true);

  const { debit, credit } = totalsOf(entry.lines);
  const missing = debit - credit;
  const kept = form.lines.filter((line) => !isBlank(line)).map((line) => line.key);
  const problemsOf = (key: number) =>
    tried || unread.length > 0
      ? distinct(problems.filter(({ line }) => line !== null && kept[line] === key)).filter(shownBefore(tried))
      : [];
  const head = problems.filter(({ line }) => line === null);
  const wrong = (...tags: readonly EntryProblem['tag'][]) => tried && head.some(({ tag }) => tags.includes(tag));
  const status = dirty ? t.unsaved : found === null ? '' : found.standing.every(({ sent }) => sent) ? t.savedSent : t.saved;

  const field = (name: 'pieceRef' | 'label', most: number, tag: EntryProblem['tag'], look: string) => (
    <div class={look}>
      <label for={`${ids}-${name}`}>{t.fields[name]}</label>
      <input
        id={`${ids}-${name}`}
        class="input sm"
        maxLength={most}
        autocomplete="off"
        aria-invalid={wrong(tag)}
        value={form[name]}
        onInput={(event) => change({ ...form, [name]: event.currentTarget.value })}
      />
    </div>
  );
  const dayField = (name: 'date' | 'pieceDate', ...tags: readonly EntryProblem['tag'][]) => (
    <div class="f-day">
      <label for={`${ids}-${name}`}>{t.fields[name]}</label>
      <input
        id={`${ids}-${name}`}
        class="input sm"
        type="date"
        {...(name === 'date' ? { min: exercise.from, max: exercise.to } : {})}
        aria-invalid={wrong(...tags)}
        value={form[name]}
        onInput={(event) => change({ ...form, [name]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <form
      class="entryform"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && (event.key === 'Enter' || event.key === 's')) {
          event.preventDefault();
          void keep(isNew ? 'new' : 'stay');
        }
      }}
    >
      {meanwhile.map((sentence) => (
        <p key={sentence} class="note decide entrynote" role="status">
          {sentence}
        </p>
      ))}
      {fixed ? <p class="note entrynote">{t.reverses}</p> : null}
      <div class="ehead">
        <div class="f-journal">
          <label for={`${ids}-journal`}>{t.fields.journal}</label>
          <Completion
            id={`${ids}-journal`}
            label={t.fields.journal}
            value={form.journal}
            maxLength={ENTRY_LIMITS.journal}
            invalid={wrong('no-journal')}
            disabled={fixed}
            listLabel={t.suggestions}
            suggest={(typed) => journals(t.journals, books.journals, typed)}
            onType={(text) => change({ ...form, journal: text.trim().toUpperCase() })}
            onTake={({ value }) => change({ ...form, journal: value }, true)}
            onEnter={() => undefined}
          />
        </div>
        {dayField('date', 'no-date', 'date-outside')}
        {field('pieceRef', ENTRY_LIMITS.pieceRef, 'no-piece-ref', 'f-piece')}
        {dayField('pieceDate', 'no-piece-date')}
        {field('label', ENTRY_LIMITS.label, 'no-label', 'f-label')}
      </div>
      <div class="elines">
        <div class="elinehead" aria-hidden="true">
          <span>{t.fields.account}</span>
          <span>{t.fields.accountLabel}</span>
          <span>{t.fields.lineLabel}</span>
          <span class="num">{t.fields.debit}</span>
          <span class="num">{t.fields.credit}</span>
          <span />
        </div>
        <ol ref={list} aria-label={t.lines}>
          {form.lines.map((line, index) => (
            <LineFields
              key={line.key}
              line={line}
              index={index}
              books={books}
              problems={problemsOf(line.key)}
              fixed={fixed}
              onChange={(by) => change(withLine(form, line.key, by))}
              onBalance={() => balance(line.key)}
              onRemove={() => change({ ...form, lines: form.lines.filter(({ key }) => key !== line.key) }, true)}
              onFocus={() => setCurrent(line.key)}
              onNext={() => {
                const next = form.lines[index + 1];
                if (next === undefined) addLine();
                else focusLine(next.key);
              }}
              onLeave={() => {
                if (index < form.lines.length - 1 || isBlank(line) || missing === 0 || fixed) return false;
                addLine();
                return true;
              }}
            />
          ))}
        </ol>
        <div class="etotal">
          <button type="button" class="btn sm quiet" disabled={fixed} onClick={addLine}>
            <Icon name="plus" size="s" />
            {t.addLine}
          </button>
          <p class={`ebalance ${missing === 0 && debit > 0 ? 'even' : ''}`} role="status">
            {missing === 0
              ? debit > 0
                ? t.balanced
                : ''
              : t.missing(f.amount(cents(Math.abs(missing))), missing > 0 ? 'credit' : 'debit')}
            {missing === 0 || fixed ? null : (
              <button type="button" class="btn sm" title={t.balanceHint} onClick={() => balance(current)}>
                {t.balance}
              </button>
            )}
          </p>
          <b class="num etot" aria-label={`${t.total}, ${t.fields.debit}`}>
            {f.amount(cents(debit))}
          </b>
          <b class="num etot" aria-label={`${t.total}, ${t.fields.credit}`}>
            {f.amount(cents(credit))}
          </b>
        </div>
      </div>
      {tried && head.length > 0 ? (
        <div class="note bad entrynote" role="alert">
          <Icon name="alert" />
          <div class="grow">
            <b>{t.toDo}</b>
            <ul>
              {distinct(head).map(({ tag }) => (
                <li key={tag}>{t.problems[tag]}</li>
              ))}
            </ul>
          </div>
        </div>
      ) : null}
      <div class="row wrap eacts noprint">
        <button type="button" class={`btn ${mayValidate && !isNew ? '' : 'primary'}`} onClick={() => void keep(isNew ? 'new' : 'stay')}>
          {t.save}
        </button>
        {mayValidate ? (
          <button type="button" class={`btn ${isNew ? '' : 'primary'}`} onClick={() => void keep('validate')}>
            <Icon name="check" size="s" />
            {t.validate}
          </button>
        ) : null}
        <button type="button" class="btn quiet" disabled={past.current.forms.length === 0} onClick={undo}>
          <Icon name="undo" size="s" />
          {t.undo}
        </button>
        {found === null ? null : (
          <button
            type="button"
            class="btn quiet"
            onClick={() => void save(base, true).then((saved) => saved && onSaved(base, saved, 'stay'))}
          >
            <Icon name="trash" size="s" />
            {t.withdraw}
          </button>
        )}
        <span class="cap push" role="status">
          {status}
        </span>
      </div>
      <Attachments
        dossier={dossier.id}
        documents={form.documents}
        onChange={(document, on) => change(withDocument(form, document, on), true)}
      />
      {found === null ? null : (
        <EntryHistory account={account} revisions={found.revisions} onRestore={(before) => change(formOf(before), true)} />
      )}
      <KeyBar
        hints={[
          { keys: ['Ctrl ⏎'], does: t.keys.save },
          { keys: ['⏎'], does: t.keys.line },
          { keys: ['='], does: t.keys.balance },
        ]}
      />
    </form>
  );
}

function journals(names: Readonly<Record<string, string>>, used: readonly string[], typed: string) {
  return [...new Set([...Object.keys(names), ...used])]
    .filter((code) => code.startsWith(typed.toUpperCase()) || (names[code] ?? '').toLowerCase().startsWith(typed.toLowerCase()))
    .map((code) => ({ value: code, label: names[code] ?? '' }));
}

/** Before anybody asks to validate, only what cannot be saved is said. */
function shownBefore(tried: boolean): (problem: EntryProblem) => boolean {
  return ({ tag }) => tried || tag === 'amount';
}

function distinct(problems: readonly EntryProblem[]): readonly EntryProblem[] {
  return [...new Map(problems.map((problem) => [problem.tag, problem])).values()];
}
