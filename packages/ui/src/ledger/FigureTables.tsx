/** Beside the headlines: the SIG, the working capital and the days, cash and what stands beside it, third parties, expenses, VAT. */
import type { Figures } from '@navette/domain/ledger/questions';
import type { IndicatorName } from '@navette/domain/ledger/indicators';
import { CHANGED_IN_2025, SIG_NAMES, type SigName } from '@navette/domain/ledger/sig-parts';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { FigureTable, type FigureRow } from './FigureTable.tsx';

type Props = {
  readonly now: Figures;
  readonly was: Figures | null;
  readonly cashBasis: boolean;
  readonly vat: 'hidden' | 'staff' | 'shown';
  readonly year: string;
  readonly beforeYear: string | null;
  readonly nameOf: (figure: FigureName) => string;
  readonly hrefOf: (figure: FigureName) => string;
};

const STRONG: ReadonlySet<SigName> = new Set(['valueAdded', 'grossOperatingSurplus', 'operatingResult', 'netResult']);
/** The shortest period of which days mean something (4.4). */
const SHORTEST = 60;

export function FigureTables({ now, was, cashBasis, vat, year, beforeYear, nameOf, hrefOf }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const changed = was !== null && was.from2025 !== now.from2025;
  const common = { year, beforeYear, from2025: now.from2025, hrefOf };
  const of = (figure: IndicatorName, more: Partial<FigureRow> = {}): FigureRow => ({
    key: figure,
    figure,
    name: nameOf(figure),
    value: now.indicators[figure],
    before: was?.indicators[figure] ?? null,
    ...more,
  });
  const days = (key: 'dso' | 'dpo'): FigureRow => ({
    key,
    name: t[key],
    value: now[key],
    before: was?.[key] ?? null,
    written: (value) => t.days(f.count(Math.round(value))),
    how: <p>{key === 'dso' ? t.howDso : t.howDpo}</p>,
    ...(now[key] === null ? { note: now.days < SHORTEST ? t.noDsoShort : key === 'dso' ? t.noDsoSales : t.noDpo } : {}),
  });
  const usual = (side: 'receivables' | 'payables'): FigureRow => ({
    key: `usual-${side}`,
    name: t.normalSide[side],
    value: now.normalSide[side],
    before: was?.normalSide[side] ?? null,
    how: <p>{t.normalSide.how}</p>,
    part: true,
  });
  const inside = ({ indicators }: Figures) => indicators.workingCapital - indicators.workingCapitalOutside;
  const sig = SIG_NAMES.map(
    (name): FigureRow => ({
      key: name,
      figure: name,
      name: t.names[name],
      value: now.sig[name],
      before: was?.sig[name] ?? null,
      strong: STRONG.has(name),
      incomparable: changed && CHANGED_IN_2025.has(name),
    }),
  );
  return (
    <div class="figgrid">
      <div>
        <FigureTable title={t.sig} rows={sig} {...common} change notice={changed ? t.changed : undefined} />
        <FigureTable
          title={t.expensesDetail}
          {...common}
          change
          rows={[
            of('operatingExpenses'),
            of('allowances'),
            of('financialExpenses'),
            of('exceptionalExpenses', { incomparable: changed }),
            of('profitSharingAndTax'),
            of('expenses', { strong: true }),
          ]}
        />
      </div>
      <div>
        {cashBasis ? null : (
          <FigureTable
            title={t.cycle}
            {...common}
            rows={[
              of('workingCapital', { strong: true }),
              {
                key: 'operating',
                name: t.workingCapitalOperating,
                how: <p>{t.howOperating}</p>,
                value: inside(now),
                before: was === null ? null : inside(was),
                part: true,
              },
              of('workingCapitalOutside', { part: true }),
              of('stocks'),
              days('dso'),
              days('dpo'),
            ]}
          />
        )}
        <FigureTable
          title={t.cashSide}
          {...common}
          rows={[
            of('cash', { strong: true }),
            of('bankOverdrafts', { note: t.overdraftNote }),
            of('securities'),
            of('internalTransfers', now.indicators.internalTransfers === 0 ? {} : { note: t.transferNote }),
          ]}
        />
        {cashBasis ? null : (
          <FigureTable
            title={t.parties}
            {...common}
            rows={[
              of('receivables', { strong: true }),
              usual('receivables'),
              of('customerAdvances'),
              of('payables', { strong: true }),
              usual('payables'),
              of('payablesForAssets', { part: true }),
              of('invoicesNotReceived', { part: true }),
              of('supplierAdvances'),
            ]}
          />
        )}
        {vat === 'hidden' ? null : (
          <FigureTable title={t.vat} {...common} rows={[of('vatPosition', vat === 'staff' ? { note: t.vatStaff } : {})]} />
        )}
      </div>
    </div>
  );
}
