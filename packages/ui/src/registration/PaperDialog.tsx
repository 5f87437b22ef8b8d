/** A form that came by post or fax, typed in by the firm (R038): the same fields, the same checks. */
import { useId, useState } from 'preact/hooks';
import {
  checkDetails,
  EMPTY_DETAILS,
  isMandatory,
  tidyDetails,
  type DetailField,
  type RegistrationDetails,
} from '@navette/domain/registration/details';
import { IDENTIFICATION } from '@navette/domain/registration/identification';
import { dayInParis } from '@navette/kernel/dates';
import { makeId, type DossierId } from '@navette/kernel/ids';
import { RegistrationEnter } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { DeskView } from './desk-view.ts';

const FIELDS = [
  'company',
  'licence',
  'purchaseDate',
  'clientCode',
  'address',
  'town',
  'phone',
  'email',
  'firstName',
  'lastName',
  'siret',
  'outlet',
] as const satisfies readonly DetailField[];
type Field = (typeof FIELDS)[number];

type Props = { readonly desk: DeskView; readonly onChange: () => Promise<void>; readonly onClose: () => void };

export function PaperDialog({ desk, onChange, onClose }: Props) {
  const surroundings = useSurroundings();
  const { doors, now, language } = surroundings;
  const t = registrationDeskTexts(language).paper;
  const words = registrationTexts(language).details;
  const id = useId();
  // One number for this form, however often it is sent.
  const [number] = useState(() => makeId<string>(now(), crypto.getRandomValues(new Uint8Array(10))));
  const [details, write] = useState<RegistrationDetails>(EMPTY_DETAILS);
  const [identification, identify] = useState('');
  const [dossier, choose] = useState<DossierId | ''>('');
  const [education, setEducation] = useState(false);
  const [asked, ask] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const found = asked ? checkDetails(details, dayInParis(now())) : new Map();
  const shown = identification.replaceAll(/\s/g, '').toUpperCase();

  const save = async () => {
    ask(true);
    setProblem(null);
    if (checkDetails(details, dayInParis(now())).size > 0) return setProblem(t.incomplete);
    if (shown !== '' && !IDENTIFICATION.test(shown)) return setProblem(t.identificationProblem);
    const answer = await doors.commands.ask(RegistrationEnter, {
      id: number,
      details: tidyDetails(details),
      dossier: dossier === '' ? null : dossier,
      installation: shown === '' ? null : { identification: shown, since: details.purchaseDate },
      edition: education ? 'education' : 'ordinary',
    });
    if (!answer.ok) return setProblem(commandSentence(surroundings, answer.refusal));
    if (answer.value.status === 'refused') return setProblem(answer.value.reason === 'incomplete' ? t.incomplete : t.unknownDossier);
    await onChange();
    onClose();
  };
  const input = (field: Field) => {
    const wrong = found.get(field);
    const must = isMandatory(field, details);
    return (
      <div key={field}>
        <label class={must ? 'must' : ''} for={`${id}${field}`}>
          {words.fields[field]}
          {must ? ' *' : ''}
        </label>
        <input
          id={`${id}${field}`}
          class="input"
          {...(field === 'purchaseDate' ? ({ type: 'date', max: dayInParis(now()) } as const) : ({ type: 'text' } as const))}
          autocomplete="off"
          required={must}
          aria-invalid={wrong !== undefined}
          value={details[field]}
          onInput={(event) => write({ ...details, [field]: event.currentTarget.value })}
        />
        {wrong === undefined ? null : <p class="error">{words.missing[field] ?? words.problems[wrong as keyof typeof words.problems]}</p>}
      </div>
    );
  };
  return (
    <Dialog title={t.title} onClose={onClose} look="wide">
      <form
        class="deskact"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {FIELDS.map(input)}
        <div>
          <label for={`${id}i`}>{t.identification}</label>
          <input
            id={`${id}i`}
            class="input mono"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={identification}
            onInput={(event) => identify(event.currentTarget.value)}
          />
        </div>
        <div>
          <label for={`${id}d`}>{t.dossier}</label>
          <select id={`${id}d`} class="input" value={dossier} onChange={(event) => choose(event.currentTarget.value as DossierId | '')}>
            <option value="">{t.noDossier}</option>
            {desk.dossiers
              .filter(({ registered }) => registered !== null)
              .map(({ id: one, name }) => (
                <option key={one} value={one}>
                  {name}
                </option>
              ))}
          </select>
        </div>
        <label class="check c2">
          <input type="checkbox" checked={education} onChange={(event) => setEducation(event.currentTarget.checked)} />
          {t.education}
        </label>
        <div class="c2">
          <Problems sentences={problem === null ? [] : [problem]} />
        </div>
        <p class="c2 row acts">
          <button type="submit" class="btn primary">
            {t.save}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
