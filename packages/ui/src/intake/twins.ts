/** Papers that seem to be given already: asked of the device for a capture, and what becomes of the former one. */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView, AlikeDocument, Capture, DocumentRow, DossierView, Library } from '@navette/device/model';
import type { FileFacts } from '@navette/rooms/document-records';
import { useSurroundings } from '../surroundings.tsx';

/** @param ready false while the file is still being read: its facts may tell more than its bytes */
export function useTwins(capture: Capture, dossier: DossierView | null, facts: FileFacts | null, ready: boolean): readonly AlikeDocument[] {
  const { doors } = useSurroundings();
  const [found, set] = useState<readonly AlikeDocument[]>([]);
  useEffect(() => {
    let shown = true;
    set([]);
    if (dossier === null || !ready) return;
    void doors.library.alike({ dossier: dossier.id, hash: capture.hash, facts, not: capture.id }).then((alike) => {
      if (shown) set(alike);
    });
    return () => {
      shown = false;
    };
  }, [doors, dossier?.id, capture.id, facts, ready]);
  return found;
}

/** The former document after a new version was given: withdrawn where its author still may, else said beside it. */
export async function setAside(library: Library, account: AccountView, former: DocumentRow, note: string): Promise<void> {
  const mine = former.author === null || former.author === account.user.id;
  const early = former.state === 'local' || former.state === 'sent' || former.state === 'received';
  const withdrawn = mine && early && (await library.undoDeposit(former.id));
  if (!withdrawn || !withdrawn.ok) await library.addComment(former.id, note);
}
