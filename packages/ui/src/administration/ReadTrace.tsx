/**
 * The trace of reads (R16): who was given which dossier, which file left, what was exported, as the server noted it. It knows no content,
 * and says plainly what is not traced. All of it is the server's: it needs the network.
 */
import '../style/trace.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountView, CommandRefusal } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import { traceList, type TraceAnswer, type TraceQuery, type TraceRow } from '@navette/protocol/trace';
import { traceTexts } from '@navette/texts/trace-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { TraceFilters } from './TraceFilters.tsx';
import { TraceTable } from './TraceTable.tsx';
import { traceTable } from './trace-table.ts';
import { Unanswered } from './Unanswered.tsx';
import type { Asked } from './use-command.ts';

export type Filters = Omit<TraceQuery, 'after'>;

/** Milliseconds looked at before anybody asks for more: thirty days. */
const FIRST_LOOK = 29 * 86_400_000;

export function ReadTrace({ account }: { account: AccountView }) {
  const surroundings = useSurroundings();
  const { doors, language, now } = surroundings;
  const t = traceTexts(language);
  const [filters, setFilters] = useState<Filters>(() => ({
    from: dayInParis(now() - FIRST_LOOK),
    to: dayInParis(now()),
    person: null,
    dossier: null,
    clients: false,
  }));
  const [asked, hold] = useState<Asked<TraceAnswer>>({ state: 'asking' });
  const [problem, setProblem] = useState<CommandRefusal | null>(null);
  const [busy, setBusy] = useState(false);
  // Of several questions, only the last one's answer is shown.
  const question = useRef(0);
  const wrong = filters.from > filters.to;
  const begin = async () => {
    if (wrong) return;
    const mine = ++question.current;
    const given = await doors.commands.ask(traceList, { ...filters, after: 0 });
    if (mine !== question.current) return;
    setProblem(null);
    hold(given.ok ? { state: 'answered', value: given.value } : { state: 'refused', refusal: given.refusal });
  };
  useEffect(() => void begin(), [doors, JSON.stringify(filters)]);

  if (asked.state !== 'answered') return <Unanswered asked={asked} onAgain={() => void begin()} />;
  const { rows, more, years } = asked.value;
  const goOn = async () => {
    setBusy(true);
    const mine = question.current;
    const given = await doors.commands.ask(traceList, { ...filters, after: rows.length });
    setBusy(false);
    if (mine !== question.current) return;
    if (given.ok) hold({ state: 'answered', value: { ...given.value, rows: [...rows, ...given.value.rows] } });
    else setProblem(given.refusal);
  };
  const exportAll = async () => {
    setBusy(true);
    const all: TraceRow[] = [];
    for (;;) {
      const given = await doors.commands.ask(traceList, { ...filters, after: all.length });
      if (!given.ok) {
        setProblem(given.refusal);
        break;
      }
      all.push(...given.value.rows);
      if (given.value.more) continue;
      setProblem(null);
      saveFile(new Blob(['\ufeff', traceTable(all, surroundings)], { type: 'text/csv' }), t.csvName);
      break;
    }
    setBusy(false);
  };
  return (
    <div class="trace">
      <div class="keylead">
        <div class="grow">
          <p class="ink2 cap2">{t.lead}</p>
          <p class="cap2 row top">
            <Icon name="archive" size="s" />
            {t.kept(years)}
          </p>
          <About />
        </div>
        <button type="button" class="btn noprint" title={t.csvHint} disabled={busy || rows.length === 0} onClick={() => void exportAll()}>
          <Icon name="download" size="s" />
          {t.csv}
        </button>
      </div>
      <TraceFilters account={account} rows={rows} filters={filters} wrong={wrong} onChange={setFilters} />
      <Problems sentences={problem === null ? [] : [commandSentence(surroundings, problem)]} />
      {rows.length === 0 ? <EmptyState icon="search" title={t.empty} hint={t.emptyHint} /> : <TraceTable rows={rows} />}
      {more ? (
        <p class="pad8">
          <button type="button" class="btn" disabled={busy} onClick={() => void goOn()}>
            {t.more}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function About() {
  const { language } = useSurroundings();
  const t = traceTexts(language);
  const points = (title: string, sentences: readonly string[]) => (
    <section>
      <h3>{title}</h3>
      <ul class="points">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
  return (
    <details class="traceabout">
      <summary>{t.about}</summary>
      <div>
        {points(t.noted, t.notedPoints)}
        {points(t.notNoted, t.notNotedPoints)}
      </div>
    </details>
  );
}
