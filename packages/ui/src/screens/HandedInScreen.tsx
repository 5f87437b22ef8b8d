/**
 * For the staff: what people who lost their access had not sent, and their device handed in (D2, R12). Each item is given to
 * the dossier, on the normal road and by the reader's own hand, or put away. The list is the server's: it needs the network.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountView, DocumentRow, Observable } from '@navette/device/model';
import { DEFAULT_KIND } from '@navette/domain/document-kinds';
import type { BlobHash, DocumentId, DossierId } from '@navette/kernel/ids';
import type { TrayAnswer, TrayItem } from '@navette/protocol/leaving';
import { Comment, Deposit, readRecord } from '@navette/rooms/records';
import type { ScreenProps } from '../App.tsx';
import { Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings, type Surroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { Main } from './Main.tsx';

type Answer = 'deposited' | 'filed';

export function HandedInScreen({ account, dossier }: ScreenProps) {
  const surroundings = useSurroundings();
  const { doors, t } = surroundings;
  const [answer, hold] = useState<TrayAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, say] = useState('');
  const [at, setAt] = useState(-1);
  const rows = useRef(new Map<number, HTMLLIElement>());
  const ask = async (given?: { n: number; how: Answer }): Promise<string | null> => {
    const asked = await doors.sync.firmTray(given);
    if (asked.ok) hold(asked.value);
    const sentence = asked.ok ? null : t.state.delayLead + t.delays[asked.refusal];
    setProblem(given === undefined ? sentence : null);
    return sentence;
  };
  useEffect(() => void ask(), [doors]);

  const items = (answer?.items ?? []).filter((item) => dossier === null || item.dossier === dossier.id);
  const act = async (item: TrayItem, how: Answer): Promise<string | null> => {
    const refused = how === 'deposited' ? await give(surroundings, item) : null;
    const sentence = refused ?? (await ask({ n: item.n, how }));
    if (sentence !== null) return sentence;
    const name = nameOf(surroundings, item);
    say(how === 'filed' ? t.handedIn.filed(name) : item.what === 'file' ? t.handedIn.attached(name) : t.handedIn.given(name));
    // What stood below moves up under the hand.
    focus(Math.min(items.indexOf(item), items.length - 2));
    return null;
  };
  const focus = (index: number) => {
    const to = Math.max(0, Math.min(items.length - 1, index));
    setAt(to);
    setTimeout(() => rows.current.get(to)?.focus(), 0);
  };
  // The row's own button: it knows whether it may, and says there why not.
  const press = (kind: Answer) => () => rows.current.get(at)?.querySelector<HTMLButtonElement>(`[data-act="${kind}"]:enabled`)?.click();
  useKeys({
    j: () => focus(at + 1),
    k: () => focus(at - 1),
    ArrowDown: () => focus(at + 1),
    ArrowUp: () => focus(at - 1),
    v: press('deposited'),
    c: press('filed'),
  });

  return (
    <>
      <Main title={t.handedIn.title} crumb={dossier?.name ?? account.firm.name}>
        <div class="reading">
          <p class="ink2 handedlead">{t.handedIn.lead}</p>
          <p class="vh" role="status">
            {said}
          </p>
          {problem !== null ? (
            <EmptyState icon="offline" title={t.handedIn.unread} hint={problem}>
              <button type="button" class="btn" onClick={() => void ask()}>
                {t.handedIn.again}
              </button>
            </EmptyState>
          ) : answer === null ? (
            <Shapes rows={4} />
          ) : items.length === 0 ? (
            <EmptyState icon="check" title={t.handedIn.empty} hint={t.handedIn.emptyHint} />
          ) : (
            groupsOf(items).map((group) => (
              <section class="block handed" key={`${group[0]?.user} ${group[0]?.dossier}`}>
                <header>
                  <h2>{group[0]?.name}</h2>
                  <small>{group[0]?.dossierName}</small>
                </header>
                <ul class="rows">
                  {group.map((item) => {
                    const index = items.indexOf(item);
                    return (
                      <HandedRow
                        key={item.n}
                        item={item}
                        account={account}
                        current={at === index}
                        onFocus={() => setAt(index)}
                        hold={(row) => void (row === null ? rows.current.delete(index) : rows.current.set(index, row))}
                        act={(how) => act(item, how)}
                      />
                    );
                  })}
                </ul>
              </section>
            ))
          )}
          {answer?.more === true ? <p class="cap">{t.handedIn.more}</p> : null}
        </div>
      </Main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: t.keys.move },
          { keys: ['v'], does: t.handedIn.give },
          { keys: ['c'], does: t.handedIn.file },
        ]}
        {...(at < 0 || items.length === 0 ? {} : { position: t.list.position(String(at + 1), String(items.length)) })}
      />
    </>
  );
}

type RowProps = {
  readonly item: TrayItem;
  readonly account: AccountView;
  readonly current: boolean;
  onFocus(): void;
  hold(row: HTMLLIElement | null): void;
  /** @returns a sentence when it was not done */
  act(how: Answer): Promise<string | null>;
};

function HandedRow({ item, account, current, onFocus, hold, act }: RowProps) {
  const surroundings = useSurroundings();
  const { t, f } = surroundings;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const deposit = depositOf(item);
  const name = nameOf(surroundings, item);
  const run = async (work: () => Promise<string | null>) => {
    setBusy(true);
    setProblem(null);
    const sentence = await work().catch(() => t.state.delayLead + t.delays['device-error']);
    setBusy(false);
    setProblem(sentence);
  };
  const missing = item.file === null ? item.what === 'deposit' || item.what === 'file' : !item.file.arrived;
  const mine = item.mine && account.dossiers.some(({ id }) => id === item.dossier);
  const joins = item.what === 'file';
  const text = commentOf(item) ?? deposit?.comment;
  return (
    <li ref={hold} tabIndex={-1} class={current ? 'is-cur' : ''} onFocusCapture={onFocus} aria-busy={busy}>
      <div class="row top">
        <Icon name={item.what === 'comment' ? 'edit' : item.file === null ? 'info' : 'documents'} />
        <div class="grow">
          <b>{name}</b>
          <small class="blk">
            {[
              item.what === 'deposit' && deposit ? t.kinds[deposit.kind] : item.file === null ? null : t.handedIn.what[item.what],
              item.file === null ? null : f.fileSize(item.file.size),
              t.handedIn.madeAt(f.day(item.made)),
              t.handedIn.handedAt(f.day(item.at)),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </small>
          {text === undefined ? null : <p class="two">{text}</p>}
          {missing ? <p class="cap2 ink2">{item.file === null ? t.handedIn.noFile : t.handedIn.notArrived}</p> : null}
          {mine ? null : <p class="cap2 ink2">{t.handedIn.notMine}</p>}
        </div>
      </div>
      <div class="row wrap acts">
        {mine && !missing && (item.file !== null || item.what === 'comment') ? (
          <button
            type="button"
            data-act="deposited"
            class="btn sm primary"
            disabled={busy}
            aria-label={`${joins ? t.handedIn.attach : t.handedIn.give}, ${name}`}
            onClick={() => void run(() => act('deposited'))}
          >
            {joins ? t.handedIn.attach : t.handedIn.give}
          </button>
        ) : null}
        {item.file === null || missing ? null : (
          <button type="button" class="btn sm" disabled={busy} onClick={() => void run(() => keepCopy(surroundings, item))}>
            <Icon name="download" size="s" />
            {t.queue.saveCopy}
          </button>
        )}
        <button
          type="button"
          data-act="filed"
          class="btn sm quiet"
          disabled={busy}
          aria-label={`${t.handedIn.file}, ${name}`}
          onClick={() => void run(() => act('filed'))}
        >
          {t.handedIn.file}
        </button>
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

/** The document as the person had described it; what it says of itself is read like any record from elsewhere. */
function depositOf({ said }: TrayItem): Deposit | undefined {
  for (const [, value] of said) {
    const read = readRecord(Deposit, value);
    if (read.readable) return read.record;
  }
  return undefined;
}

function commentOf({ said, what }: TrayItem): string | undefined {
  const read = what === 'comment' ? readRecord(Comment, said[0]?.[1]) : null;
  return read?.readable ? read.record.text : undefined;
}

function nameOf({ t }: Pick<Surroundings, 't'>, item: TrayItem): string {
  return item.file?.name || depositOf(item)?.name || t.handedIn.what[item.what];
}

/** One section a person and dossier, in the order of what they handed in. */
function groupsOf(items: readonly TrayItem[]): readonly (readonly TrayItem[])[] {
  return [...Map.groupBy(items, ({ user, dossier }) => `${user} ${dossier}`).values()];
}

/** The file, brought to this device and checked against its name. @returns null with a sentence when it cannot be had */
async function bytesOf({ doors, t }: Surroundings, item: TrayItem): Promise<Blob | string> {
  const hash = item.file?.hash as BlobHash;
  const brought = await doors.sync.bring(item.dossier as DossierId, hash);
  const bytes = brought.ok ? await doors.library.bytes(hash) : null;
  return bytes ?? (brought.ok ? t.viewer.notHere : t.state.delayLead + t.delays[brought.refusal]);
}

async function keepCopy(surroundings: Surroundings, item: TrayItem): Promise<string | null> {
  const bytes = await bytesOf(surroundings, item);
  if (typeof bytes === 'string') return bytes;
  saveFile(bytes, nameOf(surroundings, item));
  return null;
}

/** Gives an item to its dossier as the reader's own act. Repeated, it makes one document. @returns a sentence when it was refused */
async function give(surroundings: Surroundings, item: TrayItem): Promise<string | null> {
  const { doors, t } = surroundings;
  // The record is in its room already: the server joins the file to it.
  if (item.what === 'file') return null;
  const text = commentOf(item);
  if (item.document !== null && text !== undefined) {
    const done = await doors.library.addComment(item.document as DocumentId, t.handedIn.comment(item.name, text));
    return done.ok ? null : refusalSentence(surroundings, done.refusal);
  }
  const there = item.document === null ? null : await firstOf(doors.library.document(item.document as DocumentId));
  if (there !== null && there.hash === item.file?.hash) return null;
  const bytes = await bytesOf(surroundings, item);
  if (typeof bytes === 'string') return bytes;
  const deposit = depositOf(item);
  const done = await doors.library.captureAndDeposit(
    bytes,
    // Its own id, so that twice is once; never the id of another document of the dossier.
    {
      name: nameOf(surroundings, item),
      way: 'pick',
      ...(item.document === null || there !== null ? {} : { id: item.document as DocumentId }),
    },
    {
      dossier: item.dossier as DossierId,
      kind: deposit?.kind ?? DEFAULT_KIND,
      comment: t.handedIn.comment(item.name, deposit?.comment ?? ''),
    },
  );
  return done.ok ? null : refusalSentence(surroundings, done.refusal);
}

function firstOf(observable: Observable<DocumentRow | null>): Promise<DocumentRow | null> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    stop = observable.subscribe((value) => {
      resolve(value);
      setTimeout(() => stop?.(), 0);
    });
  });
}
