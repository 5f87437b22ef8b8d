/**
 * Depositing, from any screen: files go to the tray or straight to a dossier, and the last deposit can be undone for ten
 * seconds. A file too large, empty or one too many is refused before it is read.
 *
 * What is given is in the tray first, then looked at: with a doubt (a ZIP, a paper given already, another company or kind) it stays there
 * to be asked about, and what was meant for it is remembered while the page lives.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useMemo, useRef, useState } from 'preact/hooks';
import type { Capture, DepositChoice, DocumentRow, DossierView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import { checkDrop, checkFile, isNoPdfDespiteItsName } from '@navette/domain/deposit';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import { makeId, type DocumentId } from '@navette/kernel/ids';
import { first } from './first.ts';
import type { Reading } from './reading/reading.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { useSurroundings } from './surroundings.tsx';

export type Way = Capture['way'];

/** What the undo bar shows. */
export type Undoable = { readonly rows: readonly DocumentRow[]; readonly dossierName: string; readonly since: number };

/** Files on their way: how many of how many are kept. */
export type Progress = { readonly done: number; readonly total: number };

export type GiveOptions = {
  /** The person chose the kind themselves. */
  readonly kindChosen?: boolean;
  /** They came out of a folder. */
  readonly folder?: boolean;
};

export type Deposits = {
  readonly progress: Progress | null;
  /** Captures that are being looked at: they are on their way, and not yet to confirm. */
  readonly onTheWay: ReadonlySet<DocumentId>;
  /** What was meant for a capture that stayed in the tray. */
  meant(capture: DocumentId): DepositChoice | undefined;
  /** Remembers what is meant for a capture that is to be asked about. */
  intend(capture: DocumentId, choice: DepositChoice): void;
  readonly undoable: Undoable | null;
  /** Said once to whoever listens to the page: what became of the last gesture. */
  readonly said: string;
  /** Keeps files in the tray. @returns a sentence for each file that was not kept */
  keep(files: readonly File[], way: Way, fileLimit?: number, options?: Pick<GiveOptions, 'folder'>): Promise<readonly string[]>;
  /** Gives files to a dossier; one that leaves a doubt stays in the tray. @returns a sentence for each file that was not given */
  give(files: readonly File[], way: Way, choice: DepositChoice, dossier: DossierView, options?: GiveOptions): Promise<readonly string[]>;
  /** Gives captures of the tray, to be undone together. @returns a sentence when one was refused */
  confirm(capture: Capture, choice: DepositChoice, dossier: DossierView, seen?: Seen): Promise<string | null>;
  /** What is given while `work` runs is said, and can be undone, as one. */
  together(work: () => Promise<void>): Promise<void>;
  /** Takes the last deposit back. */
  undo(): Promise<void>;
  forget(): void;
};

/** What was read in a capture and proposed for it: words for search, a lesson where the person chose otherwise. */
export type Seen = { readonly reading: Reading | null; readonly proposed: DocumentKind | null };

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
  const [progress, setProgress] = useState<Progress | null>(null);
  const [onTheWay, setOnTheWay] = useState<ReadonlySet<DocumentId>>(new Set());
  const meant = useRef(new Map<DocumentId, DepositChoice>());
  const gathered = useRef<{ readonly row: DocumentRow; readonly dossierName: string }[] | null>(null);

  /** One after the other: each is saved before the next is read, so that memory holds one file. */
  const each = useCallback(
    async (
      files: readonly File[],
      fileLimit: number,
      folder: boolean,
      take: (file: File) => Promise<string | null>,
    ): Promise<readonly string[]> => {
      const drop = checkDrop(files.length, { filesPerDrop: folder ? DEFAULT_LIMITS.filesPerFolder : DEFAULT_LIMITS.filesPerDrop });
      if (!drop.ok) return [refusalSentence(surroundings, drop.refusal)];
      const problems: string[] = [];
      try {
        for (const [done, file] of files.entries()) {
          if (files.length > 1) setProgress({ done, total: files.length });
          const size = checkFile(file.size, { fileBytes: fileLimit });
          const problem = size.ok ? await take(file) : refusalSentence(surroundings, size.refusal);
          if (problem !== null) problems.push(files.length === 1 ? problem : `${file.name} · ${problem}`);
        }
      } finally {
        setProgress(null);
      }
      return problems;
    },
    [surroundings],
  );

  const announce = useCallback(
    (rows: readonly DocumentRow[], dossierName: string) => {
      if (rows.length === 0) return;
      if (gathered.current) return void gathered.current.push(...rows.map((row) => ({ row, dossierName })));
      setUndoable({ rows, dossierName, since: now() });
      say(`${t.deposit.saved(rows.length, dossierName)}. ${t.deposit.savedHere}.`);
    },
    [now, t],
  );

  /** Words for search, and what the person's choice teaches; neither is waited for, neither can fail a deposit. */
  const afterwards = useCallback(
    async (row: DocumentRow, seen: Seen | undefined): Promise<void> => {
      if (!seen?.reading) return;
      if (seen.reading.words.trim() !== '') await doors.library.keepWords(row.hash, seen.reading.words);
      const { learnt } = await import('./reading/known.ts');
      const after = learnt(await first<unknown>(doors.library.lessons), seen.reading.facts, seen.proposed, row.kind);
      if (after) await doors.library.learn(after);
    },
    [doors],
  );

  const value = useMemo<Deposits>(
    () => ({
      undoable,
      said,
      progress,
      onTheWay,
      meant: (capture) => meant.current.get(capture),
      intend: (capture, choice) => void meant.current.set(capture, choice),
      keep: (files, way, fileLimit = DEFAULT_LIMITS.fileBytes, { folder = false } = {}) =>
        each(files, fileLimit, folder, async (file) => {
          const kept = await doors.library.capture(file, { name: file.name, way });
          return kept.ok ? null : refusalSentence(surroundings, kept.refusal);
        }),
      give: async (files, way, choice, dossier, { kindChosen = false, folder = false } = {}) => {
        const rows: DocumentRow[] = [];
        const problems = await each(files, dossier.fileLimit, folder, async (file) => {
          const notAsNamed = await isNotAsNamed(file);
          const id = notAsNamed ? undefined : newDocumentId(now());
          if (id) setOnTheWay((before) => new Set([...before, id]));
          try {
            const kept = await doors.library.capture(file, { name: file.name, way, ...(id ? { id } : {}) });
            if (!kept.ok) return refusalSentence(surroundings, kept.refusal);
            meant.current.set(kept.value.id, choice);
            if (notAsNamed) return t.deposit.notThePdf;
            say(`${t.deposit.savedHere}.`);
            const { lookAt, doubtSentence } = await import('./intake/look.ts');
            const { reading, doubt } = await lookAt(surroundings, kept.value, choice, kindChosen);
            if (doubt) return doubtSentence(surroundings, doubt);
            const facts = reading?.facts ?? choice.facts;
            const given = await doors.library.deposit(kept.value.id, { ...choice, ...(facts ? { facts } : {}) });
            if (!given.ok) return refusalSentence(surroundings, given.refusal);
            rows.push(given.value);
            void afterwards(given.value, { reading, proposed: kindChosen ? (reading?.proposal?.kind ?? null) : choice.kind });
            return null;
          } finally {
            if (id) setOnTheWay((before) => new Set([...before].filter((one) => one !== id)));
          }
        });
        announce(rows, dossier.name);
        return problems;
      },
      confirm: async (capture, choice, dossier, seen) => {
        const given = await doors.library.deposit(capture.id, choice);
        if (!given.ok) return refusalSentence(surroundings, given.refusal);
        announce([given.value], dossier.name);
        void afterwards(given.value, seen);
        return null;
      },
      together: async (work) => {
        gathered.current = [];
        try {
          await work();
        } finally {
          const given = gathered.current ?? [];
          gathered.current = null;
          announce(
            given.map(({ row }) => row),
            [...new Set(given.map(({ dossierName }) => dossierName))].join(', '),
          );
        }
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
    [undoable, said, progress, onTheWay, each, announce, afterwards, doors, surroundings, t],
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

function newDocumentId(now: number): DocumentId {
  return makeId<DocumentId>(now, crypto.getRandomValues(new Uint8Array(10)));
}
