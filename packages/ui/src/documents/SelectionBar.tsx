/**
 * What can be done with the selected documents at once: each act on those that allow it, one commit after the other, so that what
 * was done is done when somebody stops.
 */
import { useId, useRef, useState } from 'preact/hooks';
import type { AccountView, ActRefusal, DocumentRow } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { Result } from '@navette/kernel/result';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { exportList } from './export-list.ts';
import type { Words } from './filter-words.ts';
import { later } from '../later.tsx';
import { useExportNote } from './use-export-note.ts';
import { AT_ONCE, type Selection } from './use-selection.ts';
import { firstOf } from './whole-list.ts';

const PublishSelection = later(() => import('../archive/PublishSelection.tsx').then((file) => file.PublishSelection), true);

type Act = (row: DocumentRow) => Promise<Result<unknown, ActRefusal>>;
type Asking = 'refuse' | 'book' | null;

/** Refusals said one by one; beyond, how many more. */
const SAID = 3;

const isOpen = ({ state, withdrawn }: DocumentRow): boolean => !withdrawn && (state === 'received' || state === 'taken');
const CAN = {
  reclassify: ({ withdrawn, moved }: DocumentRow) => !withdrawn && moved === null,
  take: ({ state, withdrawn }: DocumentRow) => !withdrawn && state === 'received',
  decide: isOpen,
  book: ({ booked, withdrawn, state }: DocumentRow) => booked === null && !withdrawn && state !== 'local' && state !== 'refused',
  unbook: ({ booked }: DocumentRow) => booked !== null,
  bin: ({ binnedAt }: DocumentRow) => binnedAt === null,
  unbin: ({ binnedAt }: DocumentRow) => binnedAt !== null,
} satisfies Record<string, (row: DocumentRow) => boolean>;

type Props = { readonly account: AccountView; readonly selection: Selection; readonly total: number; readonly words: Words };

export function SelectionBar({ account, selection, total, words }: Props) {
  const surroundings = useSurroundings();
  const { doors, t, f } = surroundings;
  const { d } = words;
  const noteExport = useExportNote();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [doing, setDoing] = useState<{ readonly done: number; readonly of: number } | null>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const stopped = useRef(false);
  const rows = [...selection.rows.values()];

  const each = async (act: Act, can: (row: DocumentRow) => boolean) => {
    const wanted = rows.filter(can);
    const found: string[] = [];
    const renewed: DocumentRow[] = [];
    stopped.current = false;
    for (const [done, row] of wanted.entries()) {
      if (stopped.current) break;
      setDoing({ done, of: wanted.length });
      const result = await act(row);
      const now = await firstOf(doors.library.document(row.id));
      if (now !== null) renewed.push(now);
      if (!result.ok) found.push(`${row.name} · ${refusalSentence(surroundings, result.refusal)}`);
    }
    setDoing(null);
    selection.renew(renewed);
    const left = rows.length - wanted.length;
    setProblems([
      ...found.slice(0, SAID),
      ...(found.length > SAID ? [d.failedMore(found.length - SAID)] : []),
      ...(left > 0 ? [d.notFor(left)] : []),
    ]);
  };
  const download = async () => {
    if (!(await noteExport({ what: 'files', items: rows.length, dossiers: rows.map(({ dossier }) => dossier) }))) return;
    const missing: string[] = [];
    for (const row of rows) {
      const bytes = await doors.library.bytes(row.hash);
      if (bytes === null) missing.push(`${row.name} · ${t.viewer.notHere}`);
      else saveFile(bytes, row.name);
    }
    setProblems([...missing.slice(0, SAID), ...(missing.length > SAID ? [d.failedMore(missing.length - SAID)] : [])]);
  };
  const staff = account.side === 'staff';
  const some = (can: (row: DocumentRow) => boolean): boolean => rows.some(can);
  const item = (word: string, icon: 'check' | 'undo' | 'trash' | 'download', run: () => void) => (
    <button type="button" class="menuitem" onClick={run}>
      <Icon name={icon} size="s" /> {word}
    </button>
  );
  return (
    <div class="bulk" role="toolbar" aria-label={t.list.actions}>
      <b class="n">{d.selected(rows.length, f.count(rows.length))}</b>
      {doing === null ? (
        <>
          {rows.length < Math.min(total, AT_ONCE) ? (
            <button type="button" class="btn sm quiet" onClick={() => void selection.all()}>
              {d.selectAll(f.count(Math.min(total, AT_ONCE)))}
            </button>
          ) : null}
          {staff && some(CAN.take) ? (
            <button type="button" class="btn sm" onClick={() => void each((row) => doors.library.takeIn(row.id), CAN.take)}>
              <Icon name="taken" size="s" />
              {t.viewer.take}
            </button>
          ) : null}
          {staff && some(CAN.decide) ? (
            <>
              <button type="button" class="btn sm" onClick={() => void each((row) => doors.library.accept(row.id), CAN.decide)}>
                <Icon name="accepted" size="s" />
                {t.viewer.accept}
              </button>
              <button type="button" class="btn sm" onClick={() => setAsking('refuse')}>
                <Icon name="refused" size="s" />
                {d.refuse}
              </button>
            </>
          ) : null}
          {some(CAN.reclassify) ? (
            <Popover
              title={d.reclassifyTitle(rows.length)}
              look="filtermenu above"
              buttonClass="btn sm"
              button={<span id="bulk-kind">{d.reclassify}</span>}
            >
              {(close) => (
                <div class="menuitems">
                  {DOCUMENT_KINDS.map((kind: DocumentKind) => (
                    <button
                      type="button"
                      class="menuitem"
                      key={kind}
                      onClick={() => {
                        close();
                        void each(
                          (row) => doors.library.reclassify(row.id, kind),
                          (row) => CAN.reclassify(row) && (row.kind !== kind || row.kindConflict !== null),
                        );
                      }}
                    >
                      {t.kinds[kind]}
                    </button>
                  ))}
                </div>
              )}
            </Popover>
          ) : null}
          {staff ? <PublishSelection account={account} rows={rows} /> : null}
          <Popover title={d.others} look="filtermenu above" buttonClass="btn sm" button={d.others}>
            {(close) => (
              <div class="menuitems">
                {staff && some(CAN.book) ? item(d.book, 'check', () => (close(), setAsking('book'))) : null}
                {staff && some(CAN.unbook)
                  ? item(d.unbook, 'undo', () => (close(), void each((row) => doors.library.book(row.id, null), CAN.unbook)))
                  : null}
                {staff && some(CAN.bin)
                  ? item(d.bin, 'trash', () => (close(), void each((row) => doors.library.bin(row.id, true), CAN.bin)))
                  : null}
                {staff && some(CAN.unbin)
                  ? item(d.unbin, 'undo', () => (close(), void each((row) => doors.library.bin(row.id, false), CAN.unbin)))
                  : null}
                {item(t.viewer.download, 'download', () => (close(), void download()))}
                {item(d.exportSelected, 'download', () => (close(), void exportList({ account, t, d }, rows, noteExport)))}
              </div>
            )}
          </Popover>
          <button type="button" class="btn sm quiet" onClick={selection.clear}>
            {t.list.unselect} <kbd>{t.keys.escape}</kbd>
          </button>
        </>
      ) : (
        <>
          <span class="n" role="status">
            {d.doing(f.count(doing.done + 1), f.count(doing.of))}
          </span>
          <button type="button" class="btn sm" onClick={() => (stopped.current = true)}>
            {d.stop}
          </button>
        </>
      )}
      <Problems sentences={problems} />
      {asking === 'refuse' ? (
        <RefuseAll
          count={rows.filter(CAN.decide).length}
          words={words}
          onClose={() => setAsking(null)}
          onRefuse={(reason) => (setAsking(null), void each((row) => doors.library.refuse(row.id, reason), CAN.decide))}
        />
      ) : null}
      {asking === 'book' ? (
        <BookAll
          count={rows.filter(CAN.book).length}
          words={words}
          onClose={() => setAsking(null)}
          onBook={(on) => (setAsking(null), void each((row) => doors.library.book(row.id, { on }), CAN.book))}
        />
      ) : null}
    </div>
  );
}

type Question = { readonly count: number; readonly words: Words; readonly onClose: () => void };

/** One reason for all, which each client reads on their document. */
function RefuseAll({ count, words, onClose, onRefuse }: Question & { readonly onRefuse: (reason: string) => void }) {
  const { t } = useSurroundings();
  const { d } = words;
  const id = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Dialog title={d.refuseTitle(count)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === '') setMissing(true);
          else onRefuse(reason.trim());
        }}
      >
        <label for={id}>{t.viewer.reason}</label>
        <textarea
          id={id}
          class="input"
          rows={3}
          maxLength={500}
          aria-describedby={`${id}h`}
          aria-invalid={missing && reason.trim() === ''}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <p class="hint" id={`${id}h`}>
          {d.refuseHint(count)}
        </p>
        <Problems sentences={missing && reason.trim() === '' ? [t.viewer.reasonMissing] : []} />
        <div class="row acts">
          <button type="submit" class="btn primary">
            {t.viewer.refuseAct}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {d.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function BookAll({ count, words, onClose, onBook }: Question & { readonly onBook: (on: string) => void }) {
  const { d, today } = words;
  const id = useId();
  const [on, setOn] = useState(today);
  return (
    <Dialog title={d.bookTitle(count)} look="narrow" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (on !== '') onBook(on);
        }}
      >
        <label for={id}>{d.bookDay}</label>
        <input
          id={id}
          class="input"
          type="date"
          required
          min="1990-01-01"
          max="2100-12-31"
          value={on}
          onInput={(event) => setOn(event.currentTarget.value)}
        />
        <div class="row acts">
          <button type="submit" class="btn primary">
            {d.bookAct}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {d.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
