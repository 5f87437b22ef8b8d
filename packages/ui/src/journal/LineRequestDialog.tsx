/** The firm asks the client about one line: for the document that is missing, or a question. It becomes a request like any other. */
import { useId, useState } from 'preact/hooks';
import { boxOfKind, DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { LineView } from '@navette/domain/ledger/lines';
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import { journalTexts } from '@navette/texts/journal-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { askedWhen, WEEKLY, WhenFields } from '../requests/WhenFields.tsx';
import '../style/requests.css';
import { useSurroundings } from '../surroundings.tsx';
import { kindOfAccount, titleOf } from './line-request.ts';

export type AskedAbout = { readonly line: LineView; readonly what: 'missing' | 'question' };

type Props = {
  readonly asked: AskedAbout;
  readonly dossier: DossierId;
  readonly onClose: () => void;
  /** @param title of the request that was made */
  readonly onDone: (title: string) => void;
};

export function LineRequestDialog({ asked: { line, what }, dossier, onClose, onDone }: Props) {
  const surroundings = useSurroundings();
  const { doors, t: all, f, language } = surroundings;
  const t = journalTexts(language);
  const words = t.ask;
  const question = what === 'question';
  const [title, setTitle] = useState(() =>
    titleOf(
      line,
      line.date === null ? '' : f.day(line.date),
      line.unread ? '' : f.money(Math.abs(line.debit - line.credit) as Cents),
      question ? words.questionOf : words.missingOf,
    ),
  );
  const [detail, setDetail] = useState('');
  const [kind, setKind] = useState<DocumentKind>(kindOfAccount(line.account));
  const [when, setWhen] = useState(WEEKLY);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const submit = async () => {
    const [subject, said] = [title.replaceAll(/[\r\n\t]+/g, ' ').trim(), detail.trim()];
    if (subject === '') return setProblem(words.needSubject);
    if (question && said === '') return setProblem(words.needWords);
    setBusy(true);
    setProblem(null);
    const done = await doors.library.ask({
      dossier,
      box: boxOfKind(kind),
      title: subject.slice(0, 200),
      kind,
      ...(said === '' ? {} : { detail: said.slice(0, 500) }),
      ...askedWhen(when),
    });
    setBusy(false);
    if (done.ok) onDone(subject);
    else setProblem(refusalSentence(surroundings, done.refusal));
  };
  return (
    <Dialog title={question ? words.questionTitle : words.missingTitle} look="askform" onClose={onClose}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>
          <label for={`${id}t`}>{words.subject}</label>
          <textarea
            id={`${id}t`}
            class="input"
            rows={2}
            maxLength={200}
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </div>
        <div>
          <label for={`${id}d`}>{question ? words.words : words.detail}</label>
          <textarea
            id={`${id}d`}
            class="input"
            rows={question ? 3 : 2}
            maxLength={500}
            {...(question ? { placeholder: words.wordsExample, required: true, autofocus: true } : {})}
            value={detail}
            onInput={(event) => setDetail(event.currentTarget.value)}
          />
        </div>
        <div>
          <label for={`${id}k`}>{words.kind}</label>
          <select id={`${id}k`} class="input" value={kind} onChange={(event) => setKind(event.currentTarget.value as DocumentKind)}>
            {DOCUMENT_KINDS.map((one) => (
              <option key={one} value={one}>
                {all.kinds[one]}
              </option>
            ))}
          </select>
        </div>
        <WhenFields when={when} onChange={setWhen} />
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy}>
            {words.send}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
