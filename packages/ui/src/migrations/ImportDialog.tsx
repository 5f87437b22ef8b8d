/** A file of references: read by the server to its last line before any of it is written, refused with line numbers. */
import { useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import { ClientImport, type ImportFault } from '@navette/protocol/staff-migrations';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { cutImport, type ImportFile } from './import-pieces.ts';
import type { Wording } from './words.ts';

const SHOWN_FAULTS = 50;

type Fault = { readonly line: number; readonly why: ImportFault; readonly cell: string };
type Sum = { readonly added: number; readonly codes: number; readonly known: number; readonly faults: readonly Fault[] };
type State =
  | { readonly tag: 'choosing' }
  | { readonly tag: 'busy'; readonly done: number; readonly of: number }
  | { readonly tag: 'read'; readonly file: ImportFile; readonly sum: Sum }
  | { readonly tag: 'written'; readonly sum: Sum };

const NOTHING: Sum = { added: 0, codes: 0, known: 0, faults: [] };

export function ImportDialog({ words, onClose }: { words: Wording; onClose: () => void }) {
  const { f } = words;
  const t = words.t.import;
  const surroundings = useSurroundings();
  const stepUp = useStepUp();
  const [state, setState] = useState<State>({ tag: 'choosing' });
  const [problem, setProblem] = useState<string | null>(null);

  /** Every piece, in order. @returns what they add up to; or the sentence that stopped it */
  const run = async (file: ImportFile, write: boolean): Promise<Sum | string> => {
    let sum = NOTHING;
    for (const { first, lines } of file.pieces) {
      setState({ tag: 'busy', done: first - 2, of: file.lines });
      const given = await stepUp(() => surroundings.doors.commands.ask(ClientImport, { head: file.head, lines: [...lines], first, write }));
      if (!given.ok) return stopped(given.refusal, first, write);
      if (given.value.outcome === 'refused') return t.refused[given.value.why];
      const { added, codes, known, faults } = given.value;
      sum = { added: sum.added + added, codes: sum.codes + codes, known: sum.known + known, faults: [...sum.faults, ...faults] };
    }
    return sum;
  };
  const stopped = (refusal: CommandRefusal, first: number, write: boolean): string => {
    const why = commandSentence(surroundings, refusal);
    return write ? t.stopped(why, f.count(first)) : why;
  };
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setProblem(null);
    const file = cutImport(new Uint8Array(await chosen.arrayBuffer()));
    if (file === 'too-large' || file === 'empty') return setProblem(file === 'empty' ? t.empty : t.tooLarge);
    const sum = await run(file, false);
    if (typeof sum === 'string') {
      setState({ tag: 'choosing' });
      return setProblem(sum);
    }
    setState({ tag: 'read', file, sum });
  };
  const write = async (file: ImportFile) => {
    setProblem(null);
    const sum = await run(file, true);
    if (typeof sum === 'string') {
      setState({ tag: 'choosing' });
      return setProblem(sum);
    }
    setState({ tag: 'written', sum });
    void surroundings.doors.sync.syncNow();
  };

  return (
    <Dialog title={t.title} onClose={onClose} look="wide">
      <p>{t.lead}</p>
      <p class="cap">{t.columns}</p>
      {state.tag === 'written' ? (
        <p role="status">
          <b>{t.done(f.count(state.sum.added), f.count(state.sum.codes))}</b>
        </p>
      ) : (
        <label class={`btn filebtn${state.tag === 'read' && state.sum.faults.length === 0 ? '' : ' primary'}`}>
          <Icon name="clip" size="s" />
          {t.pick}
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            disabled={state.tag === 'busy'}
            onChange={(event) => {
              void read(event.currentTarget.files?.[0]);
              // The same file, corrected, may be chosen again.
              event.currentTarget.value = '';
            }}
          />
        </label>
      )}
      {state.tag === 'busy' ? (
        <p class="row" role="status">
          <progress class="busy" max={state.of} value={state.done} />
          {t.reading(f.count(state.done), f.count(state.of))}
        </p>
      ) : null}
      {state.tag === 'read' ? <Report sum={state.sum} words={words} /> : null}
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        {state.tag === 'read' && state.sum.faults.length === 0 && state.sum.added + state.sum.codes > 0 ? (
          <button type="button" class="btn primary" onClick={() => void write(state.file)}>
            {t.write}
            <small class="onbutton">{t.server}</small>
          </button>
        ) : null}
        <button type="button" class="btn" onClick={onClose}>
          {words.t.remind.close}
        </button>
      </div>
    </Dialog>
  );
}

function Report({ sum, words: { t, f } }: { sum: Sum; words: Wording }) {
  const shown = sum.faults.slice(0, SHOWN_FAULTS);
  return (
    <>
      <p role="status">
        {sum.added + sum.codes === 0 && sum.faults.length === 0
          ? t.import.nothingNew
          : t.import.report(f.count(sum.added), f.count(sum.codes), f.count(sum.known))}
      </p>
      {sum.faults.length === 0 ? null : (
        <>
          <h3>{t.import.faults(sum.faults.length)}</h3>
          <ul class="rows tight mig-results" tabIndex={0} aria-label={t.import.faults(sum.faults.length)}>
            {shown.map(({ line, why, cell }) => (
              <li key={`${line} ${why}`}>
                {t.import.fault(f.count(line), t.import.faultKinds[why])} {cell === '' ? null : <span class="mono">{cell}</span>}
              </li>
            ))}
          </ul>
          {sum.faults.length > shown.length ? <p class="cap">{t.import.moreFaults(sum.faults.length - shown.length)}</p> : null}
          <p>{t.import.fixFirst}</p>
        </>
      )}
    </>
  );
}
