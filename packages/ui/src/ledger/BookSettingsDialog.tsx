/** What the firm sets for a dossier: its kind, its tax and social dates, the usual term, and whether the client sees the VAT. */
import { useState } from 'preact/hooks';
import type { BookSettings } from '@navette/device/model';
import { DOSSIER_KINDS, type DossierKind } from '@navette/domain/ledger/indicators';
import type { TaxSettings } from '@navette/domain/ledger/tax-calendar';
import type { DossierId } from '@navette/kernel/ids';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly dossier: DossierId;
  readonly settings: BookSettings;
  /** Of the file, where nobody chose. */
  readonly proposed: DossierKind | null;
  readonly onClose: () => void;
};

type Vat = NonNullable<TaxSettings['vat']>['period'];
const VAT_DAYS = Array.from({ length: 10 }, (_, at) => 15 + at);
const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);

export function BookSettingsDialog({ dossier, settings, proposed, onClose }: Props) {
  const { doors, t: all, f, language } = useSurroundings();
  const t = dueDatesTexts(language).settings;
  const [wanted, setWanted] = useState(settings);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const { taxes } = wanted;
  const setTaxes = (part: keyof TaxSettings, value: TaxSettings[keyof TaxSettings] | undefined) => {
    const { [part]: _, ...others } = taxes;
    setWanted({ ...wanted, taxes: value === undefined ? others : { ...others, [part]: value } });
  };
  const save = async () => {
    setSaving(true);
    const saved = await doors.library.books.saveSettings(dossier, wanted);
    setSaving(false);
    if (saved.ok) onClose();
    else setProblem(refusalSentence({ t: all, f }, saved.refusal));
  };
  const select = <V extends string>(label: string, value: V, options: readonly (readonly [V, string])[], choose: (value: V) => void) => (
    <label>
      {label}
      <select
        class="input"
        value={value}
        onChange={(event) => {
          const chosen = options.find(([key]) => key === event.currentTarget.value);
          if (chosen) choose(chosen[0]);
        }}
      >
        {options.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
  const entries = <K extends string>(words: Readonly<Record<K, string>>) => Object.entries(words) as [K, string][];
  const day = taxes.vat?.day ?? 19;
  const setVat = (period: Vat | 'none', on: number) => setTaxes('vat', period === 'none' ? undefined : { period, day: on });
  const term = wanted.usualTerm;
  return (
    <Dialog title={t.title} onClose={onClose} look="booksettings">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {select<DossierKind | ''>(
          t.kind,
          wanted.kind ?? '',
          [['', t.proposed(t.kinds[proposed ?? 'commercial'])], ...DOSSIER_KINDS.map((kind) => [kind, t.kinds[kind]] as const)],
          (kind) => setWanted({ ...wanted, kind: kind === '' ? null : kind }),
        )}
        <div class="choicefields">
          {select<Vat | 'none'>(t.vat, taxes.vat?.period ?? 'none', entries(t.vatPeriods), (period) => setVat(period, day))}
          {taxes.vat === undefined || taxes.vat.period === 'yearly'
            ? null
            : select(
                t.vatDay,
                String(day),
                VAT_DAYS.map((one) => [String(one), String(one)] as const),
                (one) => setVat(taxes.vat?.period ?? 'none', Number(one)),
              )}
        </div>
        <div class="choicefields">
          {select(
            t.corporateTax,
            String(taxes.corporateTax?.closingMonth ?? ''),
            [
              ['', t.noCorporateTax],
              ...MONTHS.map((month) => [String(month), t.closingMonth(f.monthName(`2026-${String(month).padStart(2, '0')}`))] as const),
            ],
            (month) => setTaxes('corporateTax', month === '' ? undefined : { closingMonth: Number(month) }),
          )}
          {select<'none' | '5' | '15'>(t.social, String(taxes.social?.day ?? 'none') as 'none' | '5' | '15', entries(t.socialDays), (one) =>
            setTaxes('social', one === 'none' ? undefined : { day: one === '5' ? 5 : 15 }),
          )}
          {select<'none' | 'monthly' | 'quarterly'>(t.payrollTax, taxes.payrollTax?.period ?? 'none', entries(t.payrollPeriods), (period) =>
            setTaxes('payrollTax', period === 'none' ? undefined : { period }),
          )}
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={taxes.cfe === true}
            onChange={(event) => setTaxes('cfe', event.currentTarget.checked || undefined)}
          />
          {t.cfe}
        </label>
        <fieldset>
          <legend class="label">{t.term}</legend>
          <div class="row wrap">
            <input
              class="input days"
              type="number"
              min="0"
              max="120"
              aria-label={t.termDays}
              placeholder="30"
              value={term?.days ?? ''}
              onInput={(event) => {
                const days = event.currentTarget.valueAsNumber;
                setWanted({
                  ...wanted,
                  usualTerm: Number.isInteger(days) && days >= 0 && days <= 120 ? { ...term, days } : null,
                });
              }}
            />
            <label class="check">
              <input
                type="checkbox"
                checked={term?.endOfMonth === true}
                disabled={term === null}
                onChange={(event) =>
                  setWanted({ ...wanted, usualTerm: term && { days: term.days, endOfMonth: event.currentTarget.checked } })
                }
              />
              {t.endOfMonth}
            </label>
            {term === null ? <small>{t.termNone}</small> : null}
          </div>
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={wanted.showVat}
            onChange={(event) => setWanted({ ...wanted, showVat: event.currentTarget.checked })}
          />
          {t.showVat}
        </label>
        <p class="cap">{t.dated}</p>
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={saving}>
            {t.save}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
