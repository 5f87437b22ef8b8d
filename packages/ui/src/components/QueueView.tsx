/** What waits, what failed and why, and what the server refused to write: nothing is told by a passing message only. */
import { useState } from 'preact/hooks';
import type { DocumentRow, RefusedWrite, SyncStatus } from '@navette/device/model';
import { useDeposits } from '../deposits.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { saveFile } from '../save-file.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NO_PAGE, NOTHING, QUIET } from '../unknown-yet.ts';
import { useLive, useObservable } from '../use-observable.ts';
import { AppLink } from './AppLink.tsx';
import { Problems } from './DropZone.tsx';
import { Icon } from './Icon.tsx';
import { shownState } from './StateChip.tsx';

export function QueueView() {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const status = useObservable(doors.sync.status, QUIET);
  const answer = useLive(() => doors.library.documents({ dossier: null, state: 'local', limit: 50 }), [doors], null);
  const waiting = answer ?? NO_PAGE;
  const refused = useObservable(doors.library.refused, []);
  const [trying, setTrying] = useState(false);
  const offline = status.state === 'offline';
  const tryNow = async () => {
    setTrying(true);
    try {
      await doors.sync.syncNow();
    } finally {
      setTrying(false);
    }
  };
  return (
    <>
      <div class="queuehead">
        <h2>{answer === null ? t.queue.title : t.queue.waiting(waiting.total)}</h2>
        <small>
          {answer === null ? t.loading : waiting.total === 0 ? t.queue.emptyHint : offline ? t.queue.offlineHint : t.queue.goingHint}
        </small>
      </div>
      {waiting.rows.length === 0 ? null : (
        <ul class="rows tight">
          {waiting.rows.map((row) => (
            <WaitingItem key={row.id} row={row} />
          ))}
        </ul>
      )}
      {refused.length === 0 ? null : <RefusedTray refused={refused} />}
      <Restored status={status} now={now} />
      <div class="row between queuefoot">
        <small>
          {status.nextTryAt !== null
            ? t.queue.nextTry(f.time(status.nextTryAt))
            : status.lastSyncAt === null
              ? t.sync.never
              : t.queue.lastTry(f.when(status.lastSyncAt, now))}
        </small>
        <button type="button" class="btn sm" disabled={trying} onClick={() => void tryNow()}>
          <Icon name="sync" size="s" />
          {offline ? t.queue.check : t.queue.tryNow}
        </button>
      </div>
    </>
  );
}

const RESTORE_TOLD = 14 * 24 * 3600_000;

/** The server came back from a backup: what this device gave back to it, for two weeks, or until nothing is left (R101). */
function Restored({ status: { restored }, now }: { readonly status: SyncStatus; readonly now: number }) {
  const { t, f } = useSurroundings();
  if (!restored || (restored.left === 0 && now - restored.at > RESTORE_TOLD)) return null;
  return (
    <p class="note plain">
      <Icon name="info" />
      <span class="grow">
        {t.queue.restored(f.day(restored.backupAt), f.time(restored.backupAt), restored.documents.length)}
        {restored.left === 0 ? '' : ` ${t.queue.restoredLeft(restored.left)}`}
      </span>
    </p>
  );
}

function WaitingItem({ row }: { row: DocumentRow }) {
  const surroundings = useSurroundings();
  const { doors, t, f } = surroundings;
  const [problem, setProblem] = useState<string | null>(null);
  const failed = shownState(row) === 'failed';
  const remove = async () => {
    const undone = await doors.library.undoDeposit(row.id);
    setProblem(undone.ok ? null : refusalSentence(surroundings, undone.refusal));
  };
  return (
    <li>
      <div class="row">
        <Icon name={failed ? 'alert' : 'local'} />
        <span class="grow cut">
          <AppLink to={routeTo('documents', { document: row.id })}>{row.name}</AppLink>
        </span>
        <small class="n">{f.fileSize(row.size)}</small>
        <button type="button" class="btn icon sm quiet" aria-label={t.queue.removeNamed(row.name)} onClick={() => void remove()}>
          <Icon name="close" size="s" />
        </button>
      </div>
      {failed && row.delay !== null ? <p class="bad2">{t.state.delayLead + t.delays[row.delay.problem]}</p> : null}
      {row.progress === null || row.progress === 0 || row.size === 0 ? null : (
        <progress value={row.progress} max={row.size} aria-label={t.state.progress(f.fileSize(row.progress), f.fileSize(row.size))} />
      )}
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

/** What the server refused stays here with its reason and the ways out, until the person has seen to it. */
export function RefusedTray({ refused }: { refused: readonly RefusedWrite[] }) {
  const { t } = useSurroundings();
  return (
    <section class="tray">
      <div class="row trayhead">
        <h2 class="grow">{t.queue.takeBack}</h2>
        <span class="count">{refused.length}</span>
      </div>
      <ul class="rows tight">
        {refused.map((write) => (
          <RefusedItem key={write.id} write={write} />
        ))}
      </ul>
    </section>
  );
}

function RefusedItem({ write }: { write: RefusedWrite }) {
  const { doors, t } = useSurroundings();
  const { keep } = useDeposits();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const row = useLive(() => (write.document === null ? NOTHING : doors.library.document(write.document)), [doors, write.document], null);
  const reasons: Readonly<Record<string, string>> = { ...t.problems, ...t.delays, ...t.refusedWrites };
  const reason = Object.hasOwn(reasons, write.reason) ? reasons[write.reason] : undefined;
  const withBytes = async (act: (bytes: Blob, name: string) => Promise<void> | void) => {
    const bytes = row === null ? null : await doors.library.bytes(row.hash);
    if (row === null || bytes === null) setProblems([t.viewer.notHere]);
    else await act(bytes, row.name);
  };
  const again = () =>
    withBytes(async (bytes, name) => {
      const kept = await keep([new File([bytes], name, { type: bytes.type })], 'pick');
      setProblems(kept);
      if (kept.length === 0) await doors.library.dismissRefused(write.id);
    });
  return (
    <li>
      <b>{row?.name ?? t.queue.what[write.what]}</b>
      <p class="bad2">{t.queue.refusedLead + (reason ?? t.queue.refusedUnknown)}</p>
      <div class="row wrap acts">
        {write.what === 'deposit' && row !== null ? (
          <>
            <button type="button" class="btn sm" onClick={() => void again()}>
              {t.queue.elsewhere}
            </button>
            <button type="button" class="btn sm" onClick={() => void withBytes((bytes, name) => saveFile(bytes, name))}>
              {t.queue.saveCopy}
            </button>
          </>
        ) : null}
        <button
          type="button"
          class="btn sm quiet"
          aria-label={t.queue.removeNamed(row?.name ?? t.queue.what[write.what])}
          onClick={() => void doors.library.dismissRefused(write.id)}
        >
          {t.queue.remove}
        </button>
      </div>
      <Problems sentences={problems} />
    </li>
  );
}
