/** The firm asks for documents: one, or a list made from a model; each line becomes a request with its own drop zone. */
import { useId, useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { boxOfKind, DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { DossierId } from '@navette/kernel/ids';
import { requestsTexts } from '@navette/texts/requests-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { linesOf } from './lines-of.ts';
import { askedWhen, WEEKLY, WhenFields } from './WhenFields.tsx';

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView | null;
  readonly onClose: () => void;
  /** @param count requests that were made */
  readonly onAsked: (count: number) => void;
};

export function AskDialog({ account, dossier, onClose, onAsked }: Props) {
  const surroundings = useSurroundings();
  const { doors, t, language } = surroundings;
  const words = requestsTexts(language);
  const own = account.dossiers.filter(({ right }) => right.side === 'staff');
  const [company, setCompany] = useState<DossierId | ''>(dossier?.id ?? (own.length === 1 ? (own[0]?.id ?? '') : ''));
  const [many, setMany] = useState(false);
  const [what, setWhat] = useState('');
  const [detail, setDetail] = useState('');
  const [kind, setKind] = useState<DocumentKind>('bank');
  const [when, setWhen] = useState(WEEKLY);
  const [list, setList] = useState(words.models[0]?.name ?? '');
  const [lines, setLines] = useState(words.models[0]?.lines.join('\n') ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const titles = many ? linesOf(lines) : linesOf(what).slice(0, 1);

  const submit = async () => {
    if (company === '') return setProblem(words.missing.company);
    if (titles.length === 0) return setProblem(words.missing.what);
    if (many && list.trim() === '') return setProblem(words.missing.name);
    setBusy(true);
    setProblem(null);
    for (const title of titles) {
      const done = await doors.library.ask({
        dossier: company,
        box: boxOfKind(many ? 'miscellaneous' : kind),
        title,
        kind: many ? 'miscellaneous' : kind,
        ...(many || detail.trim() === '' ? {} : { detail: detail.trim().slice(0, 500) }),
        ...askedWhen(when),
        ...(many ? { list: list.trim().slice(0, 80) } : {}),
      });
      if (!done.ok) {
        setBusy(false);
        return setProblem(refusalSentence(surroundings, done.refusal));
      }
    }
    onAsked(titles.length);
  };
  const choose = (name: string) => {
    const model = words.models.find((one) => one.name === name);
    setList(name);
    if (model) setLines(model.lines.join('\n'));
  };

  return (
    <Dialog title={words.title} look="askform" onClose={onClose}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {dossier === null && own.length > 1 ? (
          <div>
            <label for={`${id}c`}>{words.company}</label>
            <select id={`${id}c`} class="input" value={company} onChange={(event) => setCompany(event.currentTarget.value as DossierId)}>
              <option value="">{words.chooseCompany}</option>
              {own.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        <div class="segments" role="group" aria-label={words.title}>
          {[false, true].map((list_) => (
            <button key={String(list_)} type="button" class="btn sm" aria-pressed={many === list_} onClick={() => setMany(list_)}>
              {list_ ? words.list : words.one}
            </button>
          ))}
        </div>
        {many ? (
          <>
            <div>
              <label for={`${id}m`}>{words.model}</label>
              <select id={`${id}m`} class="input" onChange={(event) => choose(event.currentTarget.value)}>
                {words.models.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </div>
            <div>
              <label for={`${id}n`}>{words.listName}</label>
              <input id={`${id}n`} class="input" maxLength={80} value={list} onInput={(event) => setList(event.currentTarget.value)} />
            </div>
            <div>
              <label for={`${id}l`}>{words.lines}</label>
              <textarea
                id={`${id}l`}
                class="input"
                rows={8}
                aria-describedby={`${id}lh`}
                value={lines}
                onInput={(event) => setLines(event.currentTarget.value)}
              />
              <p class="hint" id={`${id}lh`}>
                {words.linesHint}
              </p>
            </div>
          </>
        ) : (
          <>
            <div>
              <label for={`${id}w`}>{words.what}</label>
              <input
                id={`${id}w`}
                class="input"
                maxLength={200}
                placeholder={words.whatExample}
                value={what}
                onInput={(event) => setWhat(event.currentTarget.value)}
              />
            </div>
            <div>
              <label for={`${id}d`}>{words.detail}</label>
              <textarea
                id={`${id}d`}
                class="input"
                rows={2}
                maxLength={500}
                aria-describedby={`${id}dh`}
                value={detail}
                onInput={(event) => setDetail(event.currentTarget.value)}
              />
              <p class="hint" id={`${id}dh`}>
                {words.detailHint}
              </p>
            </div>
            <div>
              <label for={`${id}k`}>{words.kind}</label>
              <select id={`${id}k`} class="input" value={kind} onChange={(event) => setKind(event.currentTarget.value as DocumentKind)}>
                {DOCUMENT_KINDS.map((one) => (
                  <option key={one} value={one}>
                    {t.kinds[one]}
                  </option>
                ))}
              </select>
            </div>
          </>
        )}
        <WhenFields when={when} onChange={setWhen} />
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy}>
            {words.send(titles.length)}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
