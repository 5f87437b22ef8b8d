/** One line of an entry while it is typed: account, third party, label, amounts; and what is wrong with it, beneath. */
import { completeAccount, type LedgerAccount } from '@navette/domain/drafts/chart';
import { parseAmount } from '@navette/domain/drafts/amount';
import type { EntryProblem } from '@navette/domain/drafts/entry';
import { ENTRY_LIMITS } from '@navette/domain/drafts/limits';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useId } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Completion } from './Completion.tsx';
import { typedAmount, type LineForm } from './entry-form.ts';

/** Suppliers, customers, staff, partners and sundry debtors: accounts of which each line names somebody. */
const THIRD_PARTY = /^4[01256]/;

export type Books = {
  readonly chart: readonly LedgerAccount[];
  readonly thirdParties: readonly (LedgerAccount & { readonly of: string })[];
};

type Props = {
  readonly line: LineForm;
  readonly index: number;
  readonly books: Books;
  readonly problems: readonly EntryProblem[];
  /** Its lines are those of another entry, turned. */
  readonly fixed: boolean;
  readonly onChange: (change: Partial<LineForm>) => void;
  readonly onBalance: () => void;
  readonly onRemove: () => void;
  readonly onFocus: () => void;
  /** To the next line, or a new one. */
  readonly onNext: () => void;
  /** Tab out of the last field of the last line. @returns whether a line was made for it */
  readonly onLeave: () => boolean;
};

export function LineFields({ line, index, books, problems, fixed, onChange, onBalance, onRemove, onFocus, onNext, onLeave }: Props) {
  const { language } = useSurroundings();
  const t = entriesTexts(language);
  const errors = useId();
  const wrong = (...tags: readonly EntryProblem['tag'][]) => problems.some(({ tag }) => tags.includes(tag));
  const described = problems.length === 0 ? {} : { describedBy: errors };
  const enter = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onNext();
  };
  const accounts = (typed: string) => completeAccount(books.chart, typed).map(({ account, label }) => ({ value: account, label }));
  const third = (typed: string) => completeThird(books, typed, line.account).map(({ account, label }) => ({ value: account, label }));
  const field = (name: 'accountLabel' | 'auxiliaryLabel' | 'label', most: number, invalid: boolean) => (
    <input
      class="input sm"
      aria-label={t.fields[name === 'label' ? 'lineLabel' : name]}
      aria-invalid={invalid}
      {...(problems.length === 0 ? {} : { 'aria-describedby': errors })}
      maxLength={most}
      disabled={fixed && name !== 'label'}
      value={line[name]}
      placeholder={t.fields[name === 'label' ? 'lineLabel' : name]}
      onInput={(event) => onChange({ [name]: event.currentTarget.value })}
      onKeyDown={(event) => (event.key === 'Enter' ? enter(event) : undefined)}
    />
  );
  const amount = (side: 'debit' | 'credit') => (
    <div class="eamount">
      <span class="elabel" aria-hidden="true">
        {t.fields[side]}
      </span>
      <input
        class="input sm num"
        inputMode="decimal"
        aria-label={t.fields[side]}
        aria-invalid={wrong('amount', 'both-sides', 'no-amount')}
        {...(problems.length === 0 ? {} : { 'aria-describedby': errors })}
        autocomplete="off"
        maxLength={24}
        disabled={fixed}
        value={line[side]}
        onInput={(event) => onChange({ [side]: event.currentTarget.value })}
        onBlur={(event) => {
          const written = typedAmount(parseAmount(event.currentTarget.value) ?? 0);
          if (written !== '' && written !== line[side]) onChange({ [side]: written });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') return enter(event);
          if (event.key === '=') {
            event.preventDefault();
            return onBalance();
          }
          if (event.key === 'Tab' && side === 'credit' && !event.shiftKey && onLeave()) event.preventDefault();
        }}
      />
    </div>
  );
  const withThird = line.auxiliary !== '' || line.auxiliaryLabel !== '' || THIRD_PARTY.test(line.account);
  return (
    <li onFocusIn={onFocus} data-line={line.key}>
      <div class={`eline${problems.length > 0 ? ' wrong' : ''}`} role="group" aria-label={t.line(index + 1)}>
        <div class="eaccount">
          <span class="elabel" aria-hidden="true">
            {t.fields.account}
          </span>
          <Completion
            label={t.fields.account}
            value={line.account}
            maxLength={ENTRY_LIMITS.account}
            invalid={wrong('account')}
            disabled={fixed}
            {...described}
            listLabel={t.suggestions}
            suggest={accounts}
            onType={(text) => {
              const known = books.chart.find(({ account }) => account === text.trim());
              onChange({ account: text.trim(), ...(known ? { accountLabel: known.label } : {}) });
            }}
            onTake={({ value, label }) => onChange({ account: value, accountLabel: label })}
            onEnter={enter}
          />
        </div>
        <div class="ename">{field('accountLabel', ENTRY_LIMITS.name, wrong('account-label'))}</div>
        <div class="etext">{field('label', ENTRY_LIMITS.label, wrong('forbidden-character'))}</div>
        {amount('debit')}
        {amount('credit')}
        <button
          type="button"
          class="btn icon sm quiet eremove"
          aria-label={t.removeLine(index + 1)}
          title={t.removeLine(index + 1)}
          disabled={fixed}
          onClick={onRemove}
        >
          <Icon name="close" size="s" />
        </button>
        {withThird ? (
          <div class="ethird">
            <span class="cap" aria-hidden="true">
              {t.thirdParty}
            </span>
            <Completion
              label={t.fields.auxiliary}
              value={line.auxiliary}
              maxLength={ENTRY_LIMITS.account}
              invalid={wrong('third-party')}
              disabled={fixed}
              {...described}
              listLabel={t.suggestions}
              suggest={third}
              onType={(text) => onChange({ auxiliary: text })}
              onTake={({ value, label }) => onChange({ auxiliary: value, auxiliaryLabel: label })}
              onEnter={enter}
            />
            {field('auxiliaryLabel', ENTRY_LIMITS.name, wrong('third-party'))}
          </div>
        ) : null}
        {problems.length === 0 ? null : (
          <ul class="eerrors" id={errors}>
            {problems.map(({ tag }) => (
              <li key={tag} class="error">
                {t.problems[tag]}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** Those last used with an account of the same kind go first: suppliers on a supplier's line. */
function completeThird(books: Books, typed: string, account: string): readonly LedgerAccount[] {
  const kind = account.slice(0, 2);
  const near = books.thirdParties.filter(({ of }) => of.startsWith(kind));
  const wanted = typed.toLowerCase();
  const byCode = (list: readonly LedgerAccount[]) => list.filter((one) => one.account.toLowerCase().startsWith(wanted));
  const found = [
    ...byCode(near),
    ...completeAccount(near, typed),
    ...byCode(books.thirdParties),
    ...completeAccount(books.thirdParties, typed),
  ];
  return [...new Map(found.map((one) => [one.account, one])).values()].slice(0, 8);
}
