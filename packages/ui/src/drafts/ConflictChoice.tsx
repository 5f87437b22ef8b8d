/** Two people changed one draft apart: both versions side by side, one to keep or to go on from (R9, R153). The other is not lost. */
import type { AccountView, RevisionView } from '@navette/device/model';
import { EMPTY_LINE, type EntryLine } from '@navette/domain/drafts/entry';
import { entriesTexts } from '@navette/texts/entries-texts';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { LinesRead } from './LinesRead.tsx';
import { nameOf } from './said-by.ts';

type Props = {
  readonly account: AccountView;
  /** Those that stand, the latest first. */
  readonly versions: readonly RevisionView[];
  /** Null for who only reads. */
  readonly onKeep: ((version: RevisionView) => void) | null;
  readonly onFrom: (version: RevisionView) => void;
};

export function ConflictChoice({ account, versions, onKeep, onFrom }: Props) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = entriesTexts(language);
  const fields = ['journal', 'date', 'pieceRef', 'pieceDate', 'label'] as const;
  const differs = (name: (typeof fields)[number]) => new Set(versions.map(({ entry }) => entry[name])).size > 1;
  return (
    <section class="conflict" aria-label={t.conflict.title}>
      <div class="note decide">
        <Icon name="alert" />
        <div class="grow">
          <b>{t.conflict.title}</b>
          <p>{t.conflict.lead}</p>
        </div>
      </div>
      <ol class="versions">
        {versions.map((version, index) => (
          <li key={version.id}>
            <h2>{t.conflict.version(index + 1)}</h2>
            <p class="cap">{t.by(nameOf(t, account, version.by, version.side), f.whenWithTime(version.at, now))}</p>
            {version.withdrawn ? <p class="error">{t.conflict.withdrawn}</p> : null}
            <dl class="kv">
              {fields.map((name) => (
                <div key={name} class={differs(name) ? 'differs' : ''}>
                  <dt>{t.fields[name]}</dt>
                  <dd>{name === 'date' || name === 'pieceDate' ? dayOf(f, version.entry[name]) : version.entry[name]}</dd>
                </div>
              ))}
              <div class={new Set(versions.map(({ entry }) => entry.documents.join())).size > 1 ? 'differs' : ''}>
                <dt>{t.documents}</dt>
                <dd>{f.count(version.entry.documents.length)}</dd>
              </div>
            </dl>
            <LinesRead
              entry={version.entry}
              marked={(line) => !versions.every(({ entry }) => entry.lines.some((other) => saysTheSame(other, line)))}
            />
            {onKeep === null ? null : (
              <div class="row acts">
                <button type="button" class="btn primary sm" onClick={() => onKeep(version)}>
                  {t.conflict.keep}
                </button>
                <button type="button" class="btn sm" onClick={() => onFrom(version)}>
                  {t.conflict.from}
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function saysTheSame(one: EntryLine, other: EntryLine): boolean {
  return (Object.keys(EMPTY_LINE) as (keyof EntryLine)[]).every((field) => one[field] === other[field]);
}

export function dayOf(f: { day(at: string): string }, day: string): string {
  return day === '' ? '' : f.day(day);
}
