/**
 * Depositing, from any screen: files go to the tray or straight to a dossier, and the last deposit can be undone for ten
 * seconds. A file too large, empty or one too many is refused before it is read.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useMemo, useState } from 'preact/hooks';
import type { Capture, DepositChoice, DocumentRow, DossierView } from '@navette/device/model';
import { checkDrop, checkFile, isNoPdfDespiteItsName } from '@navette/domain/deposit';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import { refusalSentence } from './refusal-sentence.ts';
import { useSurroundings } from './surroundings.tsx';

export type Way = Capture['way'];

/** What the undo bar shows. */
export type Undoable = { readonly rows: readonly DocumentRow[]; readonly dossierName: string; readonly since: number };

export type Deposits = {
  readonly undoable: Undoable | null;
  /** Said once to whoever listens to the page: what became of the last gesture. */
  readonly said: string;
  /** Keeps files in the tray. @returns a sentence for each file that was not kept */
  keep(files: readonly File[], way: Way, fileLimit?: number): Promise<readonly string[]>;
  /** Gives files to a dossier at once; one that is no PDF despite its name stays in the tray. @returns a sentence for each file that was not given */
  give(files: readonly File[], way: Way, choice: DepositChoice, dossier: DossierView): Promise<readonly string[]>;
  /** Gives a capture of the tray. @returns a sentence when it was refused */
  confirm(capture: Capture, choice: DepositChoice, dossier: DossierView): Promise<string | null>;
  /** Takes the last deposit back. */
  undo(): Promise<void>;
  forget(): void;
};

const Context = createContext<Deposits | null>(null);

/** @throws outside `WithDeposits`: a bug */
export function useDeposits(): Deposits {
  const found = useContext(Context);
  if (found === null) throw new Error('no deposits around this screen');
  return found;
}

export function WithDeposits({ children }: { children: ComponentChildren }) {
  const surroundings = useSurroundings();
  const { doors, t, now } = surroundings;
  const [undoable, setUndoable] = useState<Undoable | null>(null);
  const [said, say] = useState('');

  /** One after the other: each is saved before the next is read, so memory holds one file. */
  const each = useCallback(
    async (files: readonly File[], fileLimit: number, take: (file: File) => Promise<string | null>): Promise<readonly string[]> => {
      const drop = checkDrop(files.length, DEFAULT_LIMITS);
      if (!drop.ok) return [refusalSentence(surroundings, drop.refusal)];
      const problems: string[] = [];
      for (const file of files) {
        const size = checkFile(file.size, { fileBytes: fileLimit });
        const problem = size.ok ? await take(file) : refusalSentence(surroundings, size.refusal);
        if (problem !== null) problems.push(files.length === 1 ? problem : `${file.name} · ${problem}`);
      }
      return problems;
    },
    [surroundings],
  );

  const announce = useCallback(
    (rows: readonly DocumentRow[], dossierName: string) => {
      if (rows.length === 0) return;
      setUndoable({ rows, dossierName, since: now() });
      say(`${t.deposit.saved(rows.length, dossierName)}. ${t.deposit.savedHere}.`);
    },
    [now, t],
  );

  const value = useMemo<Deposits>(
    () => ({
      undoable,
      said,
      keep: (files, way, fileLimit = DEFAULT_LIMITS.fileBytes) =>
        each(files, fileLimit, async (file) => {
          const kept = await doors.library.capture(file, { name: file.name, way });
          return kept.ok ? null : refusalSentence(surroundings, kept.refusal);
        }),
      give: async (files, way, choice, dossier) => {
        const rows: DocumentRow[] = [];
        const problems = await each(files, dossier.fileLimit, async (file) => {
          if (await isNotAsNamed(file)) {
            const kept = await doors.library.capture(file, { name: file.name, way });
            return kept.ok ? t.deposit.notThePdf : refusalSentence(surroundings, kept.refusal);
          }
          const given = await doors.library.captureAndDeposit(file, { name: file.name, way }, choice);
          if (given.ok) rows.push(given.value);
          return given.ok ? null : refusalSentence(surroundings, given.refusal);
        });
        announce(rows, dossier.name);
        return problems;
      },
      confirm: async (capture, choice, dossier) => {
        const given = await doors.library.deposit(capture.id, choice);
        if (!given.ok) return refusalSentence(surroundings, given.refusal);
        announce([given.value], dossier.name);
        return null;
      },
      undo: async () => {
        if (undoable === null) return;
        setUndoable(null);
        let last = '';
        for (const row of undoable.rows) {
          const undone = await doors.library.undoDeposit(row.id);
          last = undone.ok
            ? undone.value === 'withdrawn'
              ? t.deposit.withdrawnHint
              : t.deposit.undoneHint
            : refusalSentence(surroundings, undone.refusal);
        }
        say(last);
      },
      forget: () => setUndoable(null),
    }),
    [undoable, said, each, announce, doors, surroundings, t],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** An unreadable file is the matter of whoever keeps it. */
async function isNotAsNamed(file: File): Promise<boolean> {
  const head = await file
    .slice(0, SIGNATURE_BYTES)
    .arrayBuffer()
    .catch(() => null);
  return head !== null && isNoPdfDespiteItsName(file.name, typeOfBytes(new Uint8Array(head)));
}
