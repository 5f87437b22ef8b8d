/** What was read in a file about to be given, in one line, and what is proposed because of it; or why it was not read. */
import '../style/capture.css';
import type { DossierView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import { cents } from '@navette/kernel/cents';
import type { FileFacts } from '@navette/rooms/document-records';
import { fileRefusalSentence, formatsTexts } from '@navette/texts/formats-texts';
import { dropTexts } from '@navette/texts/drop-texts';
import { captureTexts } from '@navette/texts/capture-texts';
import { Icon } from '../components/Icon.tsx';
import type { Proposed } from '../reading/proposals.ts';
import type { ReadState } from '../reading/use-reading.ts';
import { useSurroundings, type Surroundings } from '../surroundings.tsx';

type Props = {
  readonly read: ReadState;
  readonly proposed: Proposed | null;
  readonly kind: DocumentKind;
  readonly dossier: DossierView | null;
};

export function ReadNote({ read, proposed, kind, dossier }: Props) {
  const surroundings = useSurroundings();
  const { language, t } = surroundings;
  const own = captureTexts(language).read;
  if (read.tag === 'none') return null;
  if (read.tag === 'reading') {
    return (
      <p class="cap2 ink2 readnote" aria-live="polite">
        {dropTexts(language).reading}
      </p>
    );
  }
  if (read.tag === 'not-read') return <Warning sentence={own.notRead[read.why]} />;
  const { reading } = read;
  const line = reading.facts ? factsLine(surroundings, reading.facts) : '';
  const refusal = reading.refusal === null ? undefined : fileRefusalSentence(language, reading.refusal);
  const ask = proposed?.ask ?? null;
  const other = proposed?.dossier && dossier && proposed.dossier.id !== dossier.id ? own.otherCompany(proposed.dossier.name) : null;
  const why = proposed?.kindFrom ?? null;
  return (
    <div class="readnote">
      {line === '' ? null : (
        <p class="cap2">
          <span class="vh">{own.title} </span>
          {line}
        </p>
      )}
      {why !== null && proposed?.kind === kind ? <p class="cap2 ink2">{`${own.proposedKind(t.kinds[kind])}, ${own.why[why]}`}</p> : null}
      {proposed?.dossier && dossier?.id === proposed.dossier.id ? <p class="cap2 ink2">{own.proposedCompany(dossier.name)}</p> : null}
      {other === null ? null : <Warning sentence={other} />}
      {ask === null ? null : <Warning sentence={formatsTexts(language).asked[ask]} />}
      {refusal === undefined ? null : <Warning sentence={refusal} />}
    </div>
  );
}

/** Facts as one line: who, which number, when, how much; of a statement its account, period and movements. */
export function factsLine({ language, f }: Pick<Surroundings, 'language' | 'f'>, facts: FileFacts): string {
  const own = captureTexts(language).read;
  const money =
    facts.total === undefined
      ? ''
      : facts.currency === undefined || facts.currency === 'EUR'
        ? f.money(cents(facts.total))
        : `${f.amount(cents(facts.total))} ${facts.currency}`;
  const statement = facts.movements === undefined ? '' : own.statement(facts.movements);
  const period = facts.from === undefined || facts.to === undefined ? '' : `${f.day(facts.from)} – ${f.day(facts.to)}`;
  return [
    own.invoice(facts.issuer ?? '', facts.number ?? ''),
    facts.account ?? '',
    statement,
    period,
    facts.date === undefined ? '' : f.day(facts.date),
    money,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function Warning({ sentence }: { sentence: string }) {
  return (
    <p class="warn2">
      <Icon name="alert" size="s" />
      <span>{sentence}</span>
    </p>
  );
}
