/** Due dates as a file, noted like every export (R16): a table for a spreadsheet, or days for an agenda. */
import type { Cents } from '@navette/kernel/cents';
import type { DossierView, ExerciseView } from '@navette/device/model';
import type { TaxDate } from '@navette/domain/ledger/tax-calendar';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { useExportNote } from '../documents/use-export-note.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { calendarFile, type CalendarDay } from './calendar-file.ts';
import type { DueTab } from './due-place.ts';
import { dueTable } from './due-table.ts';
import type { ScheduledItem } from './schedule.ts';
import type { Invoices } from './use-invoices.ts';

export type DueExport = {
  readonly tab: DueTab;
  readonly items: readonly ScheduledItem[];
  readonly taxes: readonly TaxDate[];
  /** `AAAA-MM-JJ`: an agenda has no use for what lies before. */
  readonly reference: string;
};

export function useDueExport(dossier: DossierView, exercise: ExerciseView, invoices: Invoices | null) {
  const { f, language, now } = useSurroundings();
  const t = dueDatesTexts(language);
  const note = useExportNote();
  return {
    async table({ tab, items, taxes, reference }: DueExport) {
      if (!(await note({ what: 'list', items: items.length + taxes.length, dossiers: [dossier.id] }))) return;
      // Of both sides in one table, what goes out is negative.
      const signed = tab === 'schedule' ? items.map((one) => (one.side === 'customers' ? one : { ...one, amount: -one.amount })) : items;
      const text = dueTable(t, signed, (document) => invoices?.rows.get(document)?.name ?? '', taxes);
      saveFile(new Blob([text], { type: 'text/csv' }), t.csv.name(t.csv.sides[tab], reference));
    },
    async calendar({ items, taxes, reference }: DueExport) {
      const coming = items.filter(({ due, amount }) => due >= reference && amount > 0);
      if (!(await note({ what: 'list', items: coming.length + taxes.length, dossiers: [dossier.id] }))) return;
      const days: CalendarDay[] = [
        ...coming.map((item) => ({
          uid: `${exercise.id}-${item.row}-${item.day}@navette`,
          day: item.due,
          title: (item.side === 'customers' ? t.ics.in : t.ics.out)(
            item.partyLabel || item.party,
            item.pieceRef,
            f.money(item.amount as Cents),
          ),
          ...(item.source === 'estimated' ? { note: t.ics.estimated } : {}),
        })),
        ...taxes.map(({ day, tax }) => ({ uid: `${dossier.id}-${tax}-${day}@navette`, day, title: t.taxes[tax] })),
      ];
      saveFile(new Blob([calendarFile(t.ics.calendar(dossier.name), days, now())], { type: 'text/calendar' }), t.ics.name(reference));
    },
  };
}
