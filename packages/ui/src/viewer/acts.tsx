/** What each side may do with the open document. The staff decide; the one who deposited may withdraw. */
import { useId, useState } from 'preact/hooks';
import type { AccountView, ActRefusal, DocumentRow } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';

/** Runs one act at a time, and keeps the sentence of its refusal. */
function useAct() {
  const surroundings = useSurroundings();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<Result<unknown, ActRefusal>>): Promise<boolean> => {
    setBusy(true);
    const done = await act();
    setBusy(false);
    setProblem(done.ok ? null : refusalSentence(surroundings, done.refusal));
    return done.ok;
  };
  return { run, busy, problems: problem === null ? [] : [problem] };
}

/** Taking in is an act, never a consequence of looking. A refusal has a reason, which the client reads. */
export function StaffActs({ row }: { row: DocumentRow }) {
  const { doors, t } = useSurroundings();
  const { run, busy, problems } = useAct();
  const [refusing, setRefusing] = useState(false);
  const open = !row.withdrawn && (row.state === 'received' || row.state === 'taken');
  useKeys(
    open
      ? {
          a: () => void run(() => doors.library.accept(row.id)),
          p: () => (row.state === 'received' ? void run(() => doors.library.takeIn(row.id)) : undefined),
        }
      : {},
  );
  if (!open) return null;
  return (
    <>
      <div class="row wrap acts">
        {row.state === 'received' ? (
          <button type="button" class="btn sm primary" disabled={busy} onClick={() => void run(() => doors.library.takeIn(row.id))}>
            <Icon name="taken" size="s" />
            {t.viewer.take}
          </button>
        ) : null}
        <button
          type="button"
          class={`btn sm${row.state === 'taken' ? ' primary' : ''}`}
          disabled={busy}
          onClick={() => void run(() => doors.library.accept(row.id))}
        >
          <Icon name="accepted" size="s" />
          {t.viewer.accept}
        </button>
        <button type="button" class="btn sm" disabled={busy} onClick={() => setRefusing(true)}>
          <Icon name="refused" size="s" />
          {t.viewer.refuse}
        </button>
      </div>
      <Problems sentences={problems} />
      {refusing ? <Refuse row={row} onClose={() => setRefusing(false)} /> : null}
    </>
  );
}

function Refuse({ row, onClose }: { row: DocumentRow; onClose: () => void }) {
  const { doors, t } = useSurroundings();
  const id = useId();
  const { run, busy, problems } = useAct();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = async () => {
    if (reason.trim() === '') return setMissing(true);
    if (await run(() => doors.library.refuse(row.id, reason.trim()))) onClose();
  };
  return (
    <Dialog title={t.viewer.refuseTitle(row.name)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label for={id}>{t.viewer.reason}</label>
        <textarea
          id={id}
          class="input"
          rows={3}
          maxLength={500}
          aria-describedby={`${id}h`}
          aria-invalid={missing}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <p class="hint" id={`${id}h`}>
          {t.viewer.reasonHint}
        </p>
        <Problems sentences={missing && reason.trim() === '' ? [t.viewer.reasonMissing, ...problems] : problems} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy}>
            {t.viewer.refuseAct}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.viewer.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Its author may withdraw a document until the firm has taken it in. */
export function ClientActs({ account, row }: { account: AccountView; row: DocumentRow }) {
  const { doors, t } = useSurroundings();
  const { run, busy, problems } = useAct();
  const mine = row.author === null || row.author === account.user.id;
  const early = row.state === 'local' || row.state === 'sent' || row.state === 'received';
  if (!mine || !early || row.withdrawn) return null;
  return (
    <>
      <div class="row acts">
        <button type="button" class="btn sm" disabled={busy} onClick={() => void run(() => doors.library.undoDeposit(row.id))}>
          <Icon name="undo" size="s" />
          {t.viewer.withdraw}
        </button>
      </div>
      <Problems sentences={problems} />
    </>
  );
}
