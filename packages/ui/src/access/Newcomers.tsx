/** What whoever joins the company by themselves is given (R063, R068): one line, and the form behind it. */
import { useState } from 'preact/hooks';
import type { DossierAccess } from '@navette/device/model';
import type { Giver } from '@navette/domain/granting';
import { NewcomersSet } from '@navette/protocol/access-administration';
import type { AccessTexts } from '@navette/texts/access-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { abilities, explainRight, listed } from './explain-right.ts';
import { RightFields } from './RightFields.tsx';
import { profileFor, tickedOf, wantedRight } from './ticked-right.ts';
import { useAccessActs, type Said } from './use-access-acts.ts';

type Props = { readonly t: AccessTexts; readonly company: DossierAccess; readonly giver: Giver; onDone(said: Said): void };

export function Newcomers(props: Props) {
  const { t, company } = props;
  const [open, setOpen] = useState(false);
  const { newcomers } = company.company;
  return (
    <section class="block newcomers">
      <header>
        <h2>{t.newcomers.title}</h2>
      </header>
      <p class="row between wrap">
        <span class="ink2 grow">
          {newcomers === null ? t.newcomers.none : t.newcomers.some(listed(abilities(t, newcomers), t.explain.and))}
        </span>
        <button type="button" class="btn sm" onClick={() => setOpen(true)}>
          {t.newcomers.edit}
        </button>
      </p>
      {open ? <NewcomersForm {...props} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

function NewcomersForm({ t, company, giver, onDone, onClose }: Props & { onClose: () => void }) {
  const { run, busy, online } = useAccessActs();
  const { newcomers } = company.company;
  const [ticked, tick] = useState(newcomers === null ? profileFor('deposit', giver) : tickedOf(newcomers));
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (right: typeof ticked | null) => {
    const given = await run(NewcomersSet, { dossier: company.dossier, right });
    if (!given.ok) return setProblem(given.refusal);
    if (given.value.outcome !== 'done') return setProblem(t.refused[given.value.outcome]);
    onDone({ sentence: t.said.newcomers });
    onClose();
  };
  return (
    <Dialog title={t.newcomers.dialog} look="userform" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save({ ...ticked, admin: false });
        }}
      >
        <p class="ink2">{t.newcomers.hint}</p>
        <div class="formgrid">
          <RightFields t={t} giver={giver} before={newcomers} ticked={ticked} withoutAdmin onTick={tick} />
          <aside class="explained" aria-live="polite">
            <h3>{t.explain.title}</h3>
            {explainRight(t, '', wantedRight({ ...ticked, admin: false })).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </aside>
        </div>
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy || !online}>
            {busy ? t.saving : t.save}
            {online ? null : `, ${t.needsServer}`}
          </button>
          {newcomers === null ? null : (
            <button type="button" class="btn" disabled={busy || !online} onClick={() => void save(null)}>
              {t.newcomers.back}
            </button>
          )}
          <button type="button" class="btn" onClick={onClose}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
