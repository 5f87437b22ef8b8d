/** The facts of proof: when the server received it, by whom it was deposited, and the whole fingerprint on demand (K2). */
import type { AccountView, DocumentRow } from '@navette/device/model';
import { dropTexts } from '@navette/texts/drop-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

const START = 12;

export function Proof({ account, row }: { account: AccountView; row: DocumentRow }) {
  const { t, f, language } = useSurroundings();
  const moment = (at: number) => `${f.day(at)}, ${f.time(at)}`;
  const author =
    row.author === null ? undefined : row.author === account.user.id ? account.user.name : account.people.get(row.author)?.name;
  const said = row.proofToRenew
    ? t.viewer.proofToRenew
    : row.receivedAt === null
      ? t.viewer.notReceived
      : t.viewer.receivedAt(moment(row.receivedAt));
  return (
    <details class="proof">
      <summary>
        <Icon name="lock" size="s" />
        <span class="grow cut">{said}</span>
        <span class="mono" aria-hidden="true">
          {row.hash.slice(0, START)}…
        </span>
        <span class="vh">{t.viewer.fingerprintFull}</span>
      </summary>
      <dl>
        <dt>{t.viewer.fingerprint}</dt>
        <dd class="mono">{row.hash}</dd>
        <dt class="vh">{t.viewer.proof}</dt>
        <dd>{t.viewer.capturedAt(moment(row.capturedAt))}</dd>
        {author === undefined ? null : <dd>{t.viewer.depositedBy(author)}</dd>}
        {row.takenAt === null || row.takenBy === null ? null : (
          <dd>{t.viewer.taken(moment(row.takenAt), account.people.get(row.takenBy)?.name ?? t.viewer.someone)}</dd>
        )}
        {row.answers === null ? null : <dd>{t.viewer.answers}</dd>}
        {row.type.startsWith('image/') ? <dd>{dropTexts(language).keepPaper}</dd> : null}
      </dl>
    </details>
  );
}
