/**
 * Reads, a moment after the application opens, what this person gave lately from places that read nothing (a visited page, the shortcut),
 * and says what was read beside the document. One file at a time, each once while the page lives.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView, DocumentRow } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { NO_PAGE } from '../unknown-yet.ts';
import { readPaper } from './use-reading.ts';

const LATELY = 20;
const AFTER = 3_000;
const tried = new Set<string>();

export function QuietReading({ account }: { account: AccountView }) {
  const { doors, host } = useSurroundings();
  const { rows } = useLive(() => doors.library.documents({ dossier: null, limit: LATELY }), [doors], NO_PAGE);
  const unread = rows.filter((row) => isUnread(row, account));
  const [turn, setTurn] = useState(0);
  const next = unread[0]?.id;
  useEffect(() => {
    const row = unread[0];
    if (row === undefined || host.reader === undefined) return;
    const timer = setTimeout(() => {
      tried.add(row.id);
      void readPaper({ doors, host }, account, row)
        .then(async (read) => {
          if (!read?.ok) return;
          if (read.value.words.trim() !== '') await doors.library.keepWords(row.hash, read.value.words);
          if (read.value.facts) await doors.library.setFacts(row.id, read.value.facts);
        })
        // Read again another day: nothing waits for it.
        .catch(() => undefined)
        .then(() => setTurn(turn + 1));
    }, AFTER);
    return () => clearTimeout(timer);
  }, [next, turn, doors, host]);
  return null;
}

function isUnread(row: DocumentRow, account: AccountView): boolean {
  const mine = row.author === null || row.author === account.user.id;
  const readable = row.type === 'application/pdf' || row.type === 'application/xml' || row.type.startsWith('text/');
  return mine && readable && row.facts === null && !row.withdrawn && row.erased === undefined && !tried.has(row.id);
}
