/** What a file is and what its checks found: the figures first, then each finding with the lines it stands on. */
import type { ReadBook } from '@navette/device/model';
import { cents } from '@navette/kernel/cents';
import type { Finding } from '@navette/formats/check-fec';
import { booksTexts } from '@navette/texts/books-texts';
import { findingSentence, levelWord } from '@navette/texts/fec-texts';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { reportCsv } from './report-csv.ts';

const LEVELS = ['error', 'warning', 'information'] as const;
const LINES = 12;
const ICONS = { error: 'alert', warning: 'info', information: 'info' } as const;

export function BookReport({ book }: { book: ReadBook }) {
  const { language, f } = useSurroundings();
  const t = booksTexts(language);
  const { summary, findings } = book;
  const { indicators } = summary;
  const facts = [
    [t.facts.closing, f.day(book.closing)],
    [t.facts.through, f.day(book.through)],
    [t.facts.lines, f.count(book.lines)],
    [t.facts.entries, f.count(book.entries)],
    [t.facts.revenue, f.money(cents(indicators.revenue))],
    [t.facts.result, f.money(cents(indicators.result))],
  ] as const;
  const counts = LEVELS.map((level) => findings.filter((one) => one.level === level).length);
  const words = [t.errors, t.warnings, t.information];
  return (
    <div class="bookreport">
      <dl class="bookfacts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {findings.length === 0 ? (
        <p class="note good">
          <Icon name="check" />
          <span>{t.sound}</span>
        </p>
      ) : (
        <details open={book.reserves}>
          <summary>
            {words
              .map((say, at) => say(counts[at] ?? 0))
              .filter((_, at) => (counts[at] ?? 0) > 0)
              .join(', ')}
          </summary>
          {book.reserves ? <p class="note plain">{t.withReserves}</p> : null}
          <ul class="findings">
            {LEVELS.flatMap((level) => findings.filter((one) => one.level === level)).map((finding, at) => (
              <FindingItem key={`${finding.tag} ${at}`} finding={finding} book={book} />
            ))}
          </ul>
          <button
            type="button"
            class="btn sm"
            onClick={() => saveFile(new Blob([reportCsv(book, language)], { type: 'text/csv' }), t.reportName(book.name))}
          >
            <Icon name="download" size="s" />
            {t.exportReport}
          </button>
        </details>
      )}
    </div>
  );
}

function FindingItem({ finding, book }: { finding: Finding; book: ReadBook }) {
  const { language } = useSurroundings();
  const t = booksTexts(language);
  const shown = finding.rows.slice(0, LINES).map((row) => book.lineOf.get(row) ?? row + 2);
  return (
    <li class={`finding is-${finding.level}`}>
      <Icon name={ICONS[finding.level]} size="s" />
      <div>
        <span class="vh">{levelWord(language, finding.level)}</span>
        <span>{findingSentence(language, finding)}</span>
        {shown.length === 0 ? null : <small class="blk ink2">{t.lines(shown.join(', '), finding.count > shown.length)}</small>}
      </div>
      {finding.check.startsWith('F') ? <small class="tag">{finding.check}</small> : null}
    </li>
  );
}
