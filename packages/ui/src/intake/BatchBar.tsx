/**
 * Several papers of the tray given together: one company and one kind for the lot, each paper keeping its own where somebody chose
 * another. Papers with a question of their own wait for its answer.
 */
import { useId, useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentId } from '@navette/kernel/ids';
import { documentTexts } from '@navette/texts/document-texts';
import { Icon } from '../components/Icon.tsx';
import { useDeposits } from '../deposits.tsx';
import { depositDossiers } from '../dossiers.ts';
import { useSurroundings } from '../surroundings.tsx';
import '../style/capture.css';

/** What each paper says of itself: where it goes, and how it is given; absent while it cannot be. */
export type ReadyPaper = { readonly company: string; give(): Promise<boolean> };
export type Batch = { readonly dossier: DossierView | null; readonly kind: DocumentKind | null };

type Props = {
  readonly account: AccountView;
  readonly batch: Batch;
  readonly onBatch: (batch: Batch) => void;
  readonly ready: ReadonlyMap<DocumentId, ReadyPaper>;
  /** Papers of the tray, ready or not. */
  readonly all: number;
};

export function BatchBar({ account, batch, onBatch, ready, all }: Props) {
  const { language, t } = useSurroundings();
  const own = documentTexts(language).batch;
  const id = useId();
  const { together } = useDeposits();
  const [done, setDone] = useState<number | null>(null);
  const open = depositDossiers(account);
  const companies = new Set([...ready.values()].map(({ company }) => company));
  const [company] = companies;
  const giveAll = async () => {
    const papers = [...ready.values()];
    setDone(0);
    await together(async () => {
      for (const [at, paper] of papers.entries()) {
        await paper.give();
        setDone(at + 1);
      }
    });
    setDone(null);
  };
  const left = all - ready.size;
  return (
    <div class="question" role="group" aria-label={own.title}>
      {account.side === 'staff' ? <p class="cap">{own.hint}</p> : null}
      <div class="choicefields">
        {open.length < 2 ? null : (
          <div>
            <label for={`${id}d`}>{own.company}</label>
            <select
              id={`${id}d`}
              class="input sm"
              value={batch.dossier?.id ?? ''}
              onChange={(event) => onBatch({ ...batch, dossier: open.find((one) => one.id === event.currentTarget.value) ?? null })}
            >
              <option value="">{t.deposit.chooseCompany}</option>
              {open.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div>
          <label for={`${id}k`}>{own.kind}</label>
          <select
            id={`${id}k`}
            class="input sm"
            value={batch.kind ?? ''}
            onChange={(event) => onBatch({ ...batch, kind: DOCUMENT_KINDS.find((one) => one === event.currentTarget.value) ?? null })}
          >
            <option value="">{own.asProposed}</option>
            {DOCUMENT_KINDS.map((one) => (
              <option key={one} value={one}>
                {t.kinds[one]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="row wrap acts">
        <button type="button" class="btn primary" disabled={ready.size === 0 || done !== null} onClick={() => void giveAll()}>
          <Icon name="deposit" />
          <span>
            {ready.size === 0
              ? t.deposit.chooseCompany
              : companies.size === 1 && company !== undefined
                ? own.give(ready.size, company)
                : own.giveSeveral(ready.size)}
          </span>
        </button>
        {left > 0 ? <span class="cap2 ink2">{own.left(left)}</span> : null}
      </div>
      {done === null ? null : <progress value={done} max={Math.max(done, ready.size)} aria-label={own.title} />}
    </div>
  );
}
