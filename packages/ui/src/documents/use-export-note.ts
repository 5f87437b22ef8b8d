/**
 * Whatever leaves as a file is noted first (R16). In bulk, the server asks who it is; where it cannot be asked, the note says so and
 * waits on this device: an export works offline like everything else.
 */
import { isBulkExport } from '@navette/domain/exports';
import { makeId } from '@navette/kernel/ids';
import type { ExportMade } from '@navette/device/model';
import { traceNote } from '@navette/protocol/trace';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';

/** @returns whether the file may be made: not when the person turned back from saying who they are */
export type NoteExport = (made: Omit<ExportMade, 'offline'>) => Promise<boolean>;

export function useExportNote(): NoteExport {
  const { doors, now } = useSurroundings();
  const stepUp = useStepUp();
  return async ({ what, items, dossiers: all }) => {
    const dossiers = [...new Set(all)];
    const made = { what, items, dossiers, offline: false };
    if (items === 0) return true;
    if (isBulkExport({ items, dossiers: dossiers.length })) {
      const note = { ...made, id: makeId<string>(now(), crypto.getRandomValues(new Uint8Array(10))), at: now() };
      const told = await stepUp(() => doors.commands.ask(traceNote, note));
      if (told.ok) return true;
      if (told.refusal.tag === 'refused' && told.refusal.problem === 'step-up-needed') return false;
      made.offline = true;
    }
    await doors.library.noteExport(made);
    return true;
  };
}
