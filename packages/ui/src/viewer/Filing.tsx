/** What the firm says of an open document beside its state: booked, moved, under a rule of retention, in the bin; and what was said. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { AccountView, ActRefusal, DocumentRow } from '@navette/device/model';
import { boxOfKind, DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import { archiveTexts } from '@navette/texts/archive-texts';
import { filingTexts } from '@navette/texts/filing-texts';
import { ruleWord } from '../archive/parts.ts';
import { useRetention } from '../archive/use-retention.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';

type Asking = 'book' | 'move' | 'keep' | null;
type Run = (act: () => Promise<Result<unknown, ActRefusal>>) => Promise<boolean>;
type Props = { readonly account: AccountView; readonly row: DocumentRow };

export function Filing({ account, row }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = filingTexts(language);
  const [asking, setAsking] = useState<Asking>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run: Run = async (act) => {
    const done = await act();
    setProblem(done.ok ? null : refusalSentence(surroundings, done.refusal));
    return done.ok;
  };
  const staff = account.dossiers.find(({ id }) => id === row.dossier)?.right.side === 'staff';
  const close = () => setAsking(null);
  return (
    <>
      <Said account={account} row={row} />
      {!staff || row.withdrawn ? null : (
        <Popover title={t.more} look="filtermenu" buttonClass="btn sm" button={t.more}>
          {(shut) => {
            const item = (word: string, act: () => void) => (
              <button type="button" class="menuitem" key={word} onClick={() => (shut(), act())}>
                {word}
              </button>
            );
            return (
              <div class="menuitems">
                {row.booked === null
                  ? item(t.book, () => setAsking('book'))
                  : item(t.unbook, () => void run(() => doors.library.book(row.id, null)))}
                {row.moved === null ? item(t.move, () => setAsking('move')) : null}
                {item(t.keep, () => setAsking('keep'))}
                {row.binnedAt === null
                  ? item(t.bin, () => void run(() => doors.library.bin(row.id, true)))
                  : item(t.unbin, () => void run(() => doors.library.bin(row.id, false)))}
              </div>
            );
          }}
        </Popover>
      )}
      <Problems sentences={problem === null || asking !== null ? [] : [problem]} />
      {asking === 'book' ? <Book row={row} run={run} problem={problem} onClose={close} /> : null}
      {asking === 'move' ? <Move account={account} row={row} run={run} problem={problem} onClose={close} /> : null}
      {asking === 'keep' ? <Keep row={row} run={run} problem={problem} onClose={close} /> : null}
    </>
  );
}

/** Facts beside the state, for both sides. */
function Said({ account, row }: Props) {
  const { f, language } = useSurroundings();
  const t = filingTexts(language);
  const { booked, moved, binnedAt, retained, from } = row;
  const company = moved && account.dossiers.find(({ id }) => id === moved.dossier)?.name;
  return (
    <>
      {booked === null ? null : (
        <p class="note plain">
          <Icon name="check" />
          <span>{t.booked(f.day(booked.on), booked.entry)}</span>
        </p>
      )}
      {moved === null ? null : (
        <p class="note plain">
          <Icon name="swap" />
          <span>
            {t.moved(company ?? account.firm.name)}{' '}
            {company ? <a href={routeTo('documents', { dossier: moved.dossier, document: moved.document })}>{t.see}</a> : null}
          </span>
        </p>
      )}
      {from?.how === 'moved' ? <p class="cap2 ink2">{t.movedHere}</p> : null}
      {binnedAt === null ? null : (
        <p class="note plain">
          <Icon name="archive" />
          <span>{t.binned(f.day(binnedAt))}</span>
        </p>
      )}
      {retained?.hold ? (
        <p class="note plain">
          <Icon name="lock" />
          <span>{t.held(retained.hold)}</span>
        </p>
      ) : null}
    </>
  );
}

type Asked = { readonly row: DocumentRow; readonly run: Run; readonly problem: string | null; readonly onClose: () => void };

function Book({ row, run, problem, onClose }: Asked) {
  const { doors, language } = useSurroundings();
  const t = filingTexts(language);
  const now = useNow();
  const id = useId();
  const [on, setOn] = useState(dayInParis(now));
  const [entry, setEntry] = useState('');
  const submit = async () => {
    const named = entry.trim().slice(0, 60);
    if (await run(() => doors.library.book(row.id, { on, ...(named === '' ? {} : { entry: named }) }))) onClose();
  };
  return (
    <Form title={t.bookTitle} word={t.bookAct} problem={problem} onSubmit={submit} onClose={onClose}>
      <label for={`${id}d`}>{t.bookTitle}</label>
      <input id={`${id}d`} class="input" type="date" required value={on} onInput={(event) => setOn(event.currentTarget.value)} />
      <label for={`${id}e`}>{t.entry}</label>
      <input id={`${id}e`} class="input" maxLength={60} value={entry} onInput={(event) => setEntry(event.currentTarget.value)} />
    </Form>
  );
}

const BOXES = ['common', 'pay', 'management'] as const;

function Move({ account, row, run, problem, onClose }: Asked & { readonly account: AccountView }) {
  const { doors, t: words, language } = useSurroundings();
  const t = filingTexts(language);
  const id = useId();
  const [dossier, setDossier] = useState<DossierId>(row.dossier);
  const [kind, setKind] = useState<DocumentKind>(row.kind);
  const [box, setBox] = useState<(typeof BOXES)[number]>(BOXES.find((one) => one === row.box) ?? 'common');
  const [missing, setMissing] = useState<string | null>(null);
  const submit = async () => {
    if (dossier === row.dossier && box === row.box) return setMissing(t.same);
    if ((await doors.library.bytes(row.hash)) === null) return setMissing(t.moveNeedsFile);
    setMissing(null);
    if (await run(() => doors.library.move(row.id, { dossier, kind, box }))) onClose();
  };
  return (
    <Form title={t.moveTitle} word={t.moveAct} problem={missing ?? problem} onSubmit={submit} onClose={onClose}>
      <p class="hint">{t.moveHint}</p>
      <label for={`${id}c`}>{t.company}</label>
      <select id={`${id}c`} class="input" value={dossier} onChange={(event) => setDossier(event.currentTarget.value as DossierId)}>
        {account.dossiers
          .filter(({ right }) => right.side === 'staff')
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </select>
      <label for={`${id}k`}>{t.kind}</label>
      <select
        id={`${id}k`}
        class="input"
        value={kind}
        onChange={(event) => {
          const chosen = event.currentTarget.value as DocumentKind;
          setKind(chosen);
          setBox(BOXES.find((one) => one === boxOfKind(chosen)) ?? 'common');
        }}
      >
        {DOCUMENT_KINDS.map((one) => (
          <option key={one} value={one}>
            {words.kinds[one]}
          </option>
        ))}
      </select>
      <label for={`${id}b`}>{t.box}</label>
      <select
        id={`${id}b`}
        class="input"
        value={box}
        onChange={(event) => setBox(BOXES.find((one) => one === event.currentTarget.value) ?? 'common')}
      >
        {BOXES.map((one) => (
          <option key={one} value={one}>
            {t.boxes[one]}
          </option>
        ))}
      </select>
    </Form>
  );
}

/** The rule that forbids to erase it, and a hold beyond every rule (G16). */
function Keep({ row, run, problem, onClose }: Asked) {
  const { doors, language } = useSurroundings();
  const t = filingTexts(language);
  const words = archiveTexts(language);
  const table = useRetention();
  const id = useId();
  const [rule, setRule] = useState(row.retained?.rule ?? '');
  const [hold, setHold] = useState(row.retained?.hold ?? '');
  const submit = async () => {
    const kept = { rule: rule === '' ? null : rule, hold: hold.trim() === '' ? null : hold.trim().slice(0, 200) };
    if (await run(() => doors.library.retain(row.id, kept))) onClose();
  };
  return (
    <Form title={words.retention.title} word={t.bookAct} problem={problem} onSubmit={submit} onClose={onClose}>
      <label for={`${id}r`}>{words.retention.rule}</label>
      <select id={`${id}r`} class="input" value={rule} onChange={(event) => setRule(event.currentTarget.value)}>
        <option value="">{words.retention.ofCategory}</option>
        {table.map((one) => (
          <option key={one.id} value={one.id}>
            {one.confirmed ? ruleWord(words, one.id) : `${ruleWord(words, one.id)}, ${words.retention.toConfirm}`}
          </option>
        ))}
      </select>
      <label for={`${id}h`}>{words.retention.why}</label>
      <input id={`${id}h`} class="input" value={hold} maxLength={200} onInput={(event) => setHold(event.currentTarget.value)} />
      <p class="hint">{words.retention.holdHint}</p>
    </Form>
  );
}

function Form({
  title,
  word,
  problem,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  readonly word: string;
  readonly problem: string | null;
  readonly onSubmit: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const { language } = useSurroundings();
  return (
    <Dialog title={title} look="narrow" onClose={onClose}>
      <form
        class="stack4"
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        <div>{children}</div>
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary">
            {word}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {filingTexts(language).cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
