/** Beside the acts on selected documents: publishing them, in the archive of their one dossier. */
import type { AccountView, DocumentRow } from '@navette/device/model';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import '../style/archive.css';
import { useSurroundings } from '../surroundings.tsx';
import { PublishDialog } from './PublishDialog.tsx';

export function PublishSelection({ account, rows }: { account: AccountView; rows: readonly DocumentRow[] }) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const [open, setOpen] = useState(false);
  const [said, say] = useState('');
  const dossier = account.dossiers.find(({ id }) => id === rows[0]?.dossier);
  if (dossier?.right.side !== 'staff' || rows.some((row) => row.dossier !== dossier.id || row.erased !== undefined)) return null;
  return (
    <>
      <button type="button" class="btn sm" onClick={() => setOpen(true)}>
        <Icon name="archive" size="s" />
        {t.act.publishSelection}
      </button>
      <span class="vh" role="status">
        {said}
      </span>
      {open ? (
        <PublishDialog
          account={account}
          dossier={dossier}
          items={rows.map((row) => ({ source: { document: row.id }, name: row.name, kind: row.kind, date: row.facts?.date ?? null }))}
          onClose={(published) => {
            setOpen(false);
            if (published > 0) say(t.publish.done(published));
          }}
        />
      ) : null}
    </>
  );
}
