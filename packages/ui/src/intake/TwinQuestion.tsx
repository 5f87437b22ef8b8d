/**
 * A paper that seems to be given already: the former one beside it, and three ways on. Never silent: nothing is given, replaced or left
 * out before one of them is chosen.
 */
import '../style/capture.css';
import type { AlikeDocument, Capture, DocumentRow } from '@navette/device/model';
import { cents } from '@navette/kernel/cents';
import type { FileFacts } from '@navette/rooms/document-records';
import { formatsTexts } from '@navette/texts/formats-texts';
import { captureTexts } from '@navette/texts/capture-texts';
import { AppLink } from '../components/AppLink.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly capture: Capture;
  readonly twins: readonly AlikeDocument[];
  readonly facts: FileFacts | null;
  readonly busy: boolean;
  /** @param replaced the former one, when the new one takes its place */
  readonly onGive: (replaced?: DocumentRow) => void;
  readonly onProblem: (sentence: string | null) => void;
};

export function TwinQuestion({ capture, twins, facts, busy, onGive, onProblem }: Props) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const own = captureTexts(language).twins;
  const [twin] = twins;
  if (twin === undefined) return null;
  const { row, why } = twin;
  const drop = async () => {
    const gone = await doors.library.discard(capture.id);
    onProblem(gone.ok ? null : refusalSentence(surroundings, gone.refusal));
  };
  const when = `${f.day(row.capturedAt)}, ${f.time(row.capturedAt)}`;
  return (
    <div class="question twins" role="group" aria-label={own.title}>
      <p>
        <b>{own.when(when)}</b> {formatsTexts(language).sameness[why.reason]}
      </p>
      <div class="beside">
        <Paper title={own.before} name={row.name} size={row.size} facts={row.facts}>
          <StateChip row={row} />
          <AppLink to={routeTo('documents', { document: row.id })} label={`${own.open}, ${row.name}`}>
            {own.open}
          </AppLink>
        </Paper>
        <Paper title={own.now} name={capture.name} size={capture.size} facts={facts} />
      </div>
      <div class="row wrap acts">
        <button type="button" class="btn sm primary" disabled={busy} onClick={() => void drop()}>
          {own.drop}
        </button>
        <button type="button" class="btn sm" disabled={busy} onClick={() => onGive(row)}>
          {own.replace}
        </button>
        <button type="button" class="btn sm" disabled={busy} onClick={() => onGive()}>
          {own.both}
        </button>
      </div>
    </div>
  );
}

function Paper(props: { title: string; name: string; size: number; facts: FileFacts | null; children?: preact.ComponentChildren }) {
  const { f } = useSurroundings();
  const { facts } = props;
  const lines = [
    facts?.issuer,
    facts?.number,
    facts?.date === undefined ? undefined : f.day(facts.date),
    facts?.total === undefined ? undefined : f.money(cents(facts.total)),
    f.fileSize(props.size),
  ].filter((line) => line !== undefined);
  return (
    <div class="paper2">
      <small>{props.title}</small>
      <b class="cut blk">{props.name}</b>
      {lines.map((line) => (
        <span class="blk cap2 n" key={line}>
          {line}
        </span>
      ))}
      {props.children}
    </div>
  );
}
