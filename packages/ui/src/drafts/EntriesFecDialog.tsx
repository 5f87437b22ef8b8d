/** The FEC of the entries that were validated here: the one Navette gives for a year whose books it keeps (R155). */
import { ledgerOfEntries } from '@navette/domain/drafts/entries-ledger';
import { writeFec } from '@navette/formats/write-fec';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierView, JournalView } from '@navette/device/model';
import { ExportFecDialog } from '../books/ExportFecDialog.tsx';

export function EntriesFecDialog({ dossier, view, onClose }: { dossier: DossierView; view: JournalView; onClose: () => void }) {
  return (
    <ExportFecDialog
      dossier={dossier}
      closing={view.exercise.to}
      siren={dossier.siren ?? null}
      write={async (options) => {
        const numbered = view.entries.flatMap(({ entry, validated }) =>
          validated === null ? [] : [{ number: validated.number, validated: dayInParis(validated.at), entry }],
        );
        const { pieces, replaced } = writeFec(ledgerOfEntries(numbered), options);
        return { file: new Blob([...pieces], { type: 'text/plain' }), replaced };
      }}
      onClose={onClose}
    />
  );
}
