/** An entry to read: validated, asked for, withdrawn, or of somebody else's to write; with what may still be done. */
import type { AccountView, DossierView, EntryView } from '@navette/device/model';
import { entriesTexts } from '@navette/texts/entries-texts';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { Attachments } from './Attachments.tsx';
import { dayOf } from './ConflictChoice.tsx';
import { EntryHistory } from './EntryHistory.tsx';
import { LinesRead } from './LinesRead.tsx';
import { nameInside } from './said-by.ts';

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly view: EntryView;
  readonly mayWrite: boolean;
  readonly place: (entry: string) => string;
  readonly onTakeBack: () => void;
  readonly onDrop: () => void;
  readonly onReverse: () => void;
};

export function EntryRead({ account, dossier, view, mayWrite, place, onTakeBack, onDrop, onReverse }: Props) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = entriesTexts(language);
  const { entry, validated, reversedBy, leftOut, state } = view;
  return (
    <div class="entryread">
      {state === 'asked' ? (
        <div class="note entrynote">
          <Icon name="clock" />
          <p class="grow">{t.waits}</p>
          {mayWrite ? (
            <button type="button" class="btn sm" onClick={onDrop}>
              {t.dropAsking}
            </button>
          ) : null}
        </div>
      ) : null}
      {state === 'withdrawn' ? (
        <div class="note plain entrynote">
          <Icon name="undo" />
          <p class="grow">{t.withdrawn}</p>
          {mayWrite ? (
            <button type="button" class="btn sm" onClick={onTakeBack}>
              {t.takeBack}
            </button>
          ) : null}
        </div>
      ) : null}
      {reversedBy === null || validated === null ? null : (
        <div class="note plain entrynote">
          <Icon name="swap" />
          <p class="grow">{t.reversed(reversedBy.number === null ? null : f.count(reversedBy.number))}</p>
          <a class="btn sm" href={place(reversedBy.id)}>
            {t.seeReversal}
          </a>
        </div>
      )}
      {entry.reverses === undefined ? null : (
        <div class="note plain entrynote">
          <Icon name="swap" />
          <p class="grow">{t.reverses}</p>
          <a class="btn sm" href={place(entry.reverses)}>
            {t.seeReversed}
          </a>
        </div>
      )}
      {leftOut.length === 0 ? null : (
        <div class="note decide entrynote">
          <Icon name="alert" />
          <p class="grow">{t.leftOut}</p>
        </div>
      )}
      <dl class="kv entryfacts">
        {(['journal', 'date', 'pieceRef', 'pieceDate', 'label'] as const).map((name) => (
          <div key={name}>
            <dt>{t.fields[name]}</dt>
            <dd>
              {name === 'date' || name === 'pieceDate'
                ? dayOf(f, entry[name])
                : name === 'journal' && t.journals[entry.journal] !== undefined
                  ? `${entry.journal} · ${t.journals[entry.journal]}`
                  : entry[name]}
            </dd>
          </div>
        ))}
      </dl>
      <LinesRead entry={entry} />
      {validated === null ? null : (
        <p class="cap2 sealed">
          <Icon name="accepted" size="s" />
          {t.validatedBy(nameInside(t, account, validated.by), f.whenWithTime(validated.at, now))}
        </p>
      )}
      {validated !== null && mayWrite && reversedBy === null ? (
        <p class="row acts noprint">
          <button type="button" class="btn" onClick={onReverse}>
            <Icon name="swap" size="s" />
            {t.reverse}
          </button>
        </p>
      ) : null}
      <Attachments dossier={dossier.id} documents={entry.documents} onChange={null} />
      <EntryHistory account={account} revisions={view.revisions} onRestore={null} />
    </div>
  );
}
